import Foundation
import FuzzTargets
import TestSupport
import Testing

/// The captures of Fixtures, damaged in ways that repeat; `Mutations` does the same by the million.
@Suite struct MutationTests {
    @Test func `damaged fixtures neither trap nor take long`() throws {
        let folder = Repository.url("Fixtures/captures")
        let paths = try #require(FileManager.default.subpaths(atPath: folder.path)).sorted()
        var run = MutationRun(seed: 20)
        for path in paths {
            let file = folder.appendingPathComponent(path)
            guard let data = try? Data(contentsOf: file), data.count < 32 << 10 else { continue }
            run.run(Array(data), path: file.path, rounds: 2)
        }
        #expect(run.captures > 200 && run.frames > 2_000)
        #expect(run.slowest.seconds < MutationRun.mostSeconds)
    }

    @Test func `damage repeats with its seed and is damage`() {
        let octets = Array(0..<100 as Range<UInt8>)
        var changed = 0
        for seed in 0..<100 as Range<UInt64> {
            var (one, same) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed))
            let mutated = Mutation.mutated(octets, donor: [1, 2, 3], using: &one)
            #expect(mutated == Mutation.mutated(octets, donor: [1, 2, 3], using: &same))
            if mutated != octets { changed += 1 }
        }
        // Now and then an octet is replaced by itself.
        #expect(changed > 90)
    }
}
