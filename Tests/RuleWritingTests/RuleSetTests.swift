import DNSWire
import Findings
import Foundation
import RuleWriting
import Testing

@Suite struct RuleSetTests {
    /// A report as far as rules are concerned.
    private static func report(
        _ findings: [(kind: String, severity: String, zones: [String], techniques: [String])],
        schema: String = "dnsscan.report/1"
    ) throws -> String {
        let object: [String: Any] = [
            "schema": schema,
            "findings": findings.map {
                [
                    "kind": $0.kind, "severity": $0.severity, "zones": $0.zones,
                    "last_seen": "2026-11-23T21:00:00.000000Z",
                    "attack": $0.techniques.map { ["id": $0, "name": ""] },
                    "recognised_as": NSNull(),
                ]
            },
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    private static func zones(_ names: [String], severity: String = "high") throws -> ReportedZones {
        try ReportedZones(
            in: report([("tunnel", severity, names, ["T1071.004", "T1572"])]),
            minimumSeverity: .medium
        ) { ["github.io", "co.uk"].contains($0.presentation) }
    }

    /// Names that try to leave what they stand in, each in every language of rules and zone files.
    static let hostile = [
        #"a\".evil.example"#, #"a\;drop.evil.example"#, #"|00|.evil.example"#,
        #"a\010alert dns.evil.example"#,
        #"a\013\000.evil.example"#, #"a\\.evil.example"#, #"\(.evil.example"#,
        #"a\032b.evil.example"#, #"$ORIGIN.evil.example"#, #"\@.evil.example"#,
        #"\240\159\146\128.evil.example"#,
        #"a:b,c.evil.example"#, #"a\.b.evil.example"#, "日本.evil.example", "a'b#c.evil.example",
        "${x}.evil.example",
    ]

    // MARK: Suricata

    @Test func `one rule, octet by octet`() throws {
        let numbers = try #require(RuleSet.Numbers(base: 9_000_000, count: 1))
        let text = try #require(RuleSet(Self.zones(["t.Example.net"])).suricataRules(.drop, numbers: numbers))
        #expect(
            text == """
                # 1 zones that dnsscan found
                drop dns $HOME_NET any -> any any (msg:"dnsscan tunnel t.example.net"; dns.query; dotprefix; \
                content:".t.example.net"; nocase; endswith; metadata:dnsscan_kind tunnel, dnsscan_severity high, \
                mitre_technique_id T1071.004, mitre_technique_id T1572; sid:9000000; rev:1;)

                """
        )
    }

    @Test(arguments: RuleSet.Action.allCases)
    func `hostile names stay in their content`(action: RuleSet.Action) throws {
        let zones = try Self.zones(Self.hostile)
        #expect(zones.zones.count == Self.hostile.count && zones.omissions.isEmpty)
        let numbers = try #require(RuleSet.Numbers(base: 100, count: 1_000))
        let text = try #require(RuleSet(zones).suricataRules(action, numbers: numbers))
        let rules = text.split(separator: "\n").dropFirst()
        #expect(rules.count == Self.hostile.count)
        let parsed = try rules.map { try SuricataRule($0) }
        #expect(parsed.allSatisfy { $0.action == action.rawValue })
        // What a reader makes of the content is the name in the wire's octets, with dots for lengths.
        let contents = Set(parsed.map(\.content))
        let expected = Set(
            zones.zones.map { zone in
                zone.name.labels.flatMap { [UInt8(ascii: ".")] + $0 }
            }
        )
        #expect(contents == expected)
        #expect(Set(parsed.map(\.sid)).count == parsed.count)
        #expect(parsed.allSatisfy { (100..<1_100).contains($0.sid) })
    }

    @Test func `numbers follow from names and stay in the range`() throws {
        let numbers = try #require(RuleSet.Numbers(base: 5_000, count: 4_096))
        func number(of zone: String, among zones: [String]) throws -> Int? {
            let text = try #require(RuleSet(Self.zones(zones)).suricataRules(.alert, numbers: numbers))
            return try text.split(separator: "\n").dropFirst().map { try SuricataRule($0) }
                .first { $0.message.hasSuffix(" " + zone) }?.sid
        }
        let alone = try number(of: "b.example", among: ["b.example"])
        #expect(alone != nil)
        #expect(try alone == number(of: "b.example", among: ["a.example", "b.example", "c.example"]))
        #expect(RuleSet.Numbers(base: 0, count: 1) == nil && RuleSet.Numbers(base: 1 << 32, count: 1) == nil)
        let two = try #require(RuleSet.Numbers(base: 1, count: 2))
        #expect(
            try RuleSet(Self.zones(["a.example", "b.example", "c.example"])).suricataRules(
                .alert,
                numbers: two
            ) == nil
        )
    }

