import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the files that DNSlivery, DNSDelivery and PowerDNS deliver: Base64 in TXT answers to names that begin with a
/// chunk's number, or with a file's name and the number.
///
///     <file>.<number>.zone     <file>.<print, exec or save>.<number>.zone      DNSlivery, from 1
///     <number>.zone                                                             DNSDelivery from 0, PowerDNS from 1
struct ChunkedDeliveryReader: ContentReader {
    let tools: Set<String> = ["DNSlivery", "DNSDelivery", "PowerDNS"]

    private static let origin = ["DNSDelivery": 0]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var order: [[UInt8]] = []
            var files: [[UInt8]: NumberedTexts] = [:]
            var stagers: [RecoveredContent] = []
            for exchange in exchanges {
                guard let response = exchange.response,
                    let answer = response.answers.first(where: { $0.type == .txt })
                else { continue }
                let text = CharacterStringText.joined(answer.octets)
                let labels = Array(recording.subdomain(of: exchange.name).labels)
                if text.contains(UInt8(ascii: " ")) {
                    stagers.append(Self.stager(text, labels, of: client, at: response.place))
                    continue
                }
                guard let last = labels.last, let number = Int(String(decoding: last, as: UTF8.self)),
                    number >= 0
                else {
                    continue
                }
                let file = Array(labels.dropLast().joined(separator: [UInt8(ascii: ".")])).map {
                    $0 | ($0 < 0x5B && $0 > 0x40 ? 0x20 : 0)
                }
                if files[file] == nil { order.append(file) }
                let symbols = text.prefix { $0 != UInt8(ascii: "=") }
                files[file, default: NumberedTexts()].add(number, symbols, at: response.place)
            }
            let origin = recording.tool.flatMap { Self.origin[$0] } ?? 1
            return stagers
                + order.compactMap { file in
                    guard let texts = files[file] else { return nil }
                    return Self.content(texts, file, of: client, from: origin)
                }
        }
    }

    private static func stager(
        _ text: [UInt8],
        _ labels: [ArraySlice<UInt8>],
        of client: IPAddress,
        at place: FramePlace
    )
        -> RecoveredContent
    {
        var content = RecoveredContent(
            .commands,
            .down,
            of: client,
            octets: text,
            encodings: [],
            confidence: .certain,
            because: "A script in a TXT answer that asks for the rest.",
            frames: place...place
        )
        content.claimedName = labels.first.map { Array($0) }
        return content
    }

    private static func content(
        _ texts: NumberedTexts,
        _ file: [UInt8],
        of client: IPAddress,
        from origin: Int
    )
        -> RecoveredContent?
    {
        guard let frames = texts.frames else { return nil }
        let first = min(origin, texts.first ?? origin)
        let (octets, gaps) = texts.assembled(TextReading(.base64, isJoined: true), from: first)
        guard !octets.isEmpty else { return nil }
        var content = RecoveredContent(
            .file,
            .down,
            of: client,
            octets: octets,
            encodings: ["base64"],
            confidence: .certain,
            because: "The TXT answers to the chunks of a file, by the numbers of these.",
            frames: frames
        )
        content.claimedName = file
        content.gaps = gaps
        return content
    }
}
