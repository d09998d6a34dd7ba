import Findings
import Foundation
import NetworkTypes
import PacketDecoding
import PartialResults
import ScanPipeline
import TestSupport
import Testing

/// Parts come from other machines, and somebody may write one by hand.
@Suite struct PartScanTests {
    private static func packet(_ frame: Int, _ random: inout SeededGenerator) -> TransportPacket {
        let fragment = IPPacket.Fragment(
            identification: UInt32.random(in: 0...3, using: &random),
            offset: Int.random(in: 0...65_535, using: &random),
            isLast: Bool.random(using: &random)
        )
        let contents: [TransportPacket.Content] = [
            .datagram, .segment, .fragment(UInt8.random(in: 0...255, using: &random), fragment),
        ]
        var octets = (0..<Int.random(in: 0...80, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        // Half of them from and to the port of DNS, with a header that may be one.
        if octets.count > 20, Bool.random(using: &random) {
            octets.replaceSubrange(0..<4, with: [0, 53, 0, UInt8.random(in: 52...54, using: &random)])
        }
        return TransportPacket(
            content: contents.randomElement(using: &random) ?? .datagram,
            octets: octets,
            time: Timestamp(
                nanoseconds: [.min, .max, 0, 1_764_540_000_000_000_000].randomElement(using: &random) ?? 0
            ),
            frame: frame << 28,
            source: IPAddress(v4: UInt32.random(in: 0...2, using: &random)),
            destination: IPAddress(v6High: 0, low: UInt64.random(in: 0...2, using: &random)),
            identification: UInt16.random(in: 0...3, using: &random),
            missing: Int.random(in: 0...1 << 31, using: &random),
            depth: Int.random(in: 0...255, using: &random)
        )
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `packets that no decoder keeps are read or counted`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var writer = PartWriter()
        for frame in 1...20_000 { writer.append(Self.packet(frame, &random)) }
        var piece = PartPiece()
        piece.source.path = "hostile.pcap"
        piece.source.shares = 1
        // The largest numbers that a reader lets pass.
        piece.reading.packets = 1 << 43 - 1
        piece.reading.octets = 1 << 43 - 1
        piece.reading.dropped = 1 << 43 - 1
        piece.reading.first = .min
        piece.reading.last = .max
        _ = writer.end(piece)
        let url = FileManager.default.temporaryDirectory.appending(path: "part-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(writer.finish()).write(to: url)
        let file = try PartFile(path: url.path(percentEncoded: false))
        var scan = Scan()
        // Twice the same capture counts once; a share of another count is another capture.
        let diagnostics = scan.read(PartSequence([file, file]))
        let report = scan.finish()
        #expect(diagnostics.isEmpty)
        #expect(report.scan.packets == 1 << 43 - 1 && report.scan.inputs.map(\.path) == ["hostile.pcap"])
        #expect(report.coverage.inspected + report.coverage.malformed < 20_000)
        #expect(report.coverage.problems.contains { $0.count > 1_000 })
    }
}
