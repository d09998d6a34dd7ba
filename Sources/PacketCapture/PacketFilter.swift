import CLibpcap

/// A filter in libpcap's language, as tcpdump takes it, compiled once for each link layer.
///
/// Compiling one looks up names of hosts, ports and protocols in the system's files and on the network. A process
/// that has given up both gets an error for names; numbers always work.
package final class PacketFilter {
    /// As the user typed it.
    package let expression: String
    /// Link layers for which the expression means nothing; none of their frames match.
    package private(set) var unsupported: [LinkType] = []
    private var programs: [LinkType: FilterProgram] = [:]

    /// Compiles a filter.
    ///
    /// - Parameter expression: See pcap-filter(7).
    /// - Throws: ``FilterError`` with libpcap's reason where it is no filter for Ethernet.
    package init(_ expression: String) throws(FilterError) {
        self.expression = expression
        programs[.ethernet] = try FilterProgram(expression, .ethernet)
    }

    /// Whether a frame matches.
    ///
    /// - Complexity: O(instructions of the filter), which has no loops.
    package func matches(_ frame: Frame, _ octets: Span<UInt8>) -> Bool {
        if let program = programs[frame.linkType] { return program.matches(frame, octets) }
        guard !unsupported.contains(frame.linkType) else { return false }
        guard let program = try? FilterProgram(expression, frame.linkType) else {
            unsupported.append(frame.linkType)
            return false
        }
        programs[frame.linkType] = program
        return program.matches(frame, octets)
    }
}

/// A filter for one link layer.
///
/// Safe although it owns C memory: the program is freed exactly once, in `deinit`, and used before only.
@safe private final class FilterProgram {
    private var program = unsafe bpf_program()

    init(_ expression: String, _ linkType: LinkType) throws(FilterError) {
        // The handle is closed before the program is used, which has memory of its own.
        guard let handle = unsafe pcap_open_dead(linkType.rawValue, Self.snapLength) else {
            throw FilterError(reason: "out of memory")
        }
        defer { unsafe pcap_close(handle) }
        guard unsafe pcap_compile(handle, &program, expression, 1, bpf_u_int32.max) == 0 else {
            throw FilterError(reason: unsafe String(cString: pcap_geterr(handle)))
        }
    }

    deinit {
        unsafe pcap_freecode(&program)
    }

    /// The most octets that libpcap reads of one record.
    private static let snapLength: Int32 = 262_144

    func matches(_ frame: Frame, _ octets: Span<UInt8>) -> Bool {
        var header = pcap_pkthdr()
        header.caplen = UInt32(clamping: octets.count)
        header.len = UInt32(clamping: frame.originalLength)
        // Safe: the program reads within `caplen` octets, which stay as they are until the closure ends.
        return unsafe octets.withUnsafeBufferPointer {
            unsafe pcap_offline_filter(&program, &header, $0.baseAddress) != 0
        }
    }
}

/// The reason why an expression is no filter, in libpcap's words.
package struct FilterError: Error {
    package let reason: String
}
