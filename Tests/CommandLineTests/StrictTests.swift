import Foundation
import TestSupport
import Testing

/// `--strict` makes status 2 of whatever was not inspected, and of nothing else.
@Suite struct StrictTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let capture: String
        /// Without `--strict` and with it.
        let statuses: [Int32]
    }

    @Test(arguments: [
        Row(testDescription: "all read", capture: "ordinary/office_hour.pcap", statuses: [0, 0]),
        Row(testDescription: "odd but read", capture: "anomalies/trailing_octets.pcap", statuses: [0, 0]),
        Row(testDescription: "odd opcode", capture: "anomalies/unknown_opcode.pcap", statuses: [0, 0]),
        Row(testDescription: "malformed", capture: "anomalies/pointer_not_backward.pcap", statuses: [0, 2]),
        Row(
            testDescription: "unknown link type",
            capture: "damaged/unknown_link_type.pcap",
            statuses: [0, 2]
        ),
        Row(testDescription: "snap length", capture: "protocol/pcap_snap_length_96.pcap", statuses: [0, 2]),
        Row(testDescription: "no capture", capture: "damaged/text.pcap", statuses: [2, 2]),
        Row(testDescription: "a finding", capture: "tunnels/iodine_null_data.pcap", statuses: [1, 1]),
    ])
    func statuses(row: Row) throws {
        let path = Repository.url("Fixtures/captures/" + row.capture).path(percentEncoded: false)
        #expect(try Command.run(["-q", path]).status == row.statuses[0])
        let strict = try Command.run(["-q", "--strict", path])
        #expect(strict.status == row.statuses[1])
        #expect(strict.errors.isEmpty == (strict.status != 2))
    }

    @Test func `a capture that is cut off is a warning`() throws {
        let folder = try TemporaryFolder()
        let whole = try Data(contentsOf: Repository.url("Fixtures/captures/ordinary/office_hour.pcap"))
        try whole.dropLast(1).write(to: folder.url.appending(path: "cut.pcap"))
        #expect(try Command.run(["-q", folder.path("cut.pcap")]).status == 0)
        #expect(try Command.run(["-q", "--strict", folder.path("cut.pcap")]).status == 2)
    }

    @Test func `a finding wins over a capture that is cut off`() throws {
        let folder = try TemporaryFolder()
        let whole = try Data(contentsOf: Repository.url("Fixtures/captures/tunnels/iodine_null_data.pcap"))
        try whole.dropLast(1).write(to: folder.url.appending(path: "cut.pcap"))
        let arguments = ["-q", "--strict", folder.path("cut.pcap")]
        #expect(try Command.run(arguments).status == 1)
        #expect(try Command.run(arguments + ["--fail-on", "never"]).status == 2)
    }
}
