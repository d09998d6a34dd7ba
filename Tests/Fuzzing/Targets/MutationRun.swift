import Glibc
import PacketCapture
import TestSupport

/// Scans damaged captures and damaged frames by the thousand, and traps where a scan takes too long.
///
/// The damage follows from the seed and the capture's octets alone, so that a capture that made trouble makes it
/// again without the others.
package struct MutationRun {
    /// No scan of an input below a mebibyte may take more processor time than this.
    package static let mostSeconds = 1.0
    private static let mostOctets = 1 << 20
    private static let mostFrames = 4_096
    private static let framesOfScan = 64

    package let seed: UInt64
    /// Damaged captures that were scanned.
    package private(set) var captures = 0
    /// Damaged frames that were scanned, those of damaged captures not counted.
    package private(set) var frames = 0
    /// The longest scan in seconds of processor time, and what it was of.
    package private(set) var slowest = (seconds: 0.0, of: "-")

    /// The capture before, for splices.
    private var donor: [UInt8] = []
    private var donorFrame: [UInt8] = []

    package init(seed: UInt64) {
        self.seed = seed
    }

    /// Damages a capture as a file and, if it is one, frame by frame.
    ///
    /// - Parameters:
    ///   - octets: The file, of which the first mebibyte is taken.
    ///   - path: Its path, from which its frames are read.
    ///   - rounds: How many damaged captures and batches of 64 damaged frames are made.
    package mutating func run(_ octets: [UInt8], path: String, rounds: Int) {
        var generator = SeededGenerator(
            seed: octets.prefix(4_096).reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        )
        let all = Self.frames(path)
        for round in 0..<rounds {
            let most = 1 << Int.random(in: 9...20, using: &generator)
            let original = Array(octets.prefix(min(most, Self.mostOctets)))
            let file = Mutation.mutated(original, donor: donor, using: &generator)
            measure("round \(round), the file \(path)") { CheckedScan.read(capture: file.span) }
            captures += 1
            guard !all.isEmpty else { continue }
            let batch = damaged(all, &generator)
            measure("round \(round), frames of \(path)") { CheckedScan.read(FrameSequence(batch)) }
            frames += batch.count
        }
        donor = Array(octets.prefix(4_096))
    }

    /// Up to 64 neighboring frames, each of them damaged, some twice, some out of order.
    private mutating func damaged(
        _ all: [FrameSequence.Item],
        _ generator: inout SeededGenerator
    ) -> [FrameSequence.Item] {
        let start = Int.random(in: 0...max(0, all.count - Self.framesOfScan), using: &generator)
        var batch: [FrameSequence.Item] = []
        for (frame, octets) in all[start..<min(all.count, start + Self.framesOfScan)] {
            let mutated = Mutation.mutated(octets, donor: donorFrame, using: &generator)
            donorFrame = octets
            let damaged = Frame(
                number: batch.count + 1,
                time: frame.time,
                linkType: frame.linkType,
                capturedLength: mutated.count,
                originalLength: max(mutated.count, frame.originalLength)
            )
            batch.append((damaged, mutated))
            if Int.random(in: 0..<16, using: &generator) == 0 { batch.append((damaged, mutated)) }
            if Int.random(in: 0..<8, using: &generator) == 0 {
                batch.swapAt(batch.count - 1, Int.random(in: batch.indices, using: &generator))
            }
        }
        return batch
    }

    /// The first frames of a capture; none where it is not one.
    package static func frames(_ path: String) -> [FrameSequence.Item] {
        var frames: [FrameSequence.Item] = []
        do throws(CaptureError) {
            var capture = try CaptureFile(path: path)
            while frames.count < mostFrames,
                try capture.nextFrame({ frame, octets in
                    frames.append((frame, octets.indices.map { octets[$0] }))
                })
            {}
        } catch {}  // what came before the fault is there
        return frames
    }

    private mutating func measure(_ what: String, _ body: () -> Void) {
        let start = ProcessorTime.seconds
        body()
        let seconds = ProcessorTime.seconds - start
        if seconds > slowest.seconds { slowest = (seconds, what) }
        precondition(seconds < Self.mostSeconds, "\(seconds) seconds for \(what), seed \(seed)")
    }
}

/// What this thread has spent.
enum ProcessorTime {
    /// In seconds since the thread began.
    static var seconds: Double {
        var time = timespec()
        // Safe: the kernel fills in a `timespec`, which lives until the call is over.
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
