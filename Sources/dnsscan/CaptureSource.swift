import PacketCapture

/// What a user names to be read: a capture, or a directory with captures in it.
enum CaptureSource {
    /// A path, `-` for standard input.
    case file(String)
    case directory(CaptureDirectory)

    /// Finds out which of the two a path is, and lists a directory.
    init(path: String) {
        self = CaptureDirectory(path: path).map(Self.directory) ?? .file(path)
    }

    /// All files that may be read.
    var paths: [String] {
        switch self {
        case .file(let path): [path]
        case .directory(let directory): directory.files
        }
    }
}
