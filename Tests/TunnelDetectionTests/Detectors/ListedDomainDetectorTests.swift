import DNSWire
import Findings
import NetworkTypes
import Testing
import Watching

@Suite struct ListedDomainDetectorTests {
    private static func watchlist(_ text: String) -> Watchlist {
        Watchlist(blocks: [ListText(name: "feed", octets: Array(text.utf8))])
    }

    /// A list with one line, a name that is asked for, and what of the list it falls under.
    @Test(
        arguments: [
            ("bad.example.com", "bad.example.com", "bad.example.com"),
            ("bad.example.com", "a.b.BAD.example.com", "bad.example.com"),
            // The boundary of a label, not of a text.
            ("mail.com", "hotmail.com", nil), ("mail.com", "mail.com.example.org", nil),
            // A hosts file names hosts.
            ("0.0.0.0 bad.example.com", "bad.example.com", "bad.example.com"),
            ("0.0.0.0 bad.example.com", "www.bad.example.com", nil),
            // Wildcards are what is below.
            ("*.bad.example.com", "x.bad.example.com", "bad.example.com"),
            ("*.bad.example.com", "bad.example.com", nil),
        ] as [(String, String, String?)]
    )
    func `names match as their format says`(line: String, asked: String, zone: String?) {
        var traffic = Traffic()
        traffic.exchange(at: 0, asked, answers: [.address(0xC633_6401)])
        let findings = traffic.findings(.listedDomain, Self.watchlist("# comment\n" + line + "\n"))
        #expect(findings.map(\.zone) == (zone.map { [$0] } ?? []))
        if zone != nil { #expect(findings.first?.list?.line == 2) }
    }

    @Test func `aliases and hosts in answers match too`() throws {
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.example.org", answers: [.name(.cname, "cdn.bad.example.com")])
        traffic.exchange(
            at: 5,
            "example.net",
            type: .mx,
            client: 0x0A00_0012,
            answers: [.name(.mx, "mx.bad.example.com")]
        )
        let finding = try #require(traffic.findings(.listedDomain, Self.watchlist("bad.example.com")).first)
        #expect(finding.clients.map(\.address) == [IPAddress(v4: 0x0A00_0011), IPAddress(v4: 0x0A00_0012)])
        #expect(finding.lastSeen.seconds(since: finding.firstSeen) == 5)
        // The messages are 17 octets of header and question, the names, and 12 octets of a record's head each.
        #expect(finding.bytesUp == 0 && finding.bytesDown > 0 && finding.responses == 2)
    }

    /// What a list says, and how severe it is then.
    @Test(arguments: [
        ("domain,category,score\nbad.example.com,c2,95", Severity.high),
        ("domain,category,score\nbad.example.com,c2,50", .medium),
        ("domain,category,score\nbad.example.com,c2,12", .low),
        ("domain,category\nbad.example.com,phishing", .high),
        ("domain,category\nbad.example.com,mining", .medium),
        ("domain,category\nbad.example.com,tracking", .low), ("bad.example.com", .high),
    ])
    func `score and category decide the severity`(text: String, severity: Severity) {
        var traffic = Traffic()
        traffic.exchange(at: 0, "bad.example.com")
        #expect(traffic.findings(.listedDomain, Self.watchlist(text)).map(\.severity) == [severity])
    }

    @Test
    func `what is shared by many is matched exactly, and said`() {
        var warnings: [String] = []
        let text = "github.io\nakamaiedge.net\nplatform.sh\nstorage.googleapis.com\ncloudfront.net\ncom\n"
        let list = Watchlist(blocks: [ListText(name: "feed", octets: Array(text.utf8))]) {
            warnings += $0.warnings
        }
        var traffic = Traffic()
        traffic.exchange(at: 0, "someone.github.io")
        traffic.exchange(at: 1, "d1.cloudfront.net")
        traffic.exchange(at: 2, "example.com")
        traffic.exchange(at: 2.1, "e1.akamaiedge.net")
        traffic.exchange(at: 2.2, "shop.platform.sh")
        #expect(traffic.findings(.listedDomain, list).isEmpty)
        // A label alone is a word of a text rather than a name; nobody lists all of com.
        #expect(warnings.count == 2 && warnings[0] == "1 line of 6 was not understood, first line 6")
        #expect(warnings[1].hasPrefix("4 names are shared"))
        #expect(
            warnings[1].contains("github.io in line 1") && warnings[1].contains("akamaiedge.net in line 2")
        )
        traffic.exchange(at: 3, "github.io")
        #expect(traffic.findings(.listedDomain, list).map(\.zone) == ["github.io"])
    }
}
