import FindingReport
import Findings
import Foundation
import Testing

@Suite struct JSONReportTests {
    private func json(_ sample: SampleReport, from: Severity = .info) -> JSONReport {
        JSONReport(ShownReport(sample.report, minimumSeverity: from, version: "0.0.0"))
    }

    @Test(arguments: SampleReport.allCases)
    func `golden document`(sample: SampleReport) throws {
        try expectGolden(json(sample).document, "\(sample.rawValue).json")
    }

    @Test(arguments: [SampleReport.tunnel, .hostile, .listed, .quiet])
    func `golden lines`(sample: SampleReport) throws {
        try expectGolden(json(sample).lines, "\(sample.rawValue).ndjson")
    }

    @Test(
        .enabled(if: Schema.isAvailable, "python3 has no module jsonschema"),
        arguments: SampleReport.allCases
    )
    func `satisfies the schema`(sample: SampleReport) throws {
        #expect(try Schema.complaints(about: [json(sample).document], as: "report") == "")
        let lines = json(sample).lines.split(separator: "\n").map(String.init)
        #expect(try Schema.complaints(about: lines, as: "findingLine") == "")
    }

    /// Shows that the schema can fail: each row breaks one promise.
    @Test(
        .enabled(if: Schema.isAvailable, "python3 has no module jsonschema"),
        arguments: [
            ("unknown member", #""one_sided""#, #""one_side""#),
            (
                "time without decimals", #""first_packet": "2026-11-23T20:00:00.000000Z""#,
                #""first_packet": "2026-11-23T20:00:00Z""#
            ),
            ("no RFC 5952 address", #""address": "10.0.0.17""#, #""address": "10.0.0.17/32""#),
            ("unknown severity", #""severity": "critical""#, #""severity": "urgent""#),
            ("number as text", #""score": 97"#, #""score": "97""#),
            ("additional finding member", #""recognised_as""#, #""more": 1, "recognised_as""#),
        ]
    )
    func `schema is strict`(row: String, old: String, new: String) throws {
        let document = json(.tunnel).document
        #expect(document.contains(old))
        #expect(try Schema.complaints(about: [document.replacing(old, with: new)], as: "report") != "")
    }

    /// The order of DESIGN's example, which is that of the schema's `required`.
    @Test func `keys stand in the order of the schema`() throws {
        let object = try JSONSerialization.jsonObject(
            with: Data(contentsOf: reportFixtures.appending(path: "report.schema.json"))
        )
        let definitions = try #require((object as? [String: Any])?["$defs"] as? [String: [String: Any]])
        for (definition, indent) in [("report", 2), ("scan", 4), ("coverage", 4), ("finding", 6)] {
            let required = try #require(definitions[definition]?["required"] as? [String])
            let prefix = "\n" + String(repeating: " ", count: indent) + "\""
            let document = json(.tunnel).document
            var position = document.startIndex
            for key in required {
                let range = try #require(
                    document[position...].range(of: prefix + key + "\": "),
                    "\(definition).\(key)"
                )
                position = range.lowerBound
            }
        }
    }

    @Test(arguments: SampleReport.allCases)
    func `holds no raw control or formatting character`(sample: SampleReport) {
        for text in [json(sample).document, json(sample).lines] {
            for scalar in text.unicodeScalars where scalar != "\n" {
                let category = scalar.properties.generalCategory
                #expect(category != .control && category != .format)
            }
        }
    }

    /// Foundation's reader gives back what was escaped.
    @Test func `escapes keep what they stand for`() throws {
        let object =
            try JSONSerialization.jsonObject(with: Data(json(.hostile).document.utf8)) as? [String: Any]
        let scan = try #require(object?["scan"] as? [String: Any])
        let inputs = try #require(scan["inputs"] as? [[String: Any]])
        #expect(inputs.map { $0["path"] as? String } == SampleReport.hostile.report.scan.inputs.map(\.path))
    }

    @Test(arguments: [
        (0.1, "0.1"), (4.871234567, "4.871235"), (1e-7, "0.0"), (-1e-9, "0.0"), (0.000005, "5e-06"),
        (3, "3.0"),
        (123_456_789.123_456_7, "123456789.123457"), (1e16, "1e+16"), (.infinity, "null"), (.nan, "null"),
    ])
    func `numbers`(value: Double, expected: String) {
        var report = SampleReport.tunnel.report
        report.findings[0].features = [FeatureValue(name: "x", value: value)]
        report.findings[0].evidence = []
        let text = JSONReport(ShownReport(report, minimumSeverity: .info, version: "0.0.0")).lines
        #expect(text.contains(#""features":{"x":\#(expected)},"#))
    }

    /// A consumer can join the two by one key.
    @Test func `every value that evidence rests on is a feature`() throws {
        struct Report: Decodable {
            struct Finding: Decodable {
                struct Evidence: Decodable {
                    let feature: String
                    let value: Double
                }
                let features: [String: Double]
                let evidence: [Evidence]
            }
            let findings: [Finding]
        }
        for sample in [SampleReport.tunnel, .listed] {
            let report = try JSONDecoder().decode(Report.self, from: Data(json(sample).document.utf8))
            let evidence = report.findings.flatMap { finding in
                finding.evidence.map { (finding.features, $0) }
            }
            #expect(!evidence.isEmpty && evidence.allSatisfy { $0[$1.feature] != nil })
        }
    }

    @Test func `findings below the bound are left out`() {
        #expect(json(.hostile, from: .high).lines.split(separator: "\n").count == 1)
        #expect(json(.hostile, from: .info).lines.split(separator: "\n").count == 3)
    }
}

/// The shipped JSON Schema, as python3's jsonschema applies it.
private enum Schema {
    static let isAvailable: Bool = (try? run("import jsonschema.validators", input: "").status) == 0

    /// What is wrong with JSON texts, one per element; empty when they satisfy a definition of the schema.
    static func complaints(about texts: [String], as definition: String) throws -> String {
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            schema["$ref"] = "#/$defs/" + sys.argv[2]
            def unique(pairs):
                keys = [key for key, _ in pairs]
                if len(keys) != len(set(keys)): print("repeated key in", keys)
                return dict(pairs)
            def no(constant): print("not JSON:", constant)
            validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            for text in json.load(sys.stdin):
                for error in validator.iter_errors(json.loads(text, object_pairs_hook=unique, parse_constant=no)):
                    print(error.json_path, error.message[:300])
            """
        let input = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
        let path = reportFixtures.appending(path: "report.schema.json").path()
        let result = try run(script, path, definition, input: input)
        return result.status == 0 ? result.output : "python3 exited with \(result.status)"
    }

    private static func run(_ script: String, _ arguments: String..., input: String) throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
