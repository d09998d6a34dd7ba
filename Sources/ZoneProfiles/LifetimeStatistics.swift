import Glibc
package import NetworkTypes

/// The course of the times to live of the answers to one name.
///
/// A server gives the same time each time; a cache counts it down, so that the moment of expiry stays until it has
/// passed. Statistics of two parts add up but for the step from one part to the other, which is not seen.
package struct LifetimeStatistics: Sendable {
    package private(set) var answers = 0
    /// Seconds, of the answer before.
    private var last: UInt32 = 0
    private var largest: UInt32 = 0
    /// Answers that live longer than the one before, but not as long as any did, by more than ``grain``.
    private var rises = 0
    /// The different moments of expiry in units of ``grain``, a bit for each hash modulo 64.
    private var expiries: UInt64 = 0
    private var first = Timestamp(nanoseconds: .max)
    private var latest = Timestamp(nanoseconds: .min)
    /// Seconds; caches round, and delays differ.
    private static let grain: Int64 = 4

    /// The share of answers that live longer than the one before, but not as long as any did, 0…1.
    ///
    /// A cache that fetches an answer anew gives it the server's whole time to live.
    package var riseRatio: Double { answers > 1 ? Double(rises) / Double(answers - 1) : 0 }

    /// The number of moments at which the answers would expire, for each moment that one cache explains.
    ///
    /// Source: Whang et al., "A linear-time probabilistic counting algorithm" (1990), for the count.
    package var expiriesPerGeneration: Double {
        guard answers > 0 else { return 0 }
        let clear = Double(64 - expiries.nonzeroBitCount)
        let count = min(Double(answers), -64 * log(max(1, clear) / 64))
        return count / (1 + latest.seconds(since: first) / Double(max(1, largest)))
    }

    /// Notes one answer.
    ///
    /// - Parameters:
    ///   - timeToLive: In seconds.
    ///   - time: When it came.
    package mutating func note(_ timeToLive: UInt32, at time: Timestamp) {
        if answers > 0, timeToLive > last, Int64(timeToLive) + Self.grain < largest { rises += 1 }
        answers += 1
        last = timeToLive
        largest = max(largest, timeToLive)
        first = min(first, time)
        latest = max(latest, time)
        let expiry = time.nanoseconds / 1_000_000_000 / Self.grain + Int64(timeToLive) / Self.grain
        // Fibonacci hashing: the top bits of the product are spread evenly.
        expiries |= 1 << ((UInt64(bitPattern: expiry) &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }

    package mutating func merge(_ other: Self) {
        if other.latest > latest { last = other.last }
        answers += other.answers
        largest = max(largest, other.largest)
        rises += other.rises
        expiries |= other.expiries
        first = min(first, other.first)
        latest = max(latest, other.latest)
    }
}
