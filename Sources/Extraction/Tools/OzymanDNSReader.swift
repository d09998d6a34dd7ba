import DNSWire
import Findings
import NetworkTypes
import Signatures

/// Reads the TCP streams of OzymanDNS, dnstunnel and sods: both count the octets that each side has so far.
struct OzymanDNSReader: ContentReader {
    let tools: Set<String> = ["OzymanDNS", "sods"]

    private struct Session {
        let client: IPAddress
        var up = SequencedStream(.octets, width: 32, start: 0)
        var down = SequencedStream(.octets, width: 32, start: 0)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [UInt32] = []
        var sessions: [UInt32: Session] = [:]
        for exchange in recording.exchanges {
            guard let packet = OzymanDNSSignature.Packet(exchange.name), let place = exchange.first?.place
            else { continue }
            if sessions[packet.session] == nil {
                order.append(packet.session)
                sessions[packet.session] = Session(client: exchange.client.address)
            }
            if packet.isUp {
                guard let octets = packet.carried, !octets.isEmpty else { continue }
                // The counter counts the octets sent before this name or up to its end; the first name tells which.
                sessions[packet.session]?.up.add(Int(packet.octets), octets, at: place)
            } else if let response = exchange.response {
                let octets = response.answers.flatMap { OzymanDNSSignature.carried(in: $0) }
                guard !octets.isEmpty else { continue }
                sessions[packet.session]?.down.add(Int(packet.octets), octets, at: response.place)
            }
        }
        return order.flatMap { id -> [RecoveredContent] in
            guard let session = sessions[id] else { return [] }
            return [(Recovered.Direction.up, session.up), (.down, session.down)].compactMap {
                $1.content(
                    .stream,
                    $0,
                    of: session.client,
                    encodings: [$0 == .up ? "base32" : "base64"],
                    because: "The octets of a connection, by the count of octets in each name."
                )
            }
        }
    }
}
