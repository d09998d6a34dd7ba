import DNSWire
import Findings
import NetworkTypes
import Signatures
import ZoneProfiles

/// Reads the tickets of VPN-over-DNS: the data that a client writes, and the data that it then fetches, by the places
/// that names state.
struct VPNOverDNSReader: ContentReader {
    let tools: Set<String> = ["VPN-over-DNS"]

    private struct Key: Hashable {
        let client: IPAddress
        let ticket: UInt32
    }

    private struct Ticket {
        var announced: Int?
        var up = SequencedStream(.octets, width: 32, start: 0)
        var down = SequencedStream(.octets, width: 32, start: 0)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [Key] = []
        var tickets: [Key: Ticket] = [:]
        for exchange in recording.exchanges {
            guard let message = VPNOverDNSSignature.Message(exchange.name), let place = exchange.first?.place
            else { continue }
            let key = Key(client: exchange.client.address, ticket: message.ticket)
            // The number of a ticket that is only opened is the server's to give.
            if let announced = message.announced {
                guard let answer = exchange.response?.answers.first(where: { $0.type == .a }),
                    let (_, octets) = VPNOverDNSSignature.fetched(in: answer.octets), octets.count == 3
                else { continue }
                let given = octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                let opened = Key(client: key.client, ticket: given)
                if tickets[opened] == nil { order.append(opened) }
                tickets[opened, default: Ticket()].announced = Int(announced)
                continue
            }
            if tickets[key] == nil { order.append(key) }
            var ticket = tickets[key] ?? Ticket()
            if let data = message.data, let start = message.writtenAt {
                ticket.up.add(Int(start), data, at: place)
            }
            if let start = message.readAt, let response = exchange.response {
                for answer in response.answers where answer.type == .a {
                    guard let (offset, octets) = VPNOverDNSSignature.fetched(in: answer.octets) else {
                        continue
                    }
                    ticket.down.add(Int(start) + offset, octets, at: response.place)
                }
            }
            tickets[key] = ticket
        }
        return order.flatMap { key -> [RecoveredContent] in
            guard let ticket = tickets[key] else { return [] }
            return [(Recovered.Direction.up, ticket.up), (.down, ticket.down)].compactMap {
                direction,
                stream in
                var content = stream.content(
                    .octets,
                    direction,
                    of: key.client,
                    name: Array(String(key.ticket).utf8),
                    encodings: direction == .up ? ["base16"] : ["addresses"],
                    because: "The octets of a ticket of VPN-over-DNS by their places."
                )
                if direction == .up, let announced = ticket.announced, let count = content?.octets.count {
                    content?.isIntact = count == announced
                }
                return content
            }
        }
    }
}
