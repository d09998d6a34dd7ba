package import Inflation

/// The reason why a capture could not be read, or not to its end.
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
    /// The first octets are those of something else; `content` names it, in words.
    case notACapture(content: String)
    /// The file ends within its header.
    case headerTruncated
    /// A version, link type or layout that is not read; `reason` is libpcap's text.
    case unsupported(reason: String)
    /// The capture ends within a packet or block; all `packets` before it were delivered.
    case truncated(packets: Int)
    /// The record after `packets` whole ones makes no sense; `reason` is libpcap's text.
    case corrupt(packets: Int, reason: String)
    /// The record or block after `packets` whole ones claims more octets than any has; `reason` states the number.
    case tooLarge(packets: Int, reason: String)
    /// One section of a pcapng file describes more interfaces than are kept.
    case tooManyInterfaces(packets: Int)
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

    /// Whether a file is something else than a capture, which nobody minds in a directory.
    package var isOfOtherContent: Bool {
        switch self {
        case .notACapture: true
        default: false
        }
    }
}

extension CaptureError {
    /// A stable machine name in snake_case for the problem, and one sentence for people.
    package var problem: (kind: String, detail: String) {
        switch self {
        case .notFound, .isDirectory, .permissionDenied, .unreadable:
            ("capture_unreadable", "Captures that the system could not open or read.")
        case .empty, .notACapture, .unsupported:
            ("capture_unsupported", "Files that are no captures, or of a kind that is not read.")
        case .headerTruncated, .truncated:
            ("capture_cut_off", "Captures that end in the middle of a packet, block or header.")
        case .corrupt:
            ("capture_damaged", "Captures of which nothing is read from a damaged record or block on.")
        case .tooLarge:
            ("capture_record_too_large", "Captures with a record or block that claims an impossible length.")
        case .tooManyInterfaces:
            ("capture_too_many_interfaces", "Captures with a section of more interfaces than are kept.")
        case .decompressionFailed:
            ("compression_damaged", "Captures whose compressed data is damaged.")
        case .expansionBoundExceeded:
            ("expansion_bound", "Compressed captures that expand further than is read.")
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
            "not a capture: \(content); pcap, pcapng, dnstap and logs of DNS are read, plain or as gzip, zstd, lz4 or xz"
        case .headerTruncated:
            "cut off within the capture's header"
        case .unsupported(let reason):
            "a capture of an unsupported kind: \(reason)"
        case .truncated(let packets):
            "cut off after \(counted(packets)): the last record is incomplete"
        case .corrupt(let packets, let reason), .tooLarge(let packets, let reason):
            "damaged after \(counted(packets)): \(reason)"
        case .tooManyInterfaces(let packets):
            "damaged after \(counted(packets)): too many interfaces"
        case .decompressionFailed(let packets, let compression, let reason):
            "\(compression.rawValue) data damaged after \(counted(packets)): \(reason)"
        case .expansionBoundExceeded(let packets, let compression, let bound):
            "stopped after \(counted(packets)): \(compression.rawValue) data expands to more than \(bound.octets) bytes "
                + (bound.smallestLarge > 0
                    ? "from less than \(bound.smallestLarge), or to more than " : "and ")
                + "\(bound.ratio) times its size; if it can be trusted, unpack it and scan the result"
        }
    }

    private func counted(_ packets: Int) -> String {
        packets == 1 ? "1 packet" : "\(packets) packets"
    }
}
