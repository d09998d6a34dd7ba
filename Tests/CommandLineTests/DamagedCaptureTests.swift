import Foundation
import TestSupport
import Testing

/// Inputs that cannot be read, or only in part.
@Suite struct DamagedCaptureTests {
    private static let sound = Repository.url("Fixtures/captures/tunnels/iodine_null_idle.pcap")

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let content: [UInt8]
        let status: Int32
        let message: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "empty", content: [], status: 2, message: "empty"),
        Row(
            name: "text",
            content: Array("Dear analyst,\nthis is a letter.\n".utf8),
            status: 2,
            message: "not a capture"
        ),
        Row(name: "binary", content: (0..<200).map { UInt8($0 ^ 0x5A) }, status: 2, message: "not a capture"),
    ])
    func `what is no capture is said to be none`(row: Row) throws {
        let folder = try TemporaryFolder()
        try Data(row.content).write(to: folder.url.appending(path: row.name))
        let result = try Command.run([folder.path(row.name)])
        #expect(result.status == row.status)
        #expect(result.errors.hasPrefix("dnsscan: \(folder.path(row.name)): "))
        #expect(
            result.errors.contains(row.message) && result.errors.split(separator: "\n").count == 1,
            "\(result.errors)"
        )
    }

    @Test func `a missing file is said to be missing`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([folder.path("none.pcap")])
        #expect(result.status == 2)
        #expect(
            result.errors.hasPrefix("dnsscan: \(folder.path("none.pcap")): ")
                && result.errors.contains("no such file")
        )
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func `a file without permission is said to be forbidden`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.writeEmptyCapture("secret.pcap")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        let result = try Command.run([path])
        #expect(result.status == 2 && result.errors.contains("permission denied"))
    }

    @Test func `a header alone is a capture`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([folder.writeEmptyCapture("header.pcap")])
        #expect(result.status == 0 && result.errors == "" && result.output.contains("No findings"))
    }

    /// A capture file's header has 24 octets and each record's 16 (libpcap's pcap-savefile(5)).
    @Test func `a capture cut at any octet of its first three packets is read up to there`() throws {
        let whole = Array(try Data(contentsOf: Self.sound))
        var ends = [24]
        while ends.count < 4, let start = ends.last {
            let length = (0..<4).reduce(0) { $0 | Int(whole[start + 8 + $1]) << (8 * $1) }
            ends.append(start + 16 + length)
        }
        let folder = try TemporaryFolder()
        var failures: [String] = []
        for length in 0...ends[3] {
            let path = folder.path("\(length).pcap")
            try Data(whole.prefix(length)).write(to: URL(filePath: path))
            let result = try Command.run(["-f", "json", "--fail-on", "never", path])
            let packets = ends.lastIndex { $0 <= length }
            let isWhole = ends.contains(length)
            let expectedStatus: Int32 = packets == nil ? 2 : 0
            let counted = packets.map { result.output.contains("\"packets\": \($0)") } ?? true
            let isSaid = isWhole ? result.errors == "" : result.errors.hasPrefix("dnsscan: \(path): ")
            if result.status != expectedStatus || !counted || !isSaid {
                failures.append("\(length): status \(result.status), \(result.errors)")
            }
            if packets != nil, !isWhole, length % 7 == 0 {
                let strict = try Command.run(["--strict", "-q", "--fail-on", "never", path])
                if strict.status != 2 { failures.append("\(length) strict: status \(strict.status)") }
            }
            try FileManager.default.removeItem(atPath: path)
        }
        #expect(failures.isEmpty, "\(failures.prefix(5))")
        #expect(ends[3] > 200)
    }

    /// Every damaged capture of the repository ends in a message, never in a crash.
    @Test(arguments: LabelledCapture.fixtures.filter { $0.label == "damaged" || $0.label == "anomaly" })
    func `damage is survived`(capture: LabelledCapture) throws {
        let result = try Command.run([capture.path])
        #expect([0, 1, 2].contains(result.status), "\(result)")
        #expect(result.status != 2 || result.errors.hasPrefix("dnsscan: \(capture.path): "))
    }
}
