package import Foundation

/// Where the files of this package are while its tests run.
package enum Repository {
    /// The folder that holds `Package.swift`, found from this source file upward.
    package static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
            precondition(folder.path != "/", "no Package.swift above \(#filePath)")
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The file or folder at a path below the root.
    package static func url(_ path: String) -> URL {
        root.appendingPathComponent(path)
    }

    /// The folder of labelled captures, which is kept apart from the package; `nil` where there is none.
    ///
    /// The environment variable `DNSSCAN_CORPUS` names it, else it is `../shared/corpus` beside the package.
    package static let corpus: URL? = {
        let named = ProcessInfo.processInfo.environment["DNSSCAN_CORPUS"].map(URL.init(fileURLWithPath:))
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared/corpus")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()
}
