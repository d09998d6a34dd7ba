import Glibc

/// The reason why bytes could not be written.
enum OutputError: Error, Equatable {
    /// The reader went away, which is its right.
    case closedPipe
    /// Anything else, by its `errno`.
    case failed(Int32)

    /// The failure of the call that was just made.
    static var last: OutputError {
        errno == EPIPE ? .closedPipe : .failed(errno)
    }

    /// The system's words for it.
    var reason: String {
        switch self {
        case .closedPipe: "the reader closed the pipe"
        // Safe: the string is valid until the next call, and one thread alone writes.
        case .failed(let code): unsafe String(cString: strerror(code))
        }
    }
}

/// A file descriptor that bytes are written to without a buffer in between.
struct OutputStream {
    let descriptor: Int32

    static let standardOutput = OutputStream(descriptor: STDOUT_FILENO)
    static let standardError = OutputStream(descriptor: STDERR_FILENO)

    /// Writes all of `text`, however often the system takes only a part.
    func write(_ text: String) throws(OutputError) {
        try write(Array(text.utf8))
    }

    /// Writes all of `bytes`, however often the system takes only a part.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        var start = 0
        while start < bytes.count {
            // Safe: the pointer is used within the closure and for no more than the bytes behind it.
            let written = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                start += written
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                // Safe: `poll` looks at one entry, which lives until the call is over.
                _ = unsafe poll(&wait, 1, -1)
            } else if errno != EINTR {
                throw .last
            }
        }
    }
}
