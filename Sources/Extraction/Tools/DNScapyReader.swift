import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the connections of DNScapy: messages in Base64, each in numbered packets.
///
/// Up, packets count from 0 and the client says when all of them have come; down, they count to 0.
struct DNScapyReader: ContentReader {
    let tools: Set<String> = ["DNScapy"]

    /// One direction of a connection.
    private struct Messages {
        private var octets: [UInt8] = []
        private var gaps: [ContentGap] = []
        private var frames: ClosedRange<FramePlace>?
        /// The symbols of the message under way, by number.
        private var packets: [Int: [UInt8]] = [:]
        private let isCountingDown: Bool

        init(isCountingDown: Bool) {
            self.isCountingDown = isCountingDown
        }

        mutating func add(_ number: UInt32, _ symbols: [UInt8], at place: FramePlace) {
            let number = Int(number)
            // Another packet of a number begins another message.
            if let before = packets[number], before != symbols { end() }
            packets[number] = symbols
            frames = frames.map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
        }

        mutating func end() {
            guard let most = packets.keys.max(), let frames else { return }
            var texts = NumberedTexts()
            for (number, symbols) in packets {
                let symbols = symbols.prefix { $0 != UInt8(ascii: "=") }
                texts.add(isCountingDown ? most - number : number, symbols, at: frames.lowerBound)
            }
            let message = texts.assembled(TextReading(.base64, isJoined: true), from: 0)
            gaps += message.gaps.map { ContentGap(offset: octets.count + $0.offset, pieces: $0.pieces) }
            octets += message.octets
            packets = [:]
        }

        func content(_ direction: Recovered.Direction, of client: IPAddress) -> RecoveredContent? {
            guard let frames, !octets.isEmpty else { return nil }
            var content = RecoveredContent(
                .stream,
                direction,
                of: client,
                octets: octets,
                encodings: ["base64"],
                confidence: .certain,
                because: "The messages of a connection of DNScapy, by the numbers of their packets.",
                frames: frames
            )
            content.gaps = gaps
            return content
        }
    }

    private struct Connection {
        let client: IPAddress
        var up = Messages(isCountingDown: false)
        var down = Messages(isCountingDown: true)
    }

    /// Packets of one message are far fewer.
    private static let mostPackets: UInt32 = 4_096

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [UInt32] = []
        var connections: [UInt32: Connection] = [:]
        for exchange in recording.exchanges {
            guard let place = exchange.first?.place else { continue }
            let packet = DNScapySignature.Packet(recording.subdomain(of: exchange.name))
            let piece = exchange.response?.answers.lazy.compactMap(DNScapySignature.Piece.init).first
            guard let id = packet?.connection ?? piece?.connection else { continue }
            if connections[id] == nil { order.append(id) }
            var connection = connections[id] ?? Connection(client: exchange.client.address)
            if let packet, let symbols = packet.symbols, let number = packet.number, number < Self.mostPackets
            {
                connection.up.add(number, symbols, at: place)
            } else if packet?.endsMessage == true {
                connection.up.end()
            }
            if let piece, piece.number < Self.mostPackets, let place = exchange.response?.place {
                connection.down.add(piece.number, piece.symbols, at: place)
                if piece.number == 0 { connection.down.end() }
            }
            connections[id] = connection
        }
        return order.flatMap { id -> [RecoveredContent] in
            guard var connection = connections[id] else { return [] }
            connection.up.end()
            connection.down.end()
            return [
                connection.up.content(.up, of: connection.client),
                connection.down.content(.down, of: connection.client),
            ].compactMap { $0 }
        }
    }
}
