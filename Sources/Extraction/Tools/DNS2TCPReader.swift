import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures

/// Reads the TCP streams that dns2tcp carries, both directions of each connection.
///
/// Every packet of a client has the next sequence number, those without data too, and the server answers with the number of
/// the query. If only the number of a packet is missing, the packet may thus have had data or not.
struct DNS2TCPReader: ContentReader {
    let tools: Set<String> = ["dns2tcp"]

    private struct Connection {
        let client: IPAddress
        var resource: [UInt8]?
        var up = SequencedStream(.pieces)
        var down = SequencedStream(.pieces)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var connections: [Connection] = []
        // A session that is opened anew is another one.
        var current: [UInt16: Int] = [:]
        func connection(_ session: UInt16, _ client: IPAddress) -> Int {
            if let index = current[session] { return index }
            current[session] = connections.count
            connections.append(Connection(client: client))
            return connections.count - 1
        }
        for exchange in recording.exchanges {
            let subdomain = recording.subdomain(of: exchange.name)
            if DNS2TCPLayout.control(in: subdomain) == nil {
                if let packet = DNS2TCPLayout.packet(in: subdomain),
                    let message = exchange.query ?? exchange.response
                {
                    let index = connection(packet.session, exchange.client.address)
                    connections[index].up.add(Int(packet.sequence), packet.carried, at: message.place)
                }
                for packet in exchange.response.map({ DNS2TCPLayout.packets(in: $0.answers) }) ?? [] {
                    guard let place = exchange.response?.place else { continue }
                    let index = connection(packet.session, exchange.client.address)
                    connections[index].down.add(Int(packet.sequence), packet.carried, at: place)
                }
            } else if let (session, resource) = DNS2TCPLayout.connect(in: subdomain) {
                current[session] = nil
                let index = connection(session, exchange.client.address)
                connections[index].resource = resource
            }
        }
        return connections.flatMap { connection in
            [(Recovered.Direction.up, connection.up), (.down, connection.down)].compactMap {
                $1.content(
                    .stream,
                    $0,
                    of: connection.client,
                    name: connection.resource,
                    encodings: ["base64"],
                    because:
                        "The octets of a TCP connection that dns2tcp forwards, by the sequence numbers of its packets."
                )
            }
        }
    }
}
