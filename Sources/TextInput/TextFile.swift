import ContentDigest
private import FilePaths
private import Glibc
import Interruption

/// A file of text that a user wrote or fetched, such as a list or a manifest.
package struct TextFile: Sendable {
    /// All of it, with line ends as they are and without a byte order mark.
    package let text: String
    /// The SHA-256 of the file as it is, as 64 hexadecimal digits.
    package let sha256: String

    /// Lists that people keep are far smaller; a user gave a larger file by mistake.
    private static let maximumOctets = 64 << 20

    /// Reads all of a file.
    ///
    /// - Parameter path: A file or FIFO.
    /// - Throws: ``TextFileError``, which tells the fault of the file.
    package init(path: String) throws(TextFileError) {
        let octets = try Self.octets(of: path)
        // UTF-16 as some editors and shells of Windows write it.
        guard !octets.starts(with: [0xFF, 0xFE]), !octets.starts(with: [0xFE, 0xFF]) else { throw .utf16 }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = octets.dropFirst(octets.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
        guard let text = String(validating: content, as: UTF8.self) else { throw .notText }
        self.text = text
        sha256 = SHA256.hexadecimal(of: octets)
    }

    /// The text of a file; see ``init(path:)``.
    package static func text(of path: String) throws(TextFileError) -> String {
        try TextFile(path: path).text
    }

    private static func octets(of path: String) throws(TextFileError) -> [UInt8] {
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
            if count < 0, errno == EINTR, Interruption.current == nil { continue }
            if count < 0 { throw .last }
            if count == 0 { return octets }
            octets += room.prefix(count)
        }
        throw .tooLarge
    }
}

/// The reason why a file of text could not be read.
package enum TextFileError: Error, Equatable {
    /// The system's words for it.
    case unreadable(reason: String)
    /// It is not UTF-8.
    case notText
    /// It is UTF-16.
    case utf16
    /// It has more than 64 MiB.
    case tooLarge

    /// The failure of the call that was just made.
    fileprivate static var last: TextFileError {
        // strerror's text is copied before another call can replace it.
        .unreadable(reason: unsafe String(cString: strerror(errno)))
    }

    /// One line for people, to stand behind the path and a colon.
    package var reason: String {
        switch self {
        case .unreadable(let reason): reason
        case .notText: "is no UTF-8 text"
        case .utf16: "is UTF-16 text; save it as UTF-8"
        case .tooLarge: "has more than 64 MiB"
        }
    }
}
