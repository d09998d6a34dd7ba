import DNSWire
import Findings
import Foundation
import RuleWriting
import TestSupport
import Testing

/// Rules that name zones as text: Zeek, Sigma, STIX.
@Suite struct IndicatorTests {
    private static func rules(_ names: [String], schema: String = "dnsscan.report/1") throws -> (
        rules: RuleSet, omissions: [ReportedZones.Omission]
    ) {
        let object: [String: Any] = [
            "schema": schema,
            "findings": [
                [
                    "kind": "tunnel", "severity": "high", "zones": names,
                    "last_seen": "2026-11-23T21:00:00.000000Z",
                    "attack": [["id": "T1071.004", "name": ""], ["id": "T1572", "name": ""]],
                    "recognised_as": NSNull(),
                ]
            ],
        ]
        let text = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        let zones = try ReportedZones(in: text, minimumSeverity: .medium) { _ in false }.withPlainNamesOnly()
        return (RuleSet(zones), zones.omissions)
    }

    private static let names = ["t.Example.net", "no.example", "0x1f.example", "_a-b.example", "1e5.example"]
    private static let written = [
        "0x1f.example", "1e5.example", "_a-b.example", "no.example", "t.example.net",
    ]

    @Test func `names with odd octets get no rule but a reason`() throws {
        let odd = ["a'b.example", #"a\032b.example"#, "a*b.example", #"\228.example"#, "a%b.example"]
        let (rules, omissions) = try Self.rules(odd + ["t.example.net"])
        #expect(omissions.count == odd.count && omissions.allSatisfy { $0.reason.contains("odd octets") })
        for text in [rules.zeekIntelligence, rules.sigmaRules, rules.stixBundle] {
            #expect(text.contains("t.example.net") && !text.contains("a'b") && !text.contains("a*b"))
        }
    }

    /// What Zeek's reader wants: these fields, tabs alone, and no empty column.
    ///
    /// Source: Ascii.cc; Zeek itself is not in Debian 12.
    @Test func `Zeek's reader finds four full columns in every line`() throws {
        let lines = try Self.rules(Self.names).rules.zeekIntelligence.split(separator: "\n")
        #expect(lines[0] == "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc")
        let rows = lines.dropFirst().filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(rows.map { String($0[0]) }.sorted() == Self.written)
        #expect(
            rows.allSatisfy {
                $0.count == 4 && $0[1] == "Intel::DOMAIN" && !$0[3].isEmpty && $0[0].last != "."
            }
        )
    }

    @Test(.enabled(if: Consumer.has("sigma.collection"), "python3 has no pySigma"))
    func `pySigma reads the rules, and finds the names and those below`() throws {
        let script = """
            import json, sys
            from sigma.collection import SigmaCollection
            from sigma.validation import SigmaValidator
            from sigma.validators.core import validators
            rules = SigmaCollection.from_yaml(sys.stdin.read())
            assert not rules.errors, rules.errors
            assert len(rules) == 1 and str(rules.rules[0].level) in ('HIGH', 'high'), rules.rules[0].level
            assert [f'{tag.namespace}.{tag.name}' for tag in rules.rules[0].tags] == ['attack.command-and-control', 'attack.t1071.004', 'attack.t1572']
            detections = rules.rules[0].detection.detections
            values = lambda name: [str(value) for item in detections[name].detection_items for value in item.value]
            assert values('below') == ['*.' + value for value in values('zone')], values('below')
            print(json.dumps(values('zone')))
            """
        #expect(
            try Consumer.strings(script, input: Self.rules(Self.names).rules.sigmaRules).sorted()
                == Self.written
        )
    }

    @Test(.enabled(if: Consumer.has("stix2", "stix2validator"), "python3 has no stix2 or stix2-validator"))
    func `stix2 and its validator take the bundle`() throws {
        let script = """
            import json, re, sys
            import stix2, stix2validator
            text = sys.stdin.read()
            result = stix2validator.validate_string(text, stix2validator.ValidationOptions(version='2.1'))
            assert result.is_valid, [str(error) for error in result.errors]
            bundle = stix2.parse(text)
            zones = []
            for indicator in bundle.objects:
                exact, expression = re.fullmatch(r"\\[domain-name:value = '(.*)' OR domain-name:value MATCHES '(.*)'\\]", indicator.pattern).groups()
                expression = expression.replace('\\\\\\\\', '\\\\')
                assert re.search(expression, 'data.' + exact) and re.search(expression, exact)
                assert not re.search(expression, 'x' + exact) and not re.search(expression, exact.replace('.', 'x'))
                assert [reference.external_id for reference in indicator.external_references] == ['T1071.004', 'T1572']
                zones.append(exact)
            print(json.dumps(sorted(zones)))
            """
        #expect(try Consumer.strings(script, input: Self.rules(Self.names).rules.stixBundle) == Self.written)
        // Without its version stix2 3.0.2 raises an error on a bundle that says nothing of objects.
        let empty = """
            import json, sys, stix2, stix2validator
            text = sys.stdin.read()
            result = stix2validator.validate_string(text, stix2validator.ValidationOptions(version='2.1'))
            assert result.is_valid, [str(error) for error in result.errors]
            print(json.dumps([stix2.parse(text, version='2.1').type]))
            """
        #expect(try Consumer.strings(empty, input: Self.rules([]).rules.stixBundle) == ["bundle"])
    }

    @Test func `equal zones give equal identifiers`() throws {
        let (first, second) = (
            try Self.rules(["a.example"]).rules, try Self.rules(["a.example", "b.example"]).rules
        )
        #expect(first.stixBundle == (try Self.rules(["a.example"]).rules.stixBundle))
        let id = try #require(first.stixBundle.firstMatch(of: #/indicator--[0-9a-f-]{36}/#)).output
        #expect(second.stixBundle.contains(id))
    }
}
