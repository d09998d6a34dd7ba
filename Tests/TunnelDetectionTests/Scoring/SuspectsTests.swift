import DNSObservation
import Findings
import NetworkTypes
import Testing
import TunnelDetection
import Watching

/// "Find the process on …": on the machine of a client, never on a resolver that asks for others.
@Suite struct SuspectsTests {
    private static let list = Watchlist(
        blocks: [ListText(name: "feed", octets: Array("bad.example.com\n".utf8))],
        resolvers: [AddressPrefix("10.0.0.54")].compactMap { $0 }
    )
    private static let (resolver, otherResolver): (UInt32, UInt32) = (0x0A00_0035, 0x0A00_0036)

    /// The step of the finding about the listed name.
    private static func step(_ traffic: Traffic) throws -> String {
        let finding = try #require(traffic.findings(.listedDomain, list).first)
        return try #require(finding.nextSteps.first { $0.contains("process") || $0.contains("log") })
    }

    /// Queries for a listed name from a client to a server.
    private static func traffic(_ asking: (client: UInt32, server: UInt32, queries: Int)...) -> Traffic {
        var traffic = Traffic()
        for (client, server, queries) in asking {
            for _ in 0..<queries {
                traffic.exchange(
                    at: Double(traffic.observations.count),
                    "www.bad.example.com",
                    client: client,
                    server: server,
                    answers: [.address(0xC633_6401)]
                )
            }
        }
        return traffic
    }

    @Test func `the client with the most is named, and how many others there are`() throws {
        let one = Self.traffic((0x0A00_0011, Self.resolver, 3))
        #expect(try Self.step(one) == "Find the process on 10.0.0.17 that asks for it.")
        let three = Self.traffic(
            (0x0A00_0011, Self.resolver, 3),
            (0x0A00_0012, Self.resolver, 9),
            (0x0A00_0013, Self.resolver, 3)
        )
        #expect(
            try Self.step(three)
                == "Find the process on 10.0.0.18 that asks for it; 2 more clients do the same."
        )
    }

    /// Both legs of a forwarder: it asks the most and is none of those to look at.
    @Test func `a forwarder is asked and asks, so that its client is named`() throws {
        let both = Self.traffic((0x0A00_0011, Self.resolver, 3), (Self.resolver, 0x0808_0808, 9))
        #expect(try Self.step(both) == "Find the process on 10.0.0.17 that asks for it.")
    }

    @Test func `where a resolver alone shows, the step says how to get to the client`() throws {
        // The user names this one by --resolver.
        let stated = Self.traffic((Self.otherResolver, 0x0808_0808, 9))
        #expect(
            try Self.step(stated)
                == "10.0.0.54 is a resolver and asks for its clients: search its query log for bad.example.com, or record "
                + "between it and its clients and run 'dnsscan clients --zone bad.example.com CAPTURE'."
        )
        // This one asks the servers of zones without wanting recursion (RFC 9499 §6).
        var iterative = Self.traffic(
            (Self.resolver, 0xC633_6401, 3),
            (Self.resolver, 0xC633_6402, 3),
            (Self.resolver, 0xC633_6403, 3)
        )
        for index in iterative.observations.indices { iterative.observations[index].recursionDesired = false }
        #expect(try Self.step(iterative).hasPrefix("10.0.0.53 is a resolver"))
        // A tool may ask one server in the same way.
        var tool = Self.traffic((0x0A00_0011, 0xC633_6401, 9))
        for index in tool.observations.indices { tool.observations[index].recursionDesired = false }
        #expect(try Self.step(tool).hasPrefix("Find the process on 10.0.0.17"))
    }
}
