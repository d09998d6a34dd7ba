import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Messages that somebody damaged on purpose: readers of contents neither trap nor take more than they may.
///
/// The target traps where a bound or a promise is broken; `Tests/Fuzzing` does the same by the million.
@Suite struct HostileMessagesTests {
    private static let rounds = 60

    @Test func `damaged messages of every recorded channel are read`() throws {
        var target = ContentTarget()
        var generator = SeededGenerator(seed: 15)
        var (seeds, contents, damagedContents) = (0, 0, 0)
        var donor: [UInt8] = []
        for folder in ["tunnels", "covert"] {
            let folder = Repository.url("Fixtures/captures/" + folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
                let path = folder.appending(path: name).path
                guard let seed = ContentTarget.packed(capture: path, most: 12_000) else { continue }
                seeds += 1
                contents += target.run(seed.span)
                for _ in 0..<Self.rounds {
                    let damaged = Mutation.mutated(seed, donor: donor, using: &generator)
                    damagedContents += target.run(damaged.span)
                }
                donor = seed
            }
        }
        // The seeds reach the readers, and damage leaves them something to read.
        #expect(seeds > 25 && contents > 15 && damagedContents > 500)
    }

    @Test func `every reader takes the messages of every channel`() throws {
        var target = ContentTarget()
        for name in [
            "tunnels/iodine_null_data", "tunnels/generated_exfil_hex", "tunnels/generated_dnscat2_plain",
        ] {
            let path = Repository.url("Fixtures/captures/\(name).pcap").path
            var seed = try #require(ContentTarget.packed(capture: path, most: 6_000))
            for tool in 0..<(ContentTarget.toolCount + 1) {
                for carrier in 0..<(tool == 0 ? ContentTarget.carrierCount + 1 : 1) {
                    (seed[0], seed[1]) = (UInt8(tool), UInt8(carrier))
                    target.run(seed.span)
                }
            }
        }
    }
}
