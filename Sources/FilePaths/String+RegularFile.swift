import Glibc

extension String {
    /// The size of the regular file at this path, or behind `-`, in bytes; `nil` for everything else, such as pipes.
    ///
    /// A file that has such a size can be read twice.
    package var regularFileSize: Int? {
        var status = stat()
        // Safe: the kernel fills in a `stat`, which lives until the call is over, as does the array.
        let result = unsafe self == "-" ? fstat(STDIN_FILENO, &status) : stat(pathOctets, &status)
        guard result == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
