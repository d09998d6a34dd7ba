import FilePaths
import Glibc
import Interruption

/// A file that gets a report in one step: readers see the old content or all of the new one.
///
/// The report goes to a temporary file beside it, which then takes its name. The program cannot replace a device or a
/// named pipe, and writes to these directly.
struct ReportFile {
    /// The path of the report, symbolic links resolved.
    private let path: String
    /// The permissions of the file that is replaced, or `nil` when there is none.
    private let permissions: mode_t?
    private let isReplaceable: Bool

    /// Checks that a report can probably be written, so that a long scan is not in vain; changes nothing.
    ///
    /// - Parameters:
    ///   - path: The path that the report shall have.
    ///   - inputs: Paths that must not be overwritten.
    /// - Throws: ``ReportFileError`` when the report could not be written there or would replace an input.
    init(path: String, inputs: [String]) throws(ReportFileError) {
        guard let existing = Self.status(of: path) else {
            let directory = Self.directory(of: path)
            // Safe: the array lives until the call is over, here and below.
            guard unsafe access(directory.pathOctets, W_OK | X_OK) == 0 else { throw .output(.last) }
            (self.path, permissions, isReplaceable) = (path, nil, true)
            return
        }
        for input in inputs where input != "-" {
            if let other = Self.status(of: input), other.st_dev == existing.st_dev,
                other.st_ino == existing.st_ino
            {
                throw .isInput
            }
        }
        let kind = existing.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw .output(.failed(EISDIR)) }
        isReplaceable = kind == S_IFREG
        permissions = existing.st_mode & 0o7777
        self.path = isReplaceable ? Self.resolved(path) : path
        guard unsafe access(place.pathOctets, isReplaceable ? W_OK | X_OK : W_OK) == 0 else {
            throw .output(.last)
        }
    }

    /// The path that needs rights for writing: the directory for the file and its temporary one, or a device or pipe itself.
    var place: String {
        isReplaceable ? Self.directory(of: path) : path
    }

    /// Writes the file and gives it its name; after a failure, the old file is unchanged.
    ///
    /// - Parameter deliver: Writes all of the content.
    /// - Throws: The reason why the file could not be written.
    func write(_ deliver: (OutputStream) throws(OutputError) -> Void) throws(OutputError) {
        guard isReplaceable else {
            let descriptor = unsafe open(path.pathOctets, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw .last }
            defer { close(descriptor) }
            return try deliver(OutputStream(descriptor: descriptor))
        }
        let (descriptor, temporary) = try makeTemporary()
        defer { UnfinishedFile.settle() }
        do throws(OutputError) {
            defer { close(descriptor) }
            if let permissions, fchmod(descriptor, permissions) != 0 { throw .last }
            try deliver(OutputStream(descriptor: descriptor))
            // The name must not become visible before the content is safe.
            if fsync(descriptor) != 0 { throw .last }
        } catch {
            _ = unsafe unlink(temporary.pathOctets)
            throw error
        }
        guard unsafe rename(temporary.pathOctets, path.pathOctets) == 0 else {
            let error = OutputError.last
            _ = unsafe unlink(temporary.pathOctets)
            throw error
        }
    }

    /// Creates an empty file of this process's own beside the report; nobody's file is opened or followed.
    private func makeTemporary() throws(OutputError) -> (descriptor: Int32, path: String) {
        for attempt in 0..<100 {
            let name = "\(path).\(getpid())-\(attempt).tmp"
            let descriptor = UnfinishedFile.create(name.pathOctets)
            if descriptor >= 0 { return (descriptor, name) }
            if errno != EEXIST { throw .last }
        }
        throw .failed(EEXIST)
    }

    // MARK: - The file system

    private static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return String(path[...slash])
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        // Safe: the kernel fills in a `stat`, which lives until the call is over.
        return unsafe stat(path.pathOctets, &status) == 0 ? status : nil
    }

    private static func resolved(_ path: String) -> String {
        // Safe: `realpath` allocates the string, which is copied and then freed once.
        guard let resolved = unsafe realpath(path.pathOctets, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(pathAt: resolved)
    }
}

/// The reason why a file cannot take a report.
enum ReportFileError: Error {
    /// It is one of the files that are read.
    case isInput
    case output(OutputError)
}
