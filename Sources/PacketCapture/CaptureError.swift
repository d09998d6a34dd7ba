/// Why a capture could not be read, or not to its end.
///
/// `description` is one line without the file's name, which the caller puts before it.
package enum CaptureError: Error, Hashable, Sendable {
    case notFound
    case isDirectory
    case permissionDenied
    /// The operating system refused to open or to read; `reason` is its own text.
    case unreadable(reason: String)
    /// There is not a single octet.
    case empty
    /// The first octets are those of something else; `content` says of what, in words.
    case notACapture(content: String)
    /// The file ends within its header.
    case headerTruncated
    /// A version, link type or layout that is not read; `reason` is libpcap's text.
    case unsupported(reason: String)
    /// The capture ends within a packet or block; all `packets` before it were delivered.
    case truncated(packets: Int)
    /// The record after `packets` whole ones makes no sense; `reason` is libpcap's text.
    case corrupt(packets: Int, reason: String)
    /// The compressed stream is damaged after `packets` whole packets.
    case decompressionFailed(packets: Int, compression: Compression, reason: String)
    /// The compressed stream expands so far that reading on would serve only its sender.
    case expansionBoundExceeded(packets: Int, compression: Compression, bound: ExpansionBound)
}

extension CaptureError {
    /// Whether the capture was cut off and all that is there was read, as in a recording that was stopped hard.
    package var isTruncation: Bool {
        if case .truncated = self { true } else { false }
    }

    /// Whether a file is empty or something else than a capture, which nobody minds in a directory.
    package var isOfOtherContent: Bool {
        switch self {
        case .notACapture, .empty: true
        default: false
        }
    }
}

extension CaptureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound:
            "no such file"
        case .isDirectory:
            "is a directory, not a capture file"
        case .permissionDenied:
            "permission denied; make it readable for this user"
        case .unreadable(let reason):
            "cannot be read: \(reason)"
        case .empty:
            "empty: not even the header of a capture was written"
        case .notACapture(let content):
            "not a capture: \(content); pcap and pcapng are read, plain or as gzip, zstd, lz4 or xz"
        case .headerTruncated:
            "cut off within the capture's header"
        case .unsupported(let reason):
            "a capture of an unsupported kind: \(reason)"
        case .truncated(let packets):
            "cut off after \(counted(packets)): the last record is incomplete"
        case .corrupt(let packets, let reason):
            "damaged after \(counted(packets)): \(reason)"
        case .decompressionFailed(let packets, let compression, let reason):
            "\(compression.rawValue) data damaged after \(counted(packets)): \(reason)"
        case .expansionBoundExceeded(let packets, let compression, let bound):
            "stopped after \(counted(packets)): \(compression.rawValue) data expands to more than \(bound.octets) bytes"
                + " and \(bound.ratio) times its size; if it can be trusted, unpack it and scan the result"
        }
    }

    private func counted(_ packets: Int) -> String {
        packets == 1 ? "1 packet" : "\(packets) packets"
    }
}
