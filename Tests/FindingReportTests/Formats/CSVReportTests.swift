import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

@Suite struct CSVReportTests {
    private func table(_ sample: SampleReport) -> String {
        CSVReport(ShownReport(sample.report, minimumSeverity: .info, version: "0.0.0")).table
    }

    /// A spreadsheet starts a formula at these; OWASP, "CSV Injection".
    @Test(arguments: SampleReport.allCases)
    func `no field starts a formula`(sample: SampleReport) throws {
        let starts = try Consumer.strings(
            """
            import csv, io, json, sys
            text = open(0, newline='').read()
            cells = [cell for row in csv.reader(io.StringIO(text, newline='')) for cell in row]
            print(json.dumps([cell for cell in cells if cell.lstrip(' ')[:1] in tuple('=+-@|%\\t\\r') and cell.strip()]))
            """,
            input: table(sample)
        )
        #expect(starts == [])
    }

    @Test func `a quoted header comes first, and every line ends in CR LF`() {
        let lines = table(.names).components(separatedBy: "\r\n")
        #expect(lines.count == SampleReport.hostileNames.count + 2)
        #expect(lines[0].hasPrefix(#""id","kind","severity","score","title","zone","#))
        #expect(lines.last == "")
        #expect(table(.quiet).components(separatedBy: "\r\n").count == 2)
    }

    @Test func `python's csv reads back every name`() throws {
        let zones = try Consumer.strings(
            """
            import csv, io, json
            text = open(0, newline='').read()
            print(json.dumps([row['zone'] for row in csv.DictReader(io.StringIO(text, newline=''))]))
            """,
            input: table(.names)
        )
        #expect(zones.map(octets) == SampleReport.hostileNames.map(octets))
    }

    @Test(.enabled(if: Consumer.has("pandas"), "python3 has no module pandas"))
    func `pandas reads back every name and whole numbers`() throws {
        let script = """
            import io, json, sys, pandas
            frame = pandas.read_csv(sys.stdin, dtype={'zone': str}, keep_default_na=False)
            assert str(frame['bytes_up'].dtype) == 'int64', frame['bytes_up'].dtype
            assert frame['first_seen'].iloc[0] == '2026-11-23T20:01:02.000000Z'
            print(json.dumps(list(frame['zone'])))
            """
        #expect(
            try Consumer.strings(script, input: table(.names)).map(octets)
                == SampleReport.hostileNames.map(octets)
        )
    }

    @Test(.enabled(if: Consumer.has("duckdb"), "python3 has no module duckdb"))
    func `duckdb reads back every name`() throws {
        let script = """
            import json, sys, duckdb
            open('report.csv', 'w', newline='').write(open(0, newline='').read())
            rows = duckdb.sql("select zone, bytes_up + 1 from read_csv('report.csv', header = true)").fetchall()
            assert rows[0][1] == 1214001, rows[0]
            print(json.dumps([row[0] for row in rows]))
            """
        #expect(
            try Consumer.strings(script, input: table(.names)).map(octets)
                == SampleReport.hostileNames.map(octets)
        )
    }
}
