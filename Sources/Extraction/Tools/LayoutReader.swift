import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads tools whose layout gives numbered pieces as they are: one content for each of the layout's streams and each direction.
struct LayoutReader: ContentReader {
    let tools: Set<String>
    private let layout: any ToolLayout
    /// The code in which pieces write octets together, or `nil` where each piece is octets.
    private let code: SymbolCode?
    /// Whether positions number the pieces; else pieces are in the order of time.
    private let isNumbered: Bool

    private init(_ tool: String, _ layout: any ToolLayout, code: SymbolCode? = nil, isNumbered: Bool = true) {
        tools = [tool]
        self.layout = layout
        self.code = code
        self.isNumbered = isNumbered
    }

    static let all = [
        LayoutReader("Hunt3r0x DNS-Exfiltration", Hunt3r0xSignature(), code: .base32),
        LayoutReader("DNS-Tunnel-Keylogger", KeyloggerSignature()),
        LayoutReader("IPv6DNSExfil", IPv6DNSExfilSignature()),
        LayoutReader("dnsbotnet", DNSBotNetSignature(), isNumbered: false),
        LayoutReader("ObviousDNSC2", ObviousDNSC2Signature(), code: .base32, isNumbered: false),
    ]

    private struct Key: Hashable {
        let stream: UInt64
        let direction: Recovered.Direction
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var order: [Key] = []
            var streams: [Key: (texts: NumberedTexts, count: Int)] = [:]
            func note(_ pieces: [CarriedPiece], _ direction: Recovered.Direction, at place: FramePlace) {
                for piece in pieces {
                    let key = Key(stream: piece.stream, direction: direction)
                    if streams[key] == nil { order.append(key) }
                    var stream = streams[key] ?? (NumberedTexts(), 0)
                    let number = isNumbered ? Int(clamping: piece.position) : stream.count
                    stream.texts.add(number, piece.octets[...], at: place)
                    stream.count += 1
                    streams[key] = stream
                }
            }
            for exchange in RecordedExchange.withoutRepetitions(exchanges) {
                guard let place = exchange.first?.place else { continue }
                let subdomain = recording.subdomain(of: exchange.name)
                note(layout.piecesUp(in: subdomain), .up, at: place)
                guard let response = exchange.response else { continue }
                let zone = recording.zone(of: exchange.name)
                note(
                    layout.piecesDown(in: response.answers, to: subdomain, below: zone),
                    .down,
                    at: response.place
                )
            }
            return order.compactMap { key in streams[key].flatMap { content($0.texts, key, of: client) } }
        }
    }

    private func content(_ texts: NumberedTexts, _ key: Key, of client: IPAddress) -> RecoveredContent? {
        guard let frames = texts.frames, let first = texts.first else { return nil }
        let reading = TextReading(key.direction == .up ? code : nil, isJoined: true)
        // Senders begin to count at 0 or 1.
        let origin = isNumbered && (2...Self.mostLostAtStart).contains(first) ? 1 : first
        let (octets, gaps) = texts.assembled(reading, from: origin)
        guard !octets.isEmpty else { return nil }
        let order = isNumbered ? "by their numbers" : "in the order of time"
        var content = RecoveredContent(
            .file,
            key.direction,
            of: client,
            octets: octets,
            encodings: [reading.name].compactMap { $0 },
            confidence: .certain,
            because: "The pieces that \(tools.joined()) sends, \(order).",
            frames: frames
        )
        content.gaps = gaps
        return content
    }

    private static let mostLostAtStart = 16
}
