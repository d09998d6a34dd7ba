import AllowLists
import DNSWire
import Findings
import NetworkTypes
import Testing

/// What a line of an allow list lets pass, and what it does not.
@Suite struct AllowListTests {
    private static func finding(
        zones: [String] = ["t.example.com"],
        clients: [String] = ["10.0.0.17"],
        servers: [String] = ["10.0.0.53"],
        kind: FindingKind = .exfiltration,
        severity: Severity = .high
    ) throws -> Finding {
        let time = Timestamp(nanoseconds: 0)
        return Finding(
            id: "1",
            kind: kind,
            severity: severity,
            score: 80,
            title: "",
            zone: zones[0],
            registeredDomain: nil,
            zones: zones,
            tool: nil,
            clients: try clients.map {
                ClientActivity(
                    address: try #require(IPAddress($0)),
                    queries: 1,
                    bytesUp: 0,
                    bytesDown: 0,
                    firstSeen: time,
                    lastSeen: time
                )
            },
            servers: try servers.map { try #require(IPAddress($0)) },
            firstSeen: time,
            lastSeen: time,
            queries: 1,
            responses: 0,
            distinctNames: 1,
            queryTypes: [],
            bytesUp: 0,
            bytesDown: 0,
            peakBytesPerSecond: 0,
            features: [],
            evidence: [],
            samples: [],
            frames: FrameRange(first: 1, last: 1, count: 1),
            displayFilter: "",
            attack: [],
            nextSteps: ["Isolate the machine."]
        )
    }

    private static func today(_ text: String = "2026-11-25") throws -> CalendarDate {
        try #require(CalendarDate(text))
    }

    private static func allows(_ line: String, _ finding: Finding) throws -> Bool {
        var findings = [finding]
        try AllowList(line + " reason=x", path: "a.txt").apply(to: &findings, today: today())
        return findings[0].allowedBy != nil
    }

    // MARK: Matching

    @Test(arguments: [
        ("t.example.com", true), ("example.com", true), ("EXAMPLE.com.", true), ("ample.com", false),
        ("x.t.example.com", false), ("example.org", false),
    ])
    func suffixesAreWholeLabels(suffix: String, isAllowed: Bool) throws {
        #expect(try Self.allows("suffix=\(suffix)", Self.finding()) == isAllowed)
    }

    /// A dot inside of a label is none between two.
    @Test func anEscapedDotEndsNoLabel() throws {
        #expect(try !Self.allows("suffix=example.com", Self.finding(zones: ["a\\.example.com"])))
        #expect(try Self.allows("suffix=example.com", Self.finding(zones: ["a\\.b.example.com"])))
    }

    /// A zone in a report is in A-labels, as it travels (RFC 5891).
    @Test func aSuffixMayBeWrittenInLettersOfAnyScript() throws {
        let finding = try Self.finding(zones: ["t.xn--bcher-kva.example"])
        #expect(try Self.allows("suffix=bücher.example", finding))
        #expect(try Self.allows("suffix=BÜCHER.example.", finding))
        #expect(try !Self.allows("suffix=bücher.example", Self.finding()))
    }

    @Test func aFindingWithoutClientsIsNoClients() throws {
        #expect(try !Self.allows("client=10.0.0.17", Self.finding(clients: [])))
        #expect(try !Self.allows("server=10.0.0.53", Self.finding(servers: [])))
        #expect(try Self.allows("suffix=example.com", Self.finding(clients: [], servers: [])))
    }

    /// What allows more than anybody can mean, and what is no suffix although it looks like one.
    @Test(arguments: [
        ("suffix=.", "everything"), ("client=0.0.0.0/0", "everything"), ("server=::/0", "everything"),
        ("client=0.0.0.0/0 server=::/0", "everything"), ("suffix=com", "public suffix"),
        ("suffix=co.uk.", "public suffix"), ("suffix=COM client=10.0.0.1", "public suffix"),
        ("suffix=github.io", "public suffix"), ("suffix=*.x.example.net", "suffix=x.example.net"),
        ("suffix=.x.example.net", "no domain name"),
    ])
    func anEntryThatAllowsTooMuchIsRefused(line: String, word: String) throws {
        let error = #expect(throws: AllowListError.self) { try AllowList(line + " reason=x", path: "a.txt") }
        #expect(error?.reason.contains(word) == true && error?.line == 1)
    }

    @Test func allZonesOfARotationMustFit() throws {
        let finding = try Self.finding(zones: ["a.example.com", "b.example.com", "example.org"])
        #expect(try !Self.allows("suffix=example.com", finding))
    }

    @Test func allClientsAndServersMustFit() throws {
        let one = try Self.finding(
            clients: ["10.0.0.17", "10.0.9.1"],
            servers: ["10.0.0.53", "2001:db8::53"]
        )
        #expect(try Self.allows("client=10.0.0.0/16", one))
        #expect(try !Self.allows("client=10.0.0.0/24", one))
        #expect(try !Self.allows("server=10.0.0.53", one))
        #expect(try Self.allows("server=10.0.0.53", Self.finding()))
    }

    @Test func allGivenPartsMustFit() throws {
        let line =
            "suffix=example.com client=10.0.0.0/8 server=10.0.0.53 kind=exfiltration expires=2026-11-25"
        #expect(try Self.allows(line, Self.finding()))
        #expect(try !Self.allows(line, Self.finding(kind: .tunnel)))
        #expect(try !Self.allows(line, Self.finding(clients: ["192.0.2.1"])))
        #expect(try !Self.allows(line, Self.finding(servers: ["192.0.2.1"])))
        #expect(try !Self.allows(line, Self.finding(zones: ["example.net"])))
    }

    // MARK: What becomes of findings

    @Test func anAllowedFindingIsInformation() throws {
        var findings = [try Self.finding(), try Self.finding(zones: ["example.net"], severity: .low)]
        let list = try AllowList(
            "# ours\n\nsuffix=example.com reason=backup of site 3, SEC-12 \r\n",
            path: "a.txt"
        )
        list.apply(to: &findings, today: try Self.today())
        #expect(findings.map(\.zone) == ["example.net", "t.example.com"])
        #expect(findings[1].severity == .info)
        #expect(findings[1].allowedBy == "a.txt:3: backup of site 3, SEC-12")
        #expect(findings[1].score == 80)
        #expect(findings[0].allowedBy == nil && findings[0].severity == .low)
    }

    /// The last day still counts.
    @Test(arguments: [("2026-11-24", true), ("2026-11-25", true), ("2026-11-26", false)])
    func entriesExpire(today: String, isAllowed: Bool) throws {
        let today = try Self.today(today)
        let list = try AllowList("suffix=example.com expires=2026-11-25 reason=x", path: "a.txt")
        var findings = [try Self.finding(), try Self.finding(zones: ["example.org"])]
        list.apply(to: &findings, today: today)
        #expect((findings.contains { $0.allowedBy != nil }) == isAllowed)
        let expected = "a.txt:1: expired after 2026-11-25; it would have allowed 1 of the findings"
        #expect(list.expiries(on: today, findings: findings) == (isAllowed ? [] : [expected]))
    }

    @Test func anExpiredEntryIsToldOfWithoutFindingsToo() throws {
        let list = try AllowList("suffix=example.com expires=2020-02-29 reason=x", path: "a.txt")
        #expect(
            list.expiries(on: try Self.today(), findings: []) == ["a.txt:1: expired after 2020-02-29"]
        )
    }

