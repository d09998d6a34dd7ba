import DNSWire
import TestSupport
import Testing
import ZoneProfiles

/// Where the names of a zone fan out.
@Suite struct ZoneCutTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let names: [String]
        let cut: String
        var testDescription: String { name }
    }

    /// Labels of noise, each different.
    private static func noise(_ count: Int, seed: UInt64 = 1) -> [String] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            String(decoding: TextEncoding.base32.encode(generator.octets(20)), as: UTF8.self)
        }
    }

    @Test(arguments: [
        Row(
            name: "below the registered domain itself",
            names: noise(30).map { "\($0).example.com" },
            cut: "example.com"
        ),
        Row(name: "one label deeper", names: noise(30).map { "\($0).t.example.com" }, cut: "t.example.com"),
        // Name servers' hosts are numbered, as in the manual of Sliver.
        Row(name: "a number", names: noise(30).map { "\($0).1.example.com" }, cut: "1.example.com"),
        Row(name: "an address", names: noise(30).map { "\($0).2.0.192.example.com" }, cut: "example.com"),
        Row(name: "a time", names: noise(30).map { "\($0).1732700000.example.com" }, cut: "example.com"),
        Row(
            name: "three labels deeper",
            names: noise(30).map { "\($0).a.b.c.example.com" },
            cut: "a.b.c.example.com"
        ),
        Row(
            name: "with look-ups of the zone's own",
            names: noise(39).map { "\($0).t.example.com" } + ["www.example.com"],
            cut: "t.example.com"
        ),
        Row(
            name: "two equal halves",
            names: noise(15).map { "\($0).a.example.com" } + noise(15, seed: 2).map { "\($0).b.example.com" },
            cut: "example.com"
        ),
        Row(
            name: "case of letters left aside",
            names: noise(30).enumerated().map { "\($1).\($0 % 2 == 0 ? "T" : "t").exAmple.COM" },
            cut: "t.example.com"
        ),
        Row(
            name: "a common end inside a label is none",
            names: noise(30).map { "\($0)t.example.com" },
            cut: "example.com"
        ),
        Row(
            name: "nor is what stands before a session's identifier",
            names: noise(30).map { "\($0).data.q7x2kd.t.example.com" },
            cut: "t.example.com"
        ),
        Row(
            name: "a number is no zone",
            names: noise(30).map { "\($0).1699872311.example.com" },
            cut: "example.com"
        ),
        Row(
            name: "an address that is asked about is no zone",
            names: (10..<40).map { "\($0).d.0.a.2.list.example.com" },
            cut: "list.example.com"
        ),
        Row(
            name: "a domain that is asked about is no zone (RFC 7489 §7.1)",
            names: noise(30).map { "\($0).com._report._dmarc.example.org" },
            cut: "_report._dmarc.example.org"
        ),
        Row(
            name: "a host's number is part of its name",
            names: noise(30).map { "\($0).ns1.dns02.example.com" },
            cut: "ns1.dns02.example.com"
        ),
        Row(
            name: "a session's identifier is no zone",
            names: noise(30).map { "\($0).3f9c01ab27.t.example.com" },
            cut: "t.example.com"
        ),
        Row(
            name: "a word of hexadecimal letters is a zone",
            names: noise(30).map { "\($0).facade.example.com" },
            cut: "facade.example.com"
        ),
        Row(name: "one name", names: ["payload.t.example.com"], cut: "example.com"),
        Row(
            name: "names of several labels",
            names: noise(30).map { "\($0).\($0.prefix(9)).t.example.com" },
            cut: "t.example.com"
        ),
        Row(name: "the zone's own name alone", names: ["example.com"], cut: "example.com"),
        Row(name: "nothing", names: [], cut: "example.com"),
    ])
    func cut(_ row: Row) {
        let candidates = ZoneCut.candidates(
            below: DomainName("example.com"),
            names: row.names.map { DomainName($0) }
        )
        #expect(candidates.first == DomainName("example.com"))
        #expect(ZoneCut.zone(of: candidates) == DomainName(row.cut))
    }
}
