import Foundation
import TestSupport
import Testing

/// The JSON of every fixture, against the JSON Schema that goes with it.
@Suite struct SchemaTests {
    @Test(
        .enabled(if: JSONSchema.isAvailable, "python3 has no module jsonschema"),
        arguments: [("json", "report"), ("ndjson", "findingLine")]
    )
    func `every report satisfies the schema`(format: String, definition: String) throws {
        let folder = try TemporaryFolder()
        let captures = LabelledCapture.fixtures.map(\.path)
        func write(_ name: String, _ inputs: [String]) throws {
            let options = ["-q", "-f", format, "--min-severity", "info", "-o", folder.path(name)]
            _ = try Command.run(options + inputs)
        }
        if format == "json" {
            for (index, capture) in captures.enumerated() { try write("\(index)", [capture]) }
        }
        try write("all", captures)
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        try write("hostile", [folder.path("hostile.pcap")])
        try FileManager.default.removeItem(atPath: folder.path("hostile.pcap"))
        // A file is a document, or a document in each of its lines.
        let check = """
            import json, pathlib, sys, jsonschema
            schema = json.load(open("Fixtures/reports/report.schema.json"))
            schema["$ref"] = "#/$defs/" + sys.argv[2]
            validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            count = 0
            for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
                text = path.read_text("utf-8")
                for document in text.splitlines() if sys.argv[2] == "findingLine" else [text]:
                    count += 1
                    for error in validator.iter_errors(json.loads(document)):
                        print(path.name, error.json_path, error.message[:200])
            print(count, "documents")
            """
        let result = try Command.script(
            #"python3 -c "$1" "$2" "$3""#,
            [check, folder.url.path(percentEncoded: false), definition]
        )
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 1, "\(result.output)")
        let documents = try #require(lines.last?.split(separator: " ").first.flatMap { Int($0) })
        // A document for each run; a line for each registered domain, address pair and hostile zone.
        #expect(format == "json" ? documents == captures.count + 2 : documents >= 5)
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "python3 has no module jsonschema"))
    func `the coverage map satisfies its schema, and a schema can fail`() throws {
        let map = "dnsscan coverage-map -f json"
        #expect(try JSONSchema.complaints(about: map, schema: "coverage-map") == "")
        let wrong = map + #" | sed 's/"blind_spot": "[^"]*"/"blind_spot": null/'"#
        #expect(try JSONSchema.complaints(about: wrong, schema: "coverage-map") != "")
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "python3 has no module jsonschema"))
    func `baselines satisfy their schema, and a schema can fail`() throws {
        let folder = try TemporaryFolder()
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        try Data("0123456789abcdef0123456789abcdef\n".utf8).write(to: URL(filePath: folder.path("key")))
        let folderPath = folder.url.path(percentEncoded: false)
        let office = "Fixtures/captures/ordinary/office_hour.pcap"
        for options in [#""$1/hostile.pcap""#, office, #"--hash-names "$1/key" \#(office)"#] {
            let baseline = "dnsscan baseline -q \(options)"
            #expect(try JSONSchema.complaints(about: baseline, [folderPath], schema: "baseline") == "")
            let wrong = baseline + #" | sed 's/"responses":/"responses":-/'"#
            #expect(try JSONSchema.complaints(about: wrong, [folderPath], schema: "baseline") != "")
        }
    }
}
