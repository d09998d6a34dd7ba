private import FilePaths
private import Glibc

/// A file of text that a user wrote, such as a list or a manifest.
package enum TextFile {
    /// Lists that people keep are far smaller; whatever is larger was given by mistake.
    private static let maximumOctets = 64 << 20

    /// Reads all of a file.
    ///
    /// - Parameter path: A file or FIFO.
    /// - Returns: The text, with line ends as they are.
    /// - Throws: ``TextFileError``, which says what is wrong with the file.
    package static func text(of path: String) throws(TextFileError) -> String {
        let descriptor = unsafe open(path.pathOctets, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while octets.count <= maximumOctets {
            // Safe: read(2) writes no more than the buffer's own count.
            let count = unsafe room.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .last }
            if count == 0 {
                guard let text = String(validating: octets, as: UTF8.self) else { throw .notText }
                return text
            }
            octets += room.prefix(count)
        }
        throw .tooLarge
    }
}

/// Why a file of text could not be read.
package enum TextFileError: Error, Equatable {
    /// The system's words for it.
    case unreadable(reason: String)
    /// It is not UTF-8.
    case notText
    /// It has more than 64 MiB.
    case tooLarge

    /// The failure of the call that was just made.
    fileprivate static var last: TextFileError {
        // strerror's text is copied before another call can replace it.
        .unreadable(reason: unsafe String(cString: strerror(errno)))
    }

    /// One line for people.
    package var reason: String {
        switch self {
        case .unreadable(let reason): reason
        case .notText: "is no UTF-8 text"
        case .tooLarge: "has more than 64 MiB"
        }
    }
}