    // MARK: What is no line

    @Test(arguments: [
        ("example.com", "'example.com' is no key=value"),
        ("suffix=example.com", "a reason is missing"),
        ("suffix=example.com reason=  ", "a reason is missing"),
        (
            "kind=tunnel reason=x",
            "a suffix, or a client or server other than a network of length 0, is missing; without one, everything would be allowed"
        ),
        ("suffix=a..b reason=x", "suffix=a..b is no domain name"),
        ("client=10.0.0.0/33 reason=x", "client=10.0.0.0/33 is no address or network, such as 10.0.0.0/8"),
        ("suffix=a kind=worm reason=x", "kind=worm is no kind of finding"),
        ("suffix=a expires=2026-02-29 reason=x", "expires=2026-02-29 is no day such as 2027-03-31"),
        ("suffix=a suffix=b reason=x", "'suffix' is there twice"),
        (
            "zone=a reason=x",
            "the key 'zone' is none of suffix, client, server, kind, expires, reason"
        ),
    ])
    func aMalformedLineIsNamed(line: String, reason: String) {
        #expect(throws: AllowListError(line: 2, reason: reason)) {
            try AllowList("# first\n\(line)\nsuffix=example.org reason=y", path: "a.txt")
        }
    }

    @Test(arguments: [
        ("2026-11-25", true), ("2024-02-29", true), ("2000-02-29", true), ("1900-02-29", false),
        ("2026-13-01", false), ("2026-00-10", false), ("2026-04-31", false), ("2026-4-1", false),
        ("26-04-01", false), ("2026-04-01T00:00:00Z", false), ("+026-04-01", false), ("", false),
    ])
    func dates(text: String, isDate: Bool) {
        #expect((CalendarDate(text) != nil) == isDate)
    }

    @Test func datesFollowEachOther() throws {
        #expect(try Self.today("2026-11-25") < Self.today("2026-12-01"))
        #expect(try Self.today("2026-12-31") < Self.today("2027-01-01"))
        // 2026-11-25 00:00 UTC and the nanosecond before, by date(1).
        let midnight = Timestamp(nanoseconds: 1_795_564_800_000_000_000)
        #expect(try CalendarDate(of: midnight) == Self.today("2026-11-25"))
        #expect(
            try CalendarDate(of: Timestamp(nanoseconds: midnight.nanoseconds - 1)) == Self.today("2026-11-24")
        )
    }
}
