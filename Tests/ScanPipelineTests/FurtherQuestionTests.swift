import Findings
import Foundation
import ScanPipeline
import TestSupport
import Testing

/// Names in second and further questions are names: of a message of three, each is asked for (RFC 1035 §4.1.2).
@Suite struct FurtherQuestionTests {
    private func report() throws -> Report {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".pcap")
            .path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var generator = SeededGenerator(seed: 3)
        do {
            guard var capture = DatagramCapture(path: path) else { throw CocoaError(.fileWriteUnknown) }
            for index in 0..<80 {
                let label = (0..<30).map { _ in
                    String(UInt8.random(in: 0...255, using: &generator), radix: 16)
                }.joined()
                var builder = MessageBuilder(id: UInt16(index), flags: 0x0100)
                builder.addQuestion("www.example.com", type: 1)
                builder.addQuestion("\(label).x.example.net", type: 16)
                builder.addQuestion("www.example.org", type: 1)
                let time = 1_767_225_600_000_000 + index * 1_000_000
                let (client, server) = (
                    (UInt32(0x0A01_0007), UInt16(40_000 + index)), (UInt32(0x0A01_0035), UInt16(53))
                )
                capture.write(builder.octets, at: time, from: client, to: server)
                builder.flags = 0x8180
                capture.write(builder.octets, at: time + 1_000, from: server, to: client)
            }
        }
        var scan = Scan()
        #expect(scan.read(path) == nil)
        return scan.finish()
    }

    @Test func aChannelInTheSecondQuestionIsFound() throws {
        let report = try report()
        let finding = try #require(report.findings.first { $0.zone == "x.example.net" })
        #expect(finding.severity >= .medium && finding.queries == 80 && finding.distinctNames == 80)
        #expect(finding.queryTypes == [TypeCount(type: "TXT", count: 80)])
        // Each message is one, whatever it asks for.
        #expect(finding.frames.count == 160 && report.scan.dnsMessages == 160 && report.scan.zones == 3)
    }
}
