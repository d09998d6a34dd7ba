import Foundation
import FuzzTargets
import PacketCapture

/// Scans damaged captures: `Mutations [--seed N] [--rounds N] PATH…`.
///
/// Or makes seeds of them, `--seeds FOLDER PATH…`, or every ``Bomb`` in its full size, `--bombs FOLDER`.
@main
struct Mutations {
    private static let mostSeedOctets = 3_000
    private static let framesOfSeed = 16

    static func main() throws {
        var seed = UInt64.random(in: 0...UInt64.max)
        var rounds = 10
        var folder: URL?
        var paths: [String] = []
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--seed": seed = arguments.popFirst().flatMap { UInt64($0) } ?? seed
            case "--rounds": rounds = arguments.popFirst().flatMap { Int($0) } ?? rounds
            case "--bombs": return try arguments.popFirst().map(writeBombs) ?? ()
            case "--seeds": folder = arguments.popFirst().map { URL(fileURLWithPath: $0) }
            default: paths += CaptureDirectory(path: argument)?.files ?? [argument]
            }
        }
        if let folder {
            try writeSeeds(of: paths, to: folder)
        } else {
            run(paths, seed: seed, rounds: rounds)
        }
    }

    private static func run(_ paths: [String], seed: UInt64, rounds: Int) {
        print("seed \(seed), \(rounds) rounds for each of \(paths.count) files")
        var run = MutationRun(seed: seed)
        for (number, path) in paths.enumerated() {
            // Named before it is read: the last one named is the one that crashed.
            print("\(number + 1): \(path)")
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            run.run(Array(data.prefix(1 << 20)), path: path, rounds: rounds)
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            "\(run.captures) captures and \(run.frames) frames; slowest \(run.slowest.seconds) s: \(run.slowest.of)"
        )
        print("peak memory \(usage.ru_maxrss / 1024) MiB")
    }

    private static func writeBombs(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for bomb in Bomb.allCases {
            let octets = bomb.octets(count: bomb.fullCount)
            try Data(octets).write(to: URL(fileURLWithPath: folder).appendingPathComponent(bomb.rawValue))
        }
    }

    /// The first frames of each capture, and the captures that are small.
    private static func writeSeeds(of paths: [String], to folder: URL) throws {
        for kind in [FuzzTarget.Kind.frames, .capture, .contents] {
            let subfolder = folder.appendingPathComponent(kind.rawValue)
            try FileManager.default.createDirectory(at: subfolder, withIntermediateDirectories: true)
        }
        for (number, path) in paths.enumerated() {
            let frames = MutationRun.frames(path).prefix(framesOfSeed)
            if let packed = FrameSequence(Array(frames)).packed {
                let seed = Data(packed.prefix(mostSeedOctets))
                try seed.write(to: folder.appendingPathComponent("frames/\(number)"))
            }
            if let packed = ContentTarget.packed(capture: path, most: mostSeedOctets) {
                try Data(packed).write(to: folder.appendingPathComponent("contents/\(number)"))
            }
            if let data = FileManager.default.contents(atPath: path), data.count <= mostSeedOctets {
                try data.write(to: folder.appendingPathComponent("capture/\(number)"))
            }
        }
    }
}
