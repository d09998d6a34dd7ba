import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the connections that Heyoka carries, whoever seems to have sent their octets.
struct HeyokaReader: ContentReader {
    let tools: Set<String> = ["Heyoka"]

    private struct Connection {
        /// The sender of heartbeats, or the first one of data, which may be forged.
        var client: IPAddress
        var isForged: Bool
        var up = SequencedStream(.octets)
        var down = SequencedStream(.octets)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [UInt8] = []
        var connections: [UInt8: Connection] = [:]
        func note(
            _ message: HeyokaLayout.Message,
            isUp: Bool,
            _ exchange: RecordedExchange,
            at place: FramePlace
        ) {
            let client = exchange.client.address
            if connections[message.ticket] == nil {
                guard !message.octets.isEmpty else { return }
                order.append(message.ticket)
                connections[message.ticket] = Connection(client: client, isForged: message.isForged)
            }
            if !message.isForged, connections[message.ticket]?.isForged ?? false {
                connections[message.ticket]?.client = client
                connections[message.ticket]?.isForged = false
            }
            guard !message.octets.isEmpty else { return }
            if isUp {
                connections[message.ticket]?.up.add(Int(message.sequence), message.octets, at: place)
            } else {
                connections[message.ticket]?.down.add(Int(message.sequence), message.octets, at: place)
            }
        }
        for exchange in recording.exchanges {
            if let place = exchange.first?.place,
                let message = HeyokaLayout.Message(in: recording.subdomain(of: exchange.name))
            {
                note(message, isUp: true, exchange, at: place)
            }
            guard let response = exchange.response,
                let text = response.answers.first(where: { $0.type == .txt }),
                let message = HeyokaLayout.Message(answer: CharacterStringText.joined(text.octets))
            else { continue }
            note(message, isUp: false, exchange, at: response.place)
        }
        return order.flatMap { ticket in
            connections[ticket].map { connection in
                [(Recovered.Direction.up, connection.up), (.down, connection.down)].compactMap {
                    $1.content(
                        .stream,
                        $0,
                        of: connection.client,
                        encodings: [],
                        because: "The octets of a connection through Heyoka, by their sequence numbers."
                    )
                }
            } ?? []
        }
    }
}
