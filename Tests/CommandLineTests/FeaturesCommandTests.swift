import Foundation
import TestSupport
import Testing

/// The feature table, as programs of others read it and against what another dissector counts.
@Suite struct FeaturesCommandTests {
    private static let capture = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"

    private static func table(_ format: String) throws -> String {
        let result = try Command.run(["features", "-f", format, capture])
        try #require(result.status == 0 && result.errors == "")
        return result.output
    }

    @Test(.enabled(if: Consumer.has("duckdb"), "python3 has no module duckdb"), arguments: ["csv", "ndjson"])
    func `duckdb finds the tunnel by two numbers`(format: String) throws {
        let reader = format == "csv" ? "read_csv('t.csv', header = true)" : "read_json('t.ndjson')"
        let script = """
            import json, duckdb
            open('t.\(format)', 'w', newline='').write(open(0, newline='').read())
            rows = duckdb.sql("select zone from \(reader) where client is not null and information_up_bytes > 1000 and unusual_byte_ratio > 0.03").fetchall()
            types = dict(duckdb.sql("select column_name, column_type from (describe select * from \(reader))").fetchall())
            assert types['queries'] == 'BIGINT' and types['information_up_bytes'] == 'DOUBLE', types
            # Of a column in which nothing was measured no reader knows the type.
            empty = {name for name in types if not duckdb.sql(f"select count({name}) from \(reader)").fetchall()[0][0]}
            assert len(empty) < 5, empty
            assert all(kind == 'DOUBLE' or kind == 'BIGINT' for name, kind in types.items() if name not in empty and ('_ratio' in name or '_bytes' in name)), types
            print(json.dumps([row[0] for row in rows]))
            """
        #expect(try Consumer.strings(script, input: Self.table(format)) == ["t.example.net"])
    }

    @Test(.enabled(if: Consumer.has("pandas"), "python3 has no module pandas"))
    func `pandas reads the same table from both formats`() throws {
        let script = """
            import io, json, sys, pandas
            csv, ndjson = sys.stdin.read().split('\\x01')
            a = pandas.read_csv(io.StringIO(csv))
            b = pandas.read_json(io.StringIO(ndjson), lines=True)
            assert list(a.columns) == list(b.columns)
            assert len(a) == len(b) > 79
            numbers = [name for name in a.columns if a[name].dtype.kind in 'if']
            assert len(numbers) > 45, numbers
            pandas.testing.assert_frame_equal(a[numbers].astype(float), b[numbers].astype(float))
            row = a[(a.zone == 't.example.net')].iloc[0]
            print(json.dumps([row.client, str(row.queries), str(row.responses)]))
            """
        let both = try Self.table("csv") + "\u{1}" + Self.table("ndjson")
        #expect(try Consumer.strings(script, input: both) == ["10.53.0.2", "39", "20"])
    }

    /// tshark counts queries of each client in a zone that several use.
    @Test(.enabled(if: TShark.isInstalled, "needs tshark"))
    func `the rows of clients add up to those of zones`() throws {
        let lines = try Self.table("ndjson").split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
        func text(_ row: [String: Any], _ key: String) -> String? { row[key] as? String }
        let zones = Dictionary(grouping: lines) { text($0, "zone") ?? "" }.filter { $0.value.count > 1 }
        #expect(zones.count > 10)
        for (zone, rows) in zones {
            let whole = rows.filter { text($0, "client") == nil }
            #expect(whole.count == 1)
            for key in ["queries", "responses", "name_bytes", "answer_bytes"] {
                let parts = rows.filter { text($0, "client") != nil }.compactMap { $0[key] as? Int }
                #expect(parts.reduce(0, +) == whole.first?[key] as? Int, "\(zone) \(key)")
            }
        }
        let busiest = try #require(
            lines.filter { text($0, "client") != nil && $0["client_count"] as? Int == 1 }.max {
                ($0["queries"] as? Int ?? 0) < ($1["queries"] as? Int ?? 0)
            }
        )
        let (zone, client) = (text(busiest, "registered_domain") ?? "", text(busiest, "client") ?? "")
        let filter =
            #"dns.flags.response == 0 && ip.src == \#(client) && dns.qry.name matches "(^|\\.)\#(zone.replacing(".", with: #"\\."#))$""#
        #expect(try TShark.count(in: Self.capture, filter: filter) == busiest["queries"] as? Int)
    }

    @Test func `every column is documented, in the order of the table`() throws {
        let documentation = try Command.run(["features", "--columns"]).output
        let documented = documentation.matches(of: /\| `([a-z0-9_]+)` \| [^|]{8,} \|/).map { String($0.1) }
        let header = try Self.table("csv").prefix { $0 != "\r\n" }.split(separator: ",").map {
            String($0.dropFirst().dropLast())
        }
        #expect(documented == header && Set(header).count == header.count)
        let page = try String(
            contentsOf: Repository.url("Sources/Findings/Documentation.docc/FeatureTable.md"),
            encoding: .utf8
        )
        #expect(
            page.contains(documentation),
            "replace the page's table by what dnsscan features --columns prints"
        )
    }

    @Test func `the ending of the output tells the format, and a selection is one`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("t.ndjson")
        let result = try Command.run(["features", "--zone", "t.example.net", "-o", path, Self.capture])
        #expect(result.status == 0 && result.output == "1 row\n")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text.hasPrefix(#"{"zone":"t.example.net","registered_domain":"example.net","client":"10.53.0.2""#)
        )
    }
}
