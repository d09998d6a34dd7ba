import Foundation
import Testing

/// `dnsscan explain` answers "why not?" as well as "why?".
@Suite struct ExplainTests {
    private static let tunnel = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"
    private static let ordinary = "Fixtures/captures/ordinary/antivirus_hashes.pcap"

    struct Explanation: Decodable {
        struct Rule: Decodable {
            struct Step: Decodable {
                let threshold: Double
                let points: Int
            }
            let feature: String
            let value: Double?
            let counts: Bool
            let countsDownward: Bool
            let thresholds: [Step]
            let points: Int
            let detectors: [String]
        }
        struct Signature: Decodable {
            let tool: String
            let confidence: String?
        }
        struct Condition: Decodable {
            let value: Double
            let threshold: Double
            let reached: Bool
        }
        struct Detector: Decodable {
            let kind: String
            let applies: Bool
        }
        let schema: String
        let zone: String
        let score: Int
        let severity: String?
        let finding: String?
        let rules: [Rule]
        let conditions: [Condition]
        let detectors: [Detector]
        let signatures: [Signature]
    }

    private static func explanation(_ capture: String, _ zone: String) throws -> Explanation {
        let result = try Command.run(["explain", "-f", "json", capture, zone])
        #expect(result.status == 0 && result.errors == "")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Explanation.self, from: Data(result.output.utf8))
    }

    /// The report's own evidence comes from the same rules.
    @Test func `a finding is explained with the points of its report`() throws {
        struct Finding: Decodable {
            struct Evidence: Decodable {
                let feature: String
                let value: Double
                let points: Int
            }
            let id: String
            let kind: String
            let score: Int
            let severity: String
            let zone: String
            let evidence: [Evidence]
        }
        let report = try Command.run(["-f", "ndjson", Self.tunnel]).output
        let finding = try JSONDecoder().decode(Finding.self, from: Data(report.utf8))
        for asked in ["t.example.net", "example.net", "T.EXAMPLE.NET."] {
            let explanation = try Self.explanation(Self.tunnel, asked)
            #expect(explanation.zone == finding.zone && explanation.finding == finding.id)
            #expect(explanation.score == finding.score && explanation.severity == finding.severity)
            let signatures = explanation.signatures.filter { $0.confidence != nil }.map(\.tool)
            #expect(signatures == ["iodine"])
            // What another detector measures counts only where that one applies.
            for rule in explanation.rules where rule.detectors.contains(finding.kind) {
                let evidence = finding.evidence.first { $0.feature == rule.feature }
                if let evidence {
                    #expect(rule.value == evidence.value && rule.points == evidence.points, "\(rule.feature)")
                }
                // What counts against a channel is dropped beside a certain signature.
                #expect(evidence != nil || rule.points <= 0, "\(rule.feature)")
            }
        }
    }

    @Test func `points are those of the last threshold that is reached`() throws {
        for (capture, zone) in [(Self.tunnel, "t.example.net"), (Self.ordinary, "mcafee.com")] {
            let explanation = try Self.explanation(capture, zone)
            #expect(explanation.rules.count > 15)
            for rule in explanation.rules {
                let reached = rule.thresholds.last { step in
                    guard let value = rule.value, rule.counts else { return false }
                    return rule.countsDownward ? value <= step.threshold : value >= step.threshold
                }
                #expect(rule.points == reached?.points ?? 0, "\(rule.feature)")
            }
            for condition in explanation.conditions {
                #expect(condition.reached == (condition.value >= condition.threshold))
            }
        }
    }

    @Test(arguments: [80, 160])
    func `the text fits the terminal and names every part`(columns: Int) throws {
        let output = try Command.script(
            #"script -qec "stty cols $2; dnsscan explain --color never '$1' t.example.net" /dev/null"#,
            [Self.tunnel, String(columns)]
        ).output
        for part in [
            "HIGH 100/100", "Detectors", "Rules", "information up", "Signatures", "no match:", "Features",
        ] {
            #expect(output.contains(part), "\(part)")
        }
        let lines = output.split(whereSeparator: \.isNewline)
        #expect(lines.count > 40)
        for line in lines { #expect(line.count <= columns, "\(line)") }
    }

    @Test func `a zone that is not there is told with those that are`() throws {
        let result = try Command.run(["explain", Self.tunnel, "t.exmaple.net"])
        #expect(result.status == 2 && result.output == "")
        #expect(
            result.errors.contains("no name at or below t.exmaple.net")
                && result.errors.contains("t.example.net")
        )
    }

    @Test
    func `an unreadable capture changes the status alone`() throws {
        let result = try Command.run(["explain", Self.tunnel, "/nonexistent.pcap", "t.example.net"])
        #expect(result.status == 2 && result.output.contains("HIGH 100/100"))
        #expect(result.errors.contains("/nonexistent.pcap"))
    }

    @Test(arguments: [[], ["a.pcap"], ["a.pcap", "a..b"]])
    func `wrong usage is told`(operands: [String]) throws {
        #expect(try Command.run(["explain"] + operands).status == 64)
    }
}
