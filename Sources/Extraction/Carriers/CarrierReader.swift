import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Reads channels outside of names and texts: in the field of messages that the finding's evidence names.
///
/// Each message carries some octets or a bit, in the order of time. Whether a message is missing nobody can say.
struct CarrierReader: ContentReader {
    let tools: Set<String> = []

    func reads(_ recording: ChannelRecording) -> Bool { carrier(of: recording) != nil }

    private func carrier(of recording: ChannelRecording) -> Carrier? {
        recording.features.lazy.compactMap { Carrier.byFeature[$0] }.first
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        guard let carrier = carrier(of: recording) else { return [] }
        // Names are asked for again and again here, each time with something else in the field.
        return recording.byClient.compactMap { client, asked in
            let octets: [UInt8]
            var code: String?
            switch carrier.content {
            case .octets(let ofExchange):
                let pieces = asked.compactMap(ofExchange)
                octets = Array(pieces.joined())
            case .text(let ofExchange):
                let texts = asked.compactMap(ofExchange).map { text -> ArraySlice<UInt8> in
                    var text = text[...]
                    while text.last == UInt8(ascii: "=") { text.removeLast() }
                    return text
                }
                guard let reading = TextReading.best(texts, allowsRaw: true) else { return nil }
                octets = reading.octets(of: texts, behind: 0)
                code = reading.name
            case .bits(let ofExchange):
                octets = Self.octets(of: asked.flatMap(ofExchange))
            case .gaps:
                octets = Self.octets(of: Self.bits(ofGaps: asked))
            }
            let places = asked.compactMap { $0.first?.place }
            guard octets.count >= Self.shortest, let first = places.min(), let last = places.max() else {
                return nil
            }
            return RecoveredContent(
                .octets,
                carrier.direction,
                of: client,
                octets: octets,
                encodings: [carrier.name] + [code].compactMap { $0 },
                confidence: ContentType.name(of: octets) == nil ? .possible : .probable,
                because: "The \(carrier.name) of \(asked.count) exchanges in the order of time.",
                frames: first...last
            )
        }
    }

    private static let shortest = 8

    /// Bits as octets, the first one highest; what is left over is left out.
    private static func octets(of bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            bits[start..<(start + 8)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// For each gap between two queries, whether it is a long one.
    ///
    /// The border is where the gaps, in their order, are farthest apart, measured by ratio.
    private static func bits(ofGaps exchanges: [RecordedExchange]) -> [Bool] {
        let times = exchanges.compactMap { $0.query?.time }
        let gaps = zip(times.dropFirst(), times).map { $0.seconds(since: $1) }
        let sorted = gaps.filter { $0 > 0 }.sorted()
        let ratios = zip(sorted.dropFirst(), sorted).map { (ratio: $0 / $1, border: ($0 + $1) / 2) }
        // A gap or two far away from all others are pauses.
        let inner = ratios.dropFirst(ratios.count / 10).dropLast(ratios.count / 10)
        guard let border = inner.max(by: { $0.ratio < $1.ratio })?.border else { return [] }
        // Behind the last query nothing tells how long it would have been.
        return gaps.map { $0 > border } + [false]
    }
}
