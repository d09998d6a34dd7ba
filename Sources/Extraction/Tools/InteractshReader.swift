import DNSWire
import Findings
import NetworkTypes
import Signatures
import Watching

/// Reads what names give away left of the ids of interactsh.
///
/// A tester puts an expression there that the program at the other end evaluates, such as the name of its host or a file in
/// Base32; how it is written is the tester's choice.
///
/// Source: projectdiscovery/interactsh, README ("Interactsh Payload"); the ids as ``InteractshID`` has them.
struct InteractshReader: ContentReader {
    let tools: Set<String> = ["interactsh"]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var seen: Set<[UInt8]> = []
            return exchanges.flatMap { exchange -> [RecoveredContent] in
                guard let message = exchange.first, let leak = Self.leak(in: message),
                    seen.insert(leak).inserted
                else {
                    return []
                }
                return Self.contents(leak, of: client, message)
            }
        }
    }

    /// The labels left of the id, with the dots between them.
    private static func leak(in message: ChannelMessage) -> [UInt8]? {
        guard let behind = InteractshID.labelsBehind(in: message.name.octets, at: message.time) else {
            return nil
        }
        let labels = Array(message.name.labels)
        let leak = labels.dropLast(behind + 1)
        return leak.isEmpty ? nil : Array(leak.joined(separator: [UInt8(ascii: ".")]))
    }

    /// The leak as it stands, and what it says in a code that makes text of it.
    private static func contents(_ leak: [UInt8], of client: IPAddress, _ message: ChannelMessage)
        -> [RecoveredContent]
    {
        func content(
            _ octets: [UInt8],
            _ encodings: [String],
            _ confidence: ToolIdentification.Confidence,
            _ because: String
        )
            -> RecoveredContent
        {
            RecoveredContent(
                .octets,
                .up,
                of: client,
                octets: octets,
                encodings: encodings,
                confidence: confidence,
                because: because,
                frames: message.place...message.place
            )
        }
        let raw = content(leak, [], .certain, "The labels left of an id of interactsh.")
        let symbols = leak.filter { $0 != UInt8(ascii: ".") }
        guard let reading = TextReading.best([symbols[...]], allowsRaw: true), let name = reading.name,
            reading.evidence > 0
        else { return [raw] }
        let octets = reading.octets(of: [symbols[...]], behind: 0)
        return [raw, content(octets, [name], .probable, "The same, which makes text in this code.")]
    }
}
