import Foundation
import TestSupport

/// One Swift file below Sources, as lines of text.
struct SourceFile: CustomStringConvertible, Sendable {
    /// Below the root of the repository, such as `Sources/DNSWire/Message.swift`.
    let path: String
    let lines: [String]

    var description: String { path }
    /// The target that the file belongs to.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    /// The name without its extension.
    var name: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

    /// The lines without comments and without what stands between quotation marks, numbered from 1.
    var code: [(number: Int, text: String)] {
        lines.enumerated().map { index, line in
            guard line.contains("\"") || line.contains("//") else { return (index + 1, line) }
            var text: [UInt8] = []
            var isQuoted = false
            var previous = UInt8(ascii: " ")
            for octet in line.utf8 {
                if octet == UInt8(ascii: "\""), previous != UInt8(ascii: "\\") { isQuoted.toggle() }
                if !isQuoted, octet == UInt8(ascii: "/"), previous == octet {
                    text.removeLast()
                    break
                }
                if !isQuoted { text.append(octet) }
                previous = octet
            }
            return (index + 1, String(decoding: text, as: UTF8.self))
        }
    }

    /// The modules that the file imports, whatever the access level.
    var imports: [String] {
        lines.compactMap { text in
            guard text.contains("import "), !text.contains("//") else { return nil }
            let words = text.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2, keyword + 1 < words.count else {
                return nil
            }
            return String(words[keyword + 1])
        }
    }

    /// All Swift files below a folder, in the order of their paths, but for those that a program wrote.
    static func all(in folder: String = "Sources") -> [SourceFile] {
        let root = Repository.url(folder)
        let paths = FileManager.default.subpaths(atPath: root.path)?.sorted() ?? []
        return paths.filter { $0.hasSuffix(".swift") && !$0.hasSuffix(".pb.swift") }.compactMap { path in
            guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            else { return nil }
            return SourceFile(path: folder + "/" + path, lines: text.components(separatedBy: "\n"))
        }
    }
}
