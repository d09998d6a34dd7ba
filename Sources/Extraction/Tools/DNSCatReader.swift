import Channels
import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the streams of dnscat's sessions, both directions: answers have the number of their query.
///
/// Numbers count packets from a random one on, so that a loss before the first captured packet shows nowhere.
struct DNSCatReader: ContentReader {
    let tools: Set<String> = ["dnscat"]

    private struct Session {
        let client: IPAddress
        var up = SequencedStream(.pieces, width: 32)
        var down = SequencedStream(.pieces, width: 32)
        /// Datagrams have no numbers; they are in the order of time.
        var next = 0
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [[UInt8]] = []
        var sessions: [[UInt8]: Session] = [:]
        for exchange in RecordedExchange.withoutRepetitions(recording.exchanges) {
            guard let packet = DNSCatSignature.Packet(exchange.name), let place = exchange.first?.place else {
                continue
            }
            if sessions[packet.session] == nil { order.append(packet.session) }
            var session = sessions[packet.session] ?? Session(client: exchange.client.address)
            let number = packet.number.map(Int.init) ?? session.next
            session.next += 1
            session.up.add(number, packet.octets, at: place)
            for answer in exchange.response?.answers ?? [] {
                guard let piece = Self.packet(in: answer), let place = exchange.response?.place else {
                    continue
                }
                session.down.add(number, piece.octets, at: place)
            }
            sessions[packet.session] = session
        }
        return order.flatMap { name -> [RecoveredContent] in
            guard let session = sessions[name] else { return [] }
            return [(Recovered.Direction.up, session.up), (.down, session.down)].compactMap {
                $1.content(
                    .stream,
                    $0,
                    of: session.client,
                    name: name.isEmpty ? nil : name,
                    encodings: ["base16"],
                    because: "The octets of a session of dnscat, by the numbers of its packets."
                )
            }
        }
    }

    /// The packet that a name or a text in an answer is.
    private static func packet(in answer: AnswerRecord) -> DNSCatSignature.Packet? {
        let name: DomainName? =
            switch answer.type {
            case .cname, .ns: DomainName(rdata: answer.octets[...])
            case .mx: DomainName(rdata: answer.octets.dropFirst(2))
            case .txt:
                DomainName(
                    presentation: String(decoding: CharacterStringText.joined(answer.octets), as: UTF8.self)
                )
            default: nil
            }
        return name.flatMap(DNSCatSignature.Packet.init)
    }
}
