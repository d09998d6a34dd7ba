import Foundation
import TestSupport
import Testing

/// What kept a capture from being read, or to its end, is counted in the report.
@Suite struct CaptureProblemTests {
    struct Row: CustomTestStringConvertible, Sendable {
        /// Below the folder of captures.
        let capture: String
        let kind: String
        /// How many frames `tshark -r` lists.
        let frames: Int

        var testDescription: String { capture }
    }

    private static let whole = "Fixtures/captures/protocol/vlan.pcap"

    private func problems(_ output: String) throws -> [[String: Any]] {
        let report = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let coverage = try #require(report?["coverage"] as? [String: Any])
        return try #require(coverage["problems"] as? [[String: Any]])
    }

    @Test(arguments: [
        Row(capture: "cut_in_last_packet.pcap", kind: "capture_cut_off", frames: 123),
        Row(capture: "cut_in_record_header.pcap", kind: "capture_cut_off", frames: 123),
        Row(capture: "cut_gzip.pcap.gz", kind: "capture_cut_off", frames: 61),
        Row(capture: "cut_pcapng.pcapng", kind: "capture_cut_off", frames: 5),
        Row(capture: "cut_in_file_header.pcap", kind: "capture_cut_off", frames: 0),
        Row(capture: "corrupt_record_length.pcap", kind: "capture_record_too_large", frames: 62),
        Row(capture: "zero_record_length.pcap", kind: "capture_record_too_large", frames: 63),
        Row(capture: "corrupt_block_length.pcapng", kind: "capture_record_too_large", frames: 0),
        Row(capture: "empty.pcap", kind: "capture_unsupported", frames: 0),
        Row(capture: "text.pcap", kind: "capture_unsupported", frames: 0),
        Row(capture: "unknown_version.pcap", kind: "capture_unsupported", frames: 0),
        Row(capture: "missing.pcap", kind: "capture_unreadable", frames: 0),
    ])
    func `a capture that is not read to its end is counted`(row: Row) throws {
        let path = "Fixtures/captures/damaged/" + row.capture
        let result = try Command.run(["-f", "json", "--fail-on", "never", Self.whole, path])
        let problems = try problems(result.output).filter {
            ($0["kind"] as? String)?.hasPrefix("capture_") == true
        }
        #expect(problems.map { $0["kind"] as? String } == [row.kind])
        #expect(problems.map { $0["count"] as? Int } == [1])
        #expect(problems.map { $0["first_frame"] as? Int } == [row.frames])
        #expect(problems.map { $0["input"] as? Int } == [1])
        #expect(result.errors.hasPrefix("dnsscan: \(path): "))
        let strict = try Command.run(["-v", "--strict", "--fail-on", "never", Self.whole, path])
        #expect(strict.status == 2 && strict.output.contains("Not everything could be inspected"))
    }

    @Test func `equal problems are counted together`() throws {
        let cut = "Fixtures/captures/damaged/cut_pcapng.pcapng"
        let problems = try problems(Command.run(["-f", "json", cut, Self.whole, cut]).output)
        let problem = problems.first { $0["kind"] as? String == "capture_cut_off" }
        #expect(problem?["count"] as? Int == 2 && problem?["input"] as? Int == 0)
    }

    @Test(arguments: ["gzip -9", "zstd -q -19", "xz"])
    func `a compression bomb is counted`(packer: String) throws {
        let folder = try TemporaryFolder()
        // A section, and a block of an unknown type that goes on for ever.
        let start = #"\n\r\r\n\034\0\0\0M<+\032\001\0\0\0\377\377\377\377\377\377\377\377\034\0\0\0"#
        let endless = #"\167\167\0\0\374\377\377\377"#
        let script = "{ printf '\(start)\(endless)'; head -c 300000000 /dev/zero; } | \(packer) -c > \"$1\""
        try #require(try Command.script(script, [folder.path("bomb")]).status == 0)
        let result = try Command.run(["-f", "json", folder.path("bomb")])
        #expect(result.status == 2 && result.errors.contains("expands to more than"))
        let problems = try problems(result.output)
        #expect(problems.map { $0["kind"] as? String } == ["expansion_bound"])
    }

    @Test func `damaged compressed data is counted`() throws {
        let folder = try TemporaryFolder()
        var octets = try Data(contentsOf: Repository.url("Fixtures/captures/compressed/tunnel.pcap.xz"))
        octets[octets.count / 2] ^= 1
        try octets.write(to: folder.url.appending(path: "damaged"))
        let result = try Command.run(["-f", "json", "--fail-on", "never", folder.path("damaged")])
        #expect(try problems(result.output).contains { $0["kind"] as? String == "compression_damaged" })
    }
}