    // MARK: What gets no rule

    @Test(arguments: [
        ("github.io", "everybody"), ("co.uk", "everybody"), ("com", "everybody"), (".", "no zone"),
        ("*.evil.example", "wildcard"), (#"\*.evil.example"#, "wildcard"), ("32.1.0.0.10.rpz-ip", "trigger"),
        ("a..b", "no domain name"), ("", "no domain name"),
        (String(repeating: "a23456789.", count: 20) + "example", "too long"),
    ])
    func `left out`(name: String, reason: String) throws {
        let zones = try Self.zones([name])
        #expect(zones.zones.isEmpty && zones.omissions.count == 1)
        #expect(zones.omissions[0].reason.contains(reason), "\(zones.omissions)")
    }

    @Test func `severities, kinds and recognized services`() throws {
        let report = try Self.report([
            ("tunnel", "low", ["low.example"], []), ("exfiltration", "medium", ["medium.example"], []),
            ("baseline-deviation", "high", ["everyday.example"], []),
            ("unheard-of", "high", ["x.example"], []),
        ])
        let zones = try ReportedZones(in: report, minimumSeverity: .medium) { _ in false }
        #expect(zones.zones.map(\.name.presentation) == ["medium.example"])
        #expect(zones.omissions.map(\.name) == ["everyday.example", "x.example"])
    }

    @Test func `a zone covers those below it`() throws {
        let names = try Self.zones(["a.t.example.net", "t.example.net", "xt.example.net", "T.example.NET"])
        #expect(names.zones.map(\.name.presentation) == ["t.example.net", "xt.example.net"])
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"schema":"dnsscan.report/1"}"#, #"{"findings":[]}"#])
    func `what is no report is refused`(text: String) {
        #expect(throws: ReportedZonesError.malformed) {
            try ReportedZones(in: text, minimumSeverity: .info) { _ in false }
        }
    }

    @Test func `another schema is refused`() throws {
        let report = try Self.report([], schema: "dnsscan.report/2")
        #expect(throws: ReportedZonesError.otherSchema) {
            try ReportedZones(in: report, minimumSeverity: .info) { _ in false }
        }
    }

    // MARK: Zone files

    @Test func `a policy zone`() throws {
        #expect(
            try RuleSet(Self.zones(["t.example.net", #"a\".evil.example"#])).responsePolicyZone == #"""
                ; 2 zones that dnsscan found
                $TTL 60
                @ IN SOA localhost. root.localhost. (2026112300 3600 600 86400 60)
                @ IN NS localhost.
                a\034.evil.example IN CNAME .
                *.a\034.evil.example IN CNAME .
                t.example.net IN CNAME .
                *.t.example.net IN CNAME .

                """#
        )
    }

    @Test func `Unbound's local zones`() throws {
        #expect(
            try RuleSet(Self.zones(["t.example.net", #"a\".evil.example"#])).unboundConfiguration == #"""
                # 2 zones that dnsscan found
                server:
                    local-zone: "a\034.evil.example." always_nxdomain
                    local-zone: "t.example.net." always_nxdomain

                """#
        )
    }

    @Test func `every line of a zone file is one of ours`() throws {
        let text = try RuleSet(Self.zones(Self.hostile)).responsePolicyZone
        let lines = text.split(separator: "\n").dropFirst(4)
        #expect(lines.count == 2 * Self.hostile.count)
        for line in lines {
            #expect(
                line.wholeMatch(
                    of: #/(\*\.)?([A-Za-z0-9_-]|\\[0-9]{3})+(\.([A-Za-z0-9_-]|\\[0-9]{3})+)* IN CNAME \./#
                ) != nil,
                "\(line)"
            )
        }
    }
}
