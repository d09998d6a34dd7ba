import DNSWire
import Findings
import NetworkTypes
import Signatures

/// Reads the IP packets that iodine carries, those of its raw mode too, as a capture with the original times.
///
/// The client has one fragment under way at a time, so the fragments of a packet follow each other. Their packet is
/// known modulo 8. A packet counts when its stream of zlib ends as its checksum says: fragments of two packets that
/// were put together wrongly never do.
struct IodineReader: ContentReader {
    let tools: Set<String> = ["iodine"]

    func reads(_ recording: ChannelRecording) -> Bool {
        recording.tool.map(tools.contains) ?? false
            || recording.datagrams.contains { IodineLayout.rawPacket($0.octets) != nil }
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var users: [User: Session] = [:]
        for (client, exchanges) in recording.byClient {
            for exchange in ClientOrder.ordered(exchanges, step: Self.idStep) {
                let subdomain = recording.subdomain(of: exchange.name)
                if let part = IodineLayout.Upstream(subdomain), let message = exchange.first {
                    users[User(client: client, number: part.user), default: Session()].noteUp(part, message)
                }
                if let user = IodineLayout.recipient(of: subdomain), let response = exchange.response,
                    let part = IodineLayout.Downstream(response.answers)
                {
                    users[User(client: client, number: user), default: Session()].noteDown(part, response)
                }
            }
        }
        for datagram in recording.datagrams {
            guard let stream = IodineLayout.rawPacket(datagram.octets) else { continue }
            let user = User(client: datagram.client, number: datagram.octets[3] & 0xF)
            users[user, default: Session()].noteRaw(stream, datagram)
        }
        return users.sorted { $0.key < $1.key }.compactMap { user, session in session.content(of: user.client)
        }
    }

    /// The step by which the client's transaction ids rise from one query to the next.
    private static let idStep: UInt16 = 7_727

    private struct User: Hashable, Comparable {
        let client: IPAddress
        let number: UInt8

        static func < (one: Self, other: Self) -> Bool {
            (one.client, one.number) < (other.client, other.number)
        }
    }

    /// The packets that one user of a server sends and gets.
    private struct Session {
        private var up = PacketAssembly()
        private var down = PacketAssembly()
        private var packets = InnerPackets()
        private var frames: ClosedRange<FramePlace>?
        /// Octets of packets before which packets were lost.
        private var gaps: [ContentGap] = []

        mutating func noteUp(_ part: IodineLayout.Upstream, _ message: ChannelMessage) {
            let result = up.add(
                part.packet,
                part.fragment,
                isLast: part.isLast,
                key: part.sentAgain,
                readings: part.readings
            )
            note(result, at: message.time, message.place)
        }

        mutating func noteDown(_ part: IodineLayout.Downstream, _ message: ChannelMessage) {
            let result = down.add(
                part.packet,
                part.fragment,
                isLast: part.isLast,
                key: part.octets,
                readings: [part.octets]
            )
            note(result, at: message.time, message.place)
        }

        mutating func noteRaw(_ stream: ArraySlice<UInt8>, _ datagram: ChannelDatagram) {
            guard let packet = IodineLayout.innerPacket(stream) else { return }
            add(packet, at: datagram.time, datagram.place)
        }

        private mutating func note(_ result: PacketAssembly.Result, at time: Timestamp, _ place: FramePlace) {
            switch result {
            case .nothing: break
            case .lost: gaps.append(ContentGap(offset: packets.octetCount, pieces: 1))
            case .packet(let packet): add(packet, at: time, place)
            }
        }

        private mutating func add(_ packet: ArraySlice<UInt8>, at time: Timestamp, _ place: FramePlace) {
            packets.add(packet, at: time)
            frames = frames.map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
        }

        func content(of client: IPAddress) -> RecoveredContent? {
            guard let frames else { return nil }
            var content = RecoveredContent(
                .ipPackets,
                .both,
                of: client,
                octets: packets.capture,
                encodings: ["zlib"],
                confidence: .certain,
                because: "The IP packets that iodine carries; the checksum of each fits.",
                frames: frames
            )
            content.carriedCount = packets.octetCount
            content.chosenCount = packets.chosenCount
            content.previewed = packets.first
            content.gaps = gaps
            return content
        }
    }
}

/// Fragments of packets of one direction, which are numbered modulo 8.
private struct PacketAssembly {
    enum Result {
        case nothing
        /// A packet whose fragments did not all come.
        case lost
        case packet(ArraySlice<UInt8>)
    }

    private struct Packet {
        /// The octets of each fragment, in each of the ways to read it.
        var fragments: [Int: [[UInt8]]] = [:]
        /// The part of each fragment that stays the same when it is sent again.
        var keys: [Int: [UInt8]] = [:]
        var last: Int?
        var isComplete = false
        /// The number of packets that had begun when this one did.
        let began: Int
    }

    private var packets: [Int: Packet] = [:]
    private var begun = 0
    /// After so many other packets the same fragment is not sent again, but another packet is like the one before.
    private static let othersBetween = 4

    private mutating func newPacket() -> Packet {
        begun += 1
        return Packet(began: begun)
    }

    /// Adds a fragment.
    ///
    /// - Parameters:
    ///   - number: Of the packet, modulo 8.
    ///   - fragment: Its number in the packet, from 0.
    ///   - isLast: Whether it ends the packet.
    ///   - key: The part that stays the same when it is sent again.
    ///   - readings: The octets that it writes, in each of the ways to read it; nothing where it cannot be read.
    /// - Returns: A packet that is whole by now, or that one was lost.
    mutating func add(_ number: Int, _ fragment: Int, isLast: Bool, key: [UInt8], readings: [[UInt8]])
        -> Result
    {
        var packet = packets[number] ?? newPacket()
        var result = Result.nothing
        if packet.keys[fragment] == key, begun - packet.began < Self.othersBetween {
            // Sent again, perhaps of a packet that was handed out already.
            return .nothing
        }
        if packet.isComplete || packet.fragments[fragment] != nil {
            // The number came round to another packet.
            if !packet.isComplete { result = .lost }
            packet = newPacket()
        }
        packet.fragments[fragment] = readings
        packet.keys[fragment] = key
        if isLast { packet.last = fragment }
        if let last = packet.last, (0...last).allSatisfy({ packet.fragments[$0] != nil }) {
            for reading in readings.indices {
                let stream = (0...last).flatMap { packet.fragments[$0]?[reading] ?? [] }
                if let inner = IodineLayout.innerPacket(stream) {
                    packet.isComplete = true
                    result = .packet(inner)
                    break
                }
            }
        }
        packets[number] = packet
        return result
    }
}
