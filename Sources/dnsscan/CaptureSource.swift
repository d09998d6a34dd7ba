import FilePaths
import Glibc
import PacketCapture

/// An input that a user names: a capture, or a directory with captures in it.
enum CaptureSource {
    /// A path, `-` for standard input.
    case file(String)
    case directory(CaptureDirectory)

    /// Finds out which of the two a path is, and lists a directory.
    init(path: String) {
        self = CaptureDirectory(path: path).map(Self.directory) ?? .file(path)
    }

    /// Whether there is anything at a path; standard input is always there.
    static func exists(at path: String) -> Bool {
        // Safe: the array lives until the call is over.
        unsafe path == "-" || access(path.pathOctets, F_OK) == 0
    }

    /// All files that may be read.
    var paths: [String] {
        switch self {
        case .file(let path): [path]
        case .directory(let directory): directory.files
        }
    }
}
