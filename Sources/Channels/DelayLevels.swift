import Glibc
import PayloadMeasures
package import ZoneProfiles

/// A few delays that a client keeps apart, and how unforeseeably it changes between them.
///
/// People's pauses and networks' delays are spread, and a clock has one delay. Software that waits for either of two
/// times, such as before a repetition, does so by rules: mostly the same delay comes behind each. A program that asks
/// about as often as its cache forgets is the exception: the cache answers now and then, by chance.
package struct DelayLevels: Sendable {
    /// How many delays are told apart.
    package let count: Int
    /// How many delays there were.
    package let pauses: Int
    /// The shortest delay of the shortest level.
    package let shortest: Delay
    /// The most that the order of the delays can carry, in bytes.
    package let information: Double
    /// The same for each delay, in bits, as a share of the bits that unforeseeable delays would carry, 0…1.
    package let unforeseen: Double

    /// The levels, or `nil` when delays are spread or have one level.
    ///
    /// - Parameter sequence: The delays between the queries of one client.
    package init?(_ sequence: TransitionTally<Delay>) {
        // Delays whose steps are not known have more kinds than a few levels.
        guard sequence.isFollowed else { return nil }
        let steps = sequence.transitions.sorted
        var counts: [Delay: Int] = [:]
        for (step, times) in steps where step.target.isPause {
            counts[step.target, default: 0] += times
        }
        let pauses = counts.values.reduce(0, +)
        let levels = Self.clusters(of: counts.keys.sorted()).filter { level in
            let share = Double(level.reduce(0) { $0 + counts[$1, default: 0] }) / Double(pauses)
            return share >= Self.levelShare && level.count <= Self.widestLevel
        }
        let kept = levels.joined().reduce(0) { $0 + counts[$1, default: 0] }
        guard (2...Self.mostLevels).contains(levels.count), Double(kept) >= Self.keptShare * Double(pauses)
        else { return nil }

        // Short delays and strays are a level each, but no short delay is a message.
        func number(of delay: Delay) -> Int {
            levels.firstIndex { $0.contains(delay) } ?? (delay.isPause ? levels.count : levels.count + 1)
        }
        var followers: [Int: [Int: Int]] = [:]
        for (step, times) in steps where step.target.isPause {
            followers[number(of: step.origin), default: [:]][number(of: step.target), default: 0] += times
        }
        // In order, since sums of fractions depend on it.
        let bits = followers.sorted { $0.key < $1.key }.reduce(0) {
            $0 + CodeLength.bits(of: $1.value.values.sorted(), alphabet: levels.count + 1)
        }
        count = levels.count
        self.pauses = pauses
        shortest = levels[0][0]
        information = bits / 8
        unforeseen = min(1, bits / (Double(pauses) * log2(Double(levels.count))))
    }

    private static let mostLevels = 4
    private static let levelShare = 0.1
    private static let keptShare = 0.95
    /// In ranks; three make a level less than twice as long at its end as at its start.
    private static let widestLevel = 3

    /// Delays with none missing between them, shortest first.
    private static func clusters(of delays: [Delay]) -> [[Delay]] {
        var clusters: [[Delay]] = []
        for delay in delays {
            if let last = clusters.last?.last, delay.rank - last.rank <= 1 {
                clusters[clusters.count - 1].append(delay)
            } else {
                clusters.append([delay])
            }
        }
        return clusters
    }
}

extension TransitionTally<Delay> {
    /// The share of the pauses that a clock makes: those of one length, give or take a quarter, 0…1.
    ///
    /// A jitter of a fifth leaves some four in five of them.
    package var clockRatio: Double {
        let pauses = symbols.sorted.filter { $0.kind.isPause }
        let counts = Dictionary(pauses.map { (Int($0.kind.rank), $0.count) }, uniquingKeysWith: +)
        let most = counts.map { $0.value + counts[$0.key + 1, default: 0] }.max() ?? 0
        return Double(most) / Double(Swift.max(1, counts.values.reduce(0, +)))
    }
}

extension Delay {
    /// Whether it is longer than the delays between one program's questions that go out together: above a tenth of a
    /// second.
    fileprivate var isPause: Bool { rank > 9 }
}
