import DNSObservation
import DNSWire
import Extraction
package import Findings
import NetworkTypes
import PacketCapture
import PacketDecoding
import ZoneProfiles

/// Reads captures once more, for the packets that findings are made of.
///
/// Whole TCP streams and all fragments of a datagram belong to them. So the program reads captures twice: first to
/// learn which streams and datagrams carry a message of a finding, then to take their packets out.
package struct PacketPass: ~Copyable {
    private let reading: RepeatedReading
    private let limits: ScanLimits
    private let findings: [Finding]
    private var sorter: PacketSorter

    /// Octets that are delivered at a time, or a packet more.
    private static let pieceLength = 1 << 16

    package init(_ findings: [Finding], in reading: RepeatedReading, limits: ScanLimits = ScanLimits()) {
        self.findings = findings
        self.reading = reading
        self.limits = limits
        sorter = PacketSorter(findings, selection: reading.selection, capacity: limits.transactions)
    }

    /// Takes the packets out, in the order of the captures.
    ///
    /// - Parameters:
    ///   - program: The program that writes them.
    ///   - deliver: Receives the octets of a pcapng capture, piece by piece.
    /// - Returns: How many packets it took, and whether a bound left out others of their streams or datagrams.
    package consuming func write(by program: String, _ deliver: ([UInt8]) -> Void) -> (
        packets: Int, isCut: Bool
    ) {
        var writer = PcapngWriter()
        var packets = 0
        var blocks = writer.beginning(by: program)
        defer { deliver(blocks) }
        guard !findings.isEmpty else { return (0, false) }
        forEachFrame { _, _, _ in }
        sorter.forgetMessages()
        let comments = findings.map(Self.comment)
        forEachFrame { found, frame, octets in
            guard !found.isEmpty else { return }
            packets += 1
            blocks += writer.blocks(of: frame, octets, comments: found.sorted().map { comments[$0] })
            guard blocks.count >= Self.pieceLength else { return }
            deliver(blocks)
            blocks.removeAll(keepingCapacity: true)
        }
        return (packets, sorter.isFull)
    }

    /// Reads the captures to their ends, and shows each frame when its messages were sorted.
    private mutating func forEachFrame(_ body: (_ findings: Set<Int>, Frame, Span<UInt8>) -> Void) {
        // Every copy of a packet is one that Wireshark shows.
        var decoder = FrameDecoder(limits: limits.reassembly, leavesCopiesOut: false)
        var selection = reading.selection
        reading.forEachFile { file, input in
            RepeatedReading.forEachFrame(of: file, in: &selection) { frame, octets in
                sorter.begin(octets, linkType: frame.linkType)
                decoder.decode(frame, octets, input: input) { payload, octets in
                    sorter.read(payload, octets)
                }
                body(sorter.findings, frame, octets)
            }
        }
        decoder.finish { payload, octets in sorter.read(payload, octets) }
    }

    /// The comment of a packet about its finding; names in it are escaped already.
    private static func comment(of finding: Finding) -> String {
        "dnsscan: \(finding.title) (\(finding.kind.rawValue), \(finding.severity.rawValue), finding \(finding.id))"
    }
}

/// Finds the findings that a packet belongs to, by its messages and by the streams or datagrams that it is a part of.
private struct PacketSorter {
    private struct Stream: Hashable {
        let low: Endpoint
        let high: Endpoint

        init(_ first: Endpoint, _ second: Endpoint) {
            let isOrdered = (first.address, first.port) < (second.address, second.port)
            (low, high) = isOrdered ? (first, second) : (second, first)
        }
    }

    private let traffic: FindingTraffic
    /// Findings that are of all that two hosts exchange, not of their messages alone.
    private let ofAllPackets: Set<Int>
    private var message = Message()
    private var builder = ObservationBuilder()
    private var matcher: TransactionMatcher
    private let capacity: Int
    private var selection: ScanSelection
    private var streams: [Stream: Set<Int>] = [:]
    private var datagrams: [FragmentIdentity: Set<Int>] = [:]
    /// Whether the sorter could not follow a stream or datagram for want of room.
    private(set) var isFull = false
    /// Of the frame that is read.
    private var headers: PacketHeaders?
    private var current: Set<Int> = []

    /// Streams and fragmented datagrams that are followed; of further ones only the packets that complete a message are taken.
    private static let mostFollowed = 1 << 18

    init(_ findings: [Finding], selection: ScanSelection, capacity: Int) {
        traffic = FindingTraffic(findings)
        ofAllPackets = Set(findings.indices.filter { findings[$0].kind == .resolverBypass })
        self.selection = selection
        self.capacity = capacity
        matcher = TransactionMatcher(capacity: capacity)
    }

    /// Forgets which queries wait for their responses, as before the first frame.
    mutating func forgetMessages() {
        builder = ObservationBuilder()
        matcher = TransactionMatcher(capacity: capacity)
    }

    mutating func begin(_ octets: Span<UInt8>, linkType: LinkType) {
        current = []
        headers = PacketHeaders(octets, linkType: linkType.rawValue)
    }

    /// Sorts a message that the frame completes, and notes the stream or datagram that the frame is a part of.
    mutating func read(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        let found = findings(of: payload, octets)
        guard !found.isEmpty else { return }
        current.formUnion(found)
        if payload.flow.transport == .tcp {
            let stream = Stream(payload.flow.source, payload.flow.destination)
            if streams[stream] != nil || streams.count < Self.mostFollowed {
                streams[stream, default: []].formUnion(found)
            } else {
                isFull = true
            }
        }
        guard let fragment = headers?.fragment else { return }
        if datagrams[fragment] != nil || datagrams.count < Self.mostFollowed {
            datagrams[fragment, default: []].formUnion(found)
        } else {
            isFull = true
        }
    }

    private mutating func findings(of payload: DNSPayload, _ octets: Span<UInt8>) -> Set<Int> {
        do throws(WireError) {
            try message.parse(octets)
        } catch {
            guard MessageReader.isDNS(message) else {
                return payload.service == .dns
                    ? Set(traffic.findings(of: MessageReader.pair(of: payload.flow).pair)) : []
            }
        }
        guard selection.takes(message, octets, payload.flow),
            builder.observe(message, octets: octets, payload: payload)
        else { return [] }
        builder.pair(with: &matcher)
        var found: Set<Int> = []
        builder.lend { observation in
            guard observation.isUnicast else { return }
            found = traffic.findings(of: observation)
            for record in observation.answers {
                if let address = observation.address(in: record) {
                    found.formUnion(traffic.findings(about: address))
                }
            }
        }
        return found
    }

    /// The findings that the frame that was begun last belongs to.
    var findings: Set<Int> {
        guard let headers else { return current }
        var found = current
        if let fragment = headers.fragment { found.formUnion(datagrams[fragment, default: []]) }
        if headers.transport == 6 {
            let source = Endpoint(address: headers.source, port: headers.sourcePort)
            let destination = Endpoint(address: headers.destination, port: headers.destinationPort)
            found.formUnion(streams[Stream(source, destination), default: []])
        }
        found.formUnion(traffic.findings(about: headers.source))
        found.formUnion(traffic.findings(about: headers.destination))
        for pair in [
            PeerPair(client: headers.source, server: headers.destination),
            PeerPair(client: headers.destination, server: headers.source),
        ] {
            found.formUnion(traffic.findings(of: pair).filter(ofAllPackets.contains))
        }
        return found
    }
}
