import DNSObservation
import DNSWire
import NetworkTypes
import PacketDecoding
import Testing

/// What a message is in the course of its transaction, after RFC 5452 §9.1 and RFC 1035 §7.3.
@Suite struct TransactionMatcherTests {
    /// One message by what the matcher looks at.
    struct Sent: Sendable {
        var seconds = 0.0
        var isResponse = false
        var id: UInt16 = 7
        var name = "www.example.com"
        var clientPort: UInt16 = 40_000
        var client: UInt32 = 0x0A00_0011
        var server: UInt32 = 0x0A00_0035
        var transport = TransportProtocol.udp
        /// Stands for the octets of the message; 0 for those that nobody compares.
        var content: UInt64 = 0
        var answer: [UInt8] = []

        var observation: Observation {
            var observation = Observation(
                time: Timestamp(nanoseconds: Int64(seconds * 1e9)),
                frame: 1,
                client: Endpoint(address: IPAddress(v4: client), port: clientPort),
                server: Endpoint(address: IPAddress(v4: server), port: 53),
                transport: transport
            )
            observation.isResponse = isResponse
            observation.id = id
            observation.contentHash = content
            observation.answerOctets = answer
            let labels = name.split(separator: ".")
            guard !labels.isEmpty else { return observation }
            observation.setQuestion(name: labels.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }, type: .a)
            return observation
        }
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let sent: [Sent]
        let roles: [TransactionMatcher.Role]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(
            name: "query and response",
            sent: [Sent(), Sent(seconds: 0.25, isResponse: true)],
            roles: [.query, .response(delay: 250_000_000)]
        ),
        Row(
            name: "the same query while it waits",
            sent: [Sent(), Sent(seconds: 1), Sent(seconds: 1.5, isResponse: true)],
            roles: [.query, .retransmission, .response(delay: 1_500_000_000)]
        ),
        Row(
            name: "the same query after its response",
            sent: [Sent(), Sent(seconds: 1, isResponse: true), Sent(seconds: 2)],
            roles: [.query, .response(delay: 1_000_000_000), .query]
        ),
        Row(
            name: "the same query when nobody waits any more",
            sent: [Sent(), Sent(seconds: 61)],
            roles: [.query, .query]
        ),
        Row(
            name: "a query that waits just long enough",
            sent: [Sent(), Sent(seconds: 59)],
            roles: [.query, .retransmission]
        ),
        Row(name: "response without query", sent: [Sent(isResponse: true)], roles: [.unsolicitedResponse]),
        Row(
            name: "second response",
            sent: [Sent(), Sent(isResponse: true), Sent(isResponse: true)],
            roles: [.query, .response(delay: 0), .unsolicitedResponse]
        ),
        Row(
            name: "response with another id",
            sent: [Sent(), Sent(isResponse: true, id: 8)],
            roles: [.query, .unsolicitedResponse]
        ),
        Row(
            name: "response with another name",
            sent: [Sent(), Sent(isResponse: true, name: "www.example.net")],
            roles: [.query, .unsolicitedResponse]
        ),
        Row(
            name: "forged name leaves the query waiting",
            sent: [
                Sent(), Sent(isResponse: true, name: "a.example.com"), Sent(seconds: 1, isResponse: true),
            ],
            roles: [.query, .unsolicitedResponse, .response(delay: 1_000_000_000)]
        ),
        Row(
            name: "another name under the same id",
            sent: [Sent(), Sent(name: "mail.example.com")],
            roles: [.query, .query]
        ),
        Row(
            name: "resolver changed the case",
            sent: [Sent(name: "wWw.eXample.com"), Sent(isResponse: true, name: "www.example.com")],
            roles: [.query, .response(delay: 0)]
        ),
        Row(
            name: "only letters have case",
            sent: [Sent(name: "a@.example.com"), Sent(isResponse: true, name: "a`.example.com")],
            roles: [.query, .unsolicitedResponse]
        ),
        Row(
            name: "error response without question",
            sent: [Sent(), Sent(isResponse: true, name: "")],
            roles: [.query, .response(delay: 0)]
        ),
        Row(
            name: "another port",
            sent: [Sent(), Sent(isResponse: true, clientPort: 40_001)],
            roles: [.query, .unsolicitedResponse]
        ),
        Row(
            name: "another server",
            sent: [Sent(), Sent(isResponse: true, server: 0x0808_0808)],
            roles: [.query, .unsolicitedResponse]
        ),
        Row(
            name: "over TCP after UDP",
            sent: [Sent(), Sent(transport: .tcp), Sent(isResponse: true, transport: .tcp)],
            roles: [.query, .query, .response(delay: 0)]
        ),
        Row(
            name: "response dated before its query",
            sent: [Sent(seconds: 5), Sent(seconds: 3, isResponse: true)],
            roles: [.query, .response(delay: 0)]
        ),
        // What a stub sends again is the same to the last octet (glibc resolv/res_send.c sends one buffer).
        Row(
            name: "the same question, but another message",
            sent: [Sent(content: 1), Sent(seconds: 1, content: 2)],
            roles: [.query, .query]
        ),
        Row(
            name: "a server answers both",
            sent: [
                Sent(content: 1), Sent(seconds: 1, content: 1),
                Sent(seconds: 2, isResponse: true, content: 9),
                Sent(seconds: 2.1, isResponse: true, content: 9),
            ],
            roles: [.query, .retransmission, .response(delay: 2_000_000_000), .retransmission]
        ),
        Row(
            name: "two different responses",
            sent: [Sent(), Sent(isResponse: true, content: 8), Sent(isResponse: true, content: 9)],
            roles: [.query, .response(delay: 0), .unsolicitedResponse]
        ),
        // musl asks all resolvers at once, glibc and Windows the second one after a pause.
        Row(
            name: "a second resolver at once",
            sent: [
                Sent(), Sent(server: 54), Sent(seconds: 1, isResponse: true, server: 54),
                Sent(seconds: 2, isResponse: true),
            ],
            roles: [.query, .elsewhere, .response(delay: 1_000_000_000), .elsewhere]
        ),
        Row(
            name: "a second resolver with another answer",
            sent: [
                Sent(), Sent(server: 54), Sent(isResponse: true, server: 54, answer: [1]),
                Sent(isResponse: true, answer: [2]),
            ],
            roles: [.query, .elsewhere, .response(delay: 0), .response(delay: 0)]
        ),
        Row(
            name: "the next server of a delegation",
            sent: [Sent(), Sent(isResponse: true), Sent(server: 54), Sent(isResponse: true, server: 54)],
            roles: [.query, .response(delay: 0), .query, .response(delay: 0)]
        ),
        Row(
            name: "another client of a second resolver",
            sent: [Sent(), Sent(client: 18, server: 54)],
            roles: [.query, .query]
        ),
        Row(
            name: "a forwarder asks upstream",
            sent: [
                Sent(), Sent(id: 99, client: 0x0A00_0035, server: 54),
                Sent(seconds: 1, isResponse: true, id: 99, client: 0x0A00_0035, server: 54),
                Sent(seconds: 2, isResponse: true),
            ],
            roles: [.query, .elsewhere, .elsewhere, .response(delay: 2_000_000_000)]
        ),
        Row(
            name: "a forwarder asks later on its own",
            sent: [Sent(), Sent(isResponse: true), Sent(id: 99, client: 0x0A00_0035, server: 54)],
            roles: [.query, .response(delay: 0), .query]
        ),
        Row(
            name: "a stub on the host asks upstream",
            sent: [
                Sent(client: 0x7F00_0001, server: 0x7F00_0035), Sent(id: 99),
                Sent(seconds: 1, isResponse: true, id: 99),
                Sent(seconds: 2, isResponse: true, client: 0x7F00_0001, server: 0x7F00_0035),
            ],
            roles: [.query, .elsewhere, .elsewhere, .response(delay: 2_000_000_000)]
        ),
        Row(
            name: "a router replaces the client's address",
            sent: [
                Sent(content: 5), Sent(seconds: 0.001, clientPort: 1_024, client: 18, content: 5),
                Sent(seconds: 1, isResponse: true, clientPort: 1_024, client: 18, content: 6),
                Sent(seconds: 1, isResponse: true, content: 6),
            ],
            roles: [.query, .elsewhere, .elsewhere, .response(delay: 1_000_000_000)]
        ),
        Row(
            name: "two clients ask the same a moment apart",
            sent: [Sent(content: 5), Sent(seconds: 0.1, client: 18, content: 5)],
            roles: [.query, .query]
        ),
    ])
    func role(_ row: Row) {
        var matcher = TransactionMatcher()
        #expect(row.sent.map { matcher.role(of: $0.observation) } == row.roles)
        #expect(matcher.evictedCount == 0)
    }

    @Test func timesAtBothEndsOfTheRange() {
        var matcher = TransactionMatcher()
        var query = Sent().observation
        query.time = Timestamp(nanoseconds: .min)
        var response = Sent(isResponse: true).observation
        response.time = Timestamp(nanoseconds: .max)
        _ = matcher.role(of: query)
        // The delay does not fit 64 bits, which is no reason to stop.
        let role = matcher.role(of: response)
        guard case .response(let delay) = role else {
            Issue.record("not paired")
            return
        }
        #expect(delay >= 0)
    }

    @Test func expiredQueriesGoFirst() {
        var matcher = TransactionMatcher(capacity: 10)
        for id in 0..<6 { _ = matcher.role(of: Sent(seconds: 0, id: UInt16(id)).observation) }
        for id in 6..<10 { _ = matcher.role(of: Sent(seconds: 100, id: UInt16(id)).observation) }
        #expect(matcher.evictedCount == 0)
        _ = matcher.role(of: Sent(seconds: 100, id: 10).observation)
        #expect(matcher.evictedCount == 6)
        // The recent ones still wait.
        for id in 6...10 {
            let response = Sent(seconds: 101, isResponse: true, id: UInt16(id)).observation
            #expect(matcher.role(of: response) == .response(delay: 1_000_000_000))
        }
    }

    @Test func everyQueryOfAFloodIsEitherHeldOrCounted() {
        let capacity = 100
        var matcher = TransactionMatcher(capacity: capacity)
        for id in 0..<10_000 {
            _ = matcher.role(of: Sent(seconds: Double(id) / 1e4, id: UInt16(id)).observation)
        }
        let paired = (0..<10_000).count { id in
            matcher.role(of: Sent(seconds: 2, isResponse: true, id: UInt16(id)).observation)
                != .unsolicitedResponse
        }
        #expect(paired <= capacity)
        #expect(matcher.evictedCount + paired == 10_000)
    }
}
