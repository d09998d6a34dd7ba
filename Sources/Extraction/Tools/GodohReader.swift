import DNSWire
import Decryption
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the data that agents of goDoH send: files and the output of commands, in the key that the program comes
/// with.
///
///     AES-128 in CBC, its first block the vector, of JSON: {"exec": command, "data": Base64, …}
///     or {"size": octets, "shasum": SHA-1, "name": file, "data": Base64, …}
///
/// Source: sensepost/godoh, protocol/command.go, protocol/file.go, lib/utils.go (`Encrypt`), lib/key.go.
struct GodohReader: ContentReader {
    let tools: Set<String> = ["godoh"]

    private static let defaultKey: [UInt8] = [
        0x25, 0x89, 0x21, 0x3F, 0x0C, 0x51, 0x58, 0x3D, 0xCB, 0xAA, 0xCB, 0xE0, 0x00, 0x5E, 0x59, 0x08,
    ]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [UInt32] = []
        var streams: [UInt32: (client: IPAddress, pieces: SequencedStream)] = [:]
        var commands: [RecoveredContent] = []
        for exchange in recording.exchanges {
            if let part = GodohSignature.Part(exchange.name), let place = exchange.first?.place {
                if streams[part.stream] == nil {
                    order.append(part.stream)
                    let pieces = SequencedStream(.pieces, width: 32, start: 1)
                    streams[part.stream] = (exchange.client.address, pieces)
                }
                streams[part.stream]?.pieces.add(Int(part.number), part.octets, at: place)
            } else if let command = Self.command(in: exchange) {
                commands.append(command)
            }
        }
        return commands
            + order.flatMap { stream in
                streams[stream].map { Self.contents(of: $0.pieces, client: $0.client) } ?? []
            }
    }

    /// The command that a poll is answered with, in the program's own key.
    private static func command(in exchange: RecordedExchange) -> RecoveredContent? {
        guard let response = exchange.response,
            let answer = response.answers.first(where: { $0.type == .txt })
        else {
            return nil
        }
        let text = CharacterStringText.joined(answer.octets)
        guard text.starts(with: "v=".utf8),
            let start = text.indices.first(where: { text[$0...].starts(with: "p=".utf8) }),
            let octets = SymbolCode.base16.octets(
                of: text[(start + 2)...].prefix { SymbolCode.base16.value($0) != nil }
            ),
            let command = AES128(key: defaultKey)?.text(ofChained: octets)
        else { return nil }
        return RecoveredContent(
            .commands,
            .down,
            of: exchange.client.address,
            octets: command,
            encodings: ["base16", "aes"],
            confidence: .certain,
            because: "A command in the key that goDoH comes with.",
            frames: response.place...response.place
        )
    }

    private static func contents(of pieces: SequencedStream, client: IPAddress) -> [RecoveredContent] {
        let (octets, gaps) = pieces.assembled
        guard let frames = pieces.frames else { return [] }
        func content(_ kind: Recovered.Kind, _ octets: [UInt8], _ encodings: [String], _ because: String)
            -> RecoveredContent
        {
            RecoveredContent(
                kind,
                .up,
                of: client,
                octets: octets,
                encodings: encodings,
                confidence: .certain,
                because: because,
                frames: frames
            )
        }
        guard gaps.isEmpty, let text = AES128(key: defaultKey)?.text(ofChained: octets) else {
            var stream = content(
                .octets,
                octets,
                ["base16", "aes"],
                "A stream of goDoH by its numbers, each part with a checksum that fits; its key is not the program's own."
            )
            stream.gaps = gaps
            return [stream]
        }
        guard let symbols = member("data", in: text), let data = SymbolCode.base64.octets(of: symbols) else {
            return [
                content(.octets, text, ["base16", "aes"], "A stream of goDoH in the key that it comes with.")
            ]
        }
        var file = content(
            .file,
            data,
            ["base16", "aes", "json", "base64"],
            "What an agent of goDoH sends in the key that it comes with."
        )
        file.claimedName = (member("name", in: text) ?? member("exec", in: text)).map { Array($0) }
        file.isIntact = number("size", in: text).map { $0 == data.count }
        return [file]
    }

    /// The text of a member in JSON, up to the next quotation mark.
    private static func member(_ key: String, in text: [UInt8]) -> ArraySlice<UInt8>? {
        behind("\"\(key)\":\"", in: text).map { $0.prefix { $0 != UInt8(ascii: "\"") } }
    }

    private static func number(_ key: String, in text: [UInt8]) -> Int? {
        behind("\"\(key)\":", in: text).flatMap {
            Int(String(decoding: $0.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
        }
    }

    private static func behind(_ mark: String, in text: [UInt8]) -> ArraySlice<UInt8>? {
        let mark = Array(mark.utf8)
        guard text.count >= mark.count else { return nil }
        return (0...(text.count - mark.count)).first { text[$0..<($0 + mark.count)].elementsEqual(mark) }
            .map { text[($0 + mark.count)...] }
    }
}
