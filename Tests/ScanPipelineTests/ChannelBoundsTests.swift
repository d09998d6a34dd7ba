import Channels
import DNSWire
import Findings
import Foundation
import ScanPipeline
import Synchronization
import TestSupport
import Testing
import TunnelDetection

/// That nothing is lost where features are not measured: no detector concerns itself with a channel that its bounds rule
/// out, in any capture of the repository.
@Suite struct ChannelBoundsTests {
    private final class Channels: Sendable {
        let all = Mutex(0)
        let ruledOut = Mutex(0)
        let missed = Mutex<[String]>([])
    }

    /// A detector to which every channel goes.
    private struct Witness: Detector {
        let detector: any Detector
        let seen: Channels
        var kind: FindingKind { detector.kind }

        func mayConcern(_ channel: ChannelBounds) -> Bool { true }

        func concerns(_ channel: Channel) -> Bool {
            seen.all.withLock { $0 += 1 }
            let mayConcern = detector.mayConcern(channel.bounds)
            if !mayConcern { seen.ruledOut.withLock { $0 += 1 } }
            // With the content that ordinary traffic explains, and without.
            let concerns = detector.concerns(channel) || detector.concerns(channel.withoutExcuse)
            if concerns, !mayConcern {
                seen.missed.withLock { $0.append("\(channel.zone.presentation): \(detector.kind)") }
            }
            return detector.concerns(channel)
        }

        func measurements(in channel: Channel) -> [TunnelDetection.Measurement] {
            detector.measurements(in: channel)
        }
    }

    @Test func nothingInTheFixturesIsMissed() throws {
        let seen = Channels()
        let analyzer = TunnelAnalyzer(
            detectors: DetectorCatalog.all.map { Witness(detector: $0, seen: seen) },
            signatures: []
        )
        let captures = try #require(
            FileManager.default.enumerator(at: Repository.url("Fixtures"), includingPropertiesForKeys: nil)
        )
        .compactMap { $0 as? URL }.filter { $0.lastPathComponent.contains(".pcap") }
        #expect(captures.count > 100)
        for capture in captures {
            var scan = Scan(analyzer: analyzer)
            _ = scan.read(capture.path(percentEncoded: false))
            _ = scan.finish()
        }
        let missed = seen.missed.withLock { $0 }
        #expect(missed.isEmpty, "\(missed.count): \(missed.prefix(20).joined(separator: "\n"))")
        // Else the bounds save nothing.
        let (all, ruledOut) = (seen.all.withLock { $0 }, seen.ruledOut.withLock { $0 })
        #expect(all > 1_000 && 2 * ruledOut > all, "\(ruledOut) of \(all)")
    }
}
