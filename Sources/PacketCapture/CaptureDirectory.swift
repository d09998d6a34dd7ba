private import FilePaths
private import Glibc

/// The files below a directory, of which a scan reads the captures.
///
/// The reader tells captures by their content. Only regular files count: opening a FIFO could wait for ever. The walk
/// does not follow symbolic links below the directory, so that it reads nothing outside of it and nothing twice, and enters no loop.
package struct CaptureDirectory: Sendable {
    /// As the user gave it; may itself be a symbolic link.
    package let path: String
    /// Paths that begin with `path`, in the order of their octets as texts.
    package let files: [String]
    /// Directories that could not be listed, and why, in the same order.
    package let unlisted: [(path: String, error: CaptureError)]

    /// Lists a directory and all directories in it; `nil` when `path` is no directory.
    ///
    /// - Complexity: O(n log n) for n files; no file is opened.
    package init?(path: String) {
        guard path != "-", Self.kind(of: path, isLinkFollowed: true) == S_IFDIR else { return nil }
        var files: [String] = []
        var unlisted: [(path: String, error: CaptureError)] = []
        var pending = [path]
        while let directory = pending.popLast() {
            do throws(CaptureError) {
                for name in try Self.names(in: directory) {
                    let file = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
                    switch Self.kind(of: file, isLinkFollowed: false) {
                    case S_IFDIR: pending.append(file)
                    case S_IFREG: files.append(file)
                    default: break
                    }
                }
            } catch {
                unlisted.append((directory, error))
            }
        }
        self.path = path
        self.files = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.unlisted = unlisted.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
}

// MARK: - The file system

extension CaptureDirectory {
    /// The reason why the call that was just made could not list a directory.
    private static var failure: CaptureError {
        // Safe: the text is copied before another call can replace it.
        unsafe errno == EACCES ? .permissionDenied : .unreadable(reason: String(cString: strerror(errno)))
    }

    /// The entries of a directory, without itself and its parent.
    private static func names(in directory: String) throws(CaptureError) -> [String] {
        // Safe: the stream is closed once, on every way out.
        guard let stream = unsafe opendir(directory.pathOctets) else { throw failure }
        defer { unsafe closedir(stream) }
        guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw failure }
                return names
            }
            // Safe: the name ends with a zero and is copied before the next call. It is read in place, for an
            // entry may be shorter than its type.
            let name = unsafe String(
                pathAt: UnsafeRawPointer(entry).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self)
            )
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// The kind of file as in `st_mode`; `nil` where it cannot be told.
    private static func kind(of path: String, isLinkFollowed: Bool) -> mode_t? {
        var status = stat()
        // Safe: the kernel fills in a `stat`, which lives until the call is over, as the path does.
        let result = unsafe isLinkFollowed ? stat(path.pathOctets, &status) : lstat(path.pathOctets, &status)
        return result == 0 ? status.st_mode & S_IFMT : nil
    }
}
