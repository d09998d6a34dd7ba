import DNSObservation
import Foundation
import NetworkTypes
import ResolverLogs
import TestSupport
import Testing

/// JSON that is not one object a line: what `gcloud logging read --format=json` and `jq` write.
@Suite struct JSONEntriesTests {
    /// Entries of Cloud Logging; names hold what JSON itself is made of, one entry is about something else.
    private static let lines = [
        #"{"jsonPayload":{"queryName":"a.example.net.","queryType":"TXT","rdata":"a.example.net.\t300\tIN\ttxt\t\"}]{[\\\"\"","responseCode":"NOERROR","sourceIP":"192.0.2.1"},"timestamp":"2026-11-30T07:58:27.693Z"}"#,
        #"{"textPayload":"} { ] [ \" \\","timestamp":"2026-11-30T07:58:28Z"}"#,
        #"{"jsonPayload":{"queryName":"b{\"}.example.net.","queryType":"A","responseCode":"NXDOMAIN","sourceIP":"192.0.2.2"},"timestamp":"2026-11-30T07:58:29Z"}"#,
        #"{"jsonPayload":{"queryName":"c.example.net.","queryType":"A","sourceIP":"192.0.2.3"},"timestamp":"2026-11-30T07:58:30Z"}"#,
    ]

    /// Python's json writes the same entries in other layouts.
    private static func layout(_ expression: String) throws -> String {
        let script = """
            import json, sys
            entries = [json.loads(line) for line in sys.stdin]
            sys.stdout.write(\(expression))
            """
        return try Consumer.run(script, [], input: lines.joined(separator: "\n")).output
    }

    private static func facts(_ log: LogReading) -> [String] {
        log.observations.map {
            "\($0.frame) \($0.time.nanoseconds) \($0.client.address) \($0.queryName) \($0.isResponse) \($0.answerOctets)"
        }
    }

    @Test(
        .enabled(if: Consumer.has("json"), "needs python3"),
        arguments: [
            "json.dumps(entries)", "json.dumps(entries, indent=2)",
            "json.dumps(entries, indent='\\t') + '\\n'",
            "'\\n'.join(json.dumps(entry, indent=4) for entry in entries)",
            "'  \\r\\n[\\r\\n' + ',\\r\\n'.join(json.dumps(entry) for entry in entries) + ']'",
            "''.join(json.dumps(entry, indent=1) for entry in entries)",
        ]
    )
    func `the layout of JSON does not matter`(expression: String) throws {
        let byLine = try LogReading(text: Self.lines.joined(separator: "\n"))
        let other = try LogReading(text: Self.layout(expression))
        #expect(other.format == .cloudDNS && byLine.format == .cloudDNS)
        #expect(Self.facts(other) == Self.facts(byLine) && byLine.observations.count == 5)
        #expect(other.records.count == 4 && other.anomalies == byLine.anomalies)
    }

    /// What is there is read up to the cut; the object that was cut is counted, and no octet brings another name.
    @Test func `an array that was cut gives the entries before the cut`() throws {
        let text = Array(("[\n" + Self.lines.joined(separator: ",\n") + "\n]\n").utf8)
        let whole = try Self.facts(LogReading(text: String(decoding: text, as: UTF8.self)))
        for count in stride(from: 300, to: text.count, by: 7) {
            let log = try LogReading(Array(text.prefix(count)))
            #expect(whole.starts(with: Self.facts(log)), "\(count)")
            let ends = text.prefix(count).reversed().first { ![0x0A, 0x2C, 0x5D].contains($0) }
            let isCut = log.anomalies[.lineUnreadable] == 1
            #expect(isCut || ends == UInt8(ascii: "}"), "\(count)")
        }
    }

    @Test func `what is no object is counted and the next one is read`() throws {
        let log = try LogReading(
            text:
                "[\n\(Self.lines[0]),\n nonsense here,\n17, \(Self.lines[3])\n\(Self.lines[2])]\n}\n\(Self.lines[3])"
        )
        // The number before an object makes one text of both.
        #expect(log.observations.map(\.frame) == [1, 1, 4, 4, 6])
        #expect(log.anomalies[.lineUnreadable] == 3)
    }

    @Test func `an object without end is passed over in bounded memory`() throws {
        let long = "{\"a\":\"" + String(repeating: "{\\\"x", count: 1 << 20) + "\"}"
        let log = try LogReading(text: "[\(Self.lines[3]),\(long),\(Self.lines[3])]")
        #expect(log.observations.map(\.frame) == [1, 3])
        #expect(log.anomalies[.lineOversized] == 1)
        let endless = try LogReading(
            text: "[\(Self.lines[3]),{\"a\":\"" + String(repeating: "x", count: 3 << 20)
        )
        #expect(endless.observations.map(\.frame) == [1] && endless.anomalies[.lineOversized] == 1)
    }

    /// Lines of unbound begin with a bracket, those of Suricata with a brace.
    @Test(arguments: [
        "[1796025551] unbound[1:0] info: 192.0.2.1 a.b. A IN\n",
        #"{"timestamp":"2026-11-30T08:58:27.693000+0100","event_type":"dns","src_ip":"192.0.2.1","dest_ip":"192.0.2.2","dns":{"type":"query","id":9,"rrname":"a.b","rrtype":"A"}}"#
            + "\n",
    ])
    func `lines stay lines`(line: String) throws {
        let log = try LogReading(text: line + "{\n" + line)
        #expect(log.observations.map(\.frame) == [1, 3])
    }

    @Test(arguments: ["[{}]", "[", "{", "[[{", "[{\"a\":1}]", "{\n}", "[{\"query\":\n"])
    func `other JSON is no log`(text: String) throws {
        #expect(try LogReading(text: text).format == nil)
    }
}
