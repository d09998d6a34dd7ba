import Glibc

/// How ordinary software treats a field, as a code for the changes of it.
///
/// A model of ordinary traffic does not know how often a field changes, but that it seldom does: before any message
/// the share of changes has the density of a beta distribution with parameters 1/20 and ``steadiness``. A model of
/// payload holds each share for equally likely. Each model has a code for a sequence of messages, each foretold or
/// not. The decibans that the first code needs more are evidence. They grow with the number of messages up to the
/// amount that the share itself says:
///
///     P(sequence) = B(changes + a, kept + b) ÷ B(a, b),  decibans = 10 · log₁₀ (P(payload) ÷ P(ordinary))
///
/// Values that came never before cost further: a client may have some programs, a name some states, not dozens.
///
/// Source: the beta-binomial model, as in Krichevsky and Trofimov, "The Performance of Universal Encoding"
/// (1981), with the parameters of each field fitted on half of the recorded ordinary traffic.
package struct OrdinaryHabit: Hashable, Sendable {
    /// The second parameter: the larger, the less likely many changes are.
    package let steadiness: Double
    /// So many new values cost nothing.
    package let ordinaryValues: Int
    /// The cost of each further new value.
    package let decibansPerValue: Double
    /// The number of its latest values to which software may come back, as if nothing had changed; 0 for none.
    package let remembered: Int

    private static let rareness = 0.05
    /// New values that count; hundreds of them say no more.
    private static let countedValues = 6
    /// The prior, in decibans: channels in these fields are rarer by this than fields that vary for some unknown
    /// reason.
    private static let prior = -20.0
    /// One field says no more than this: a field that is not ordinary may still be harmless.
    package static let mostPoints = 60

    package init(steadiness: Double, ordinaryValues: Int, decibansPerValue: Double, remembered: Int = 0) {
        self.steadiness = steadiness
        self.ordinaryValues = ordinaryValues
        self.decibansPerValue = decibansPerValue
        self.remembered = remembered
    }

    /// How much likelier a sequence is as payload than as ordinary traffic, in decibans.
    package func decibans(_ counts: ChangeCounts) -> Double {
        let changes = Double(changes(in: counts))
        let kept = Double(counts.all) - changes
        let payload = Self.logBeta(changes + 1, kept + 1)
        let ordinary =
            Self.logBeta(changes + Self.rareness, kept + steadiness) - Self.logBeta(Self.rareness, steadiness)
        let values = min(Self.countedValues, max(0, counts.new - ordinaryValues))
        return 10 * (payload - ordinary) / M_LN10 + decibansPerValue * Double(values) + Self.prior
    }

    /// How many messages of a sequence were not foretold.
    package func changes(in counts: ChangeCounts) -> Int { counts.new + (remembered > 0 ? 0 : counts.known) }

    /// The points of a sequence, 0…``mostPoints``.
    package func points(_ counts: ChangeCounts) -> Int {
        let decibans = decibans(counts)
        return decibans > 0 ? Int(min(decibans, Double(Self.mostPoints))) : 0
    }

    /// The logarithm of the beta function.
    private static func logBeta(_ a: Double, _ b: Double) -> Double {
        logGamma(a) + logGamma(b) - logGamma(a + b)
    }

    /// The logarithm of the gamma function of a positive number, to nine digits.
    ///
    /// Not `lgamma`, which writes a global variable. Source: Stirling's series, Abramowitz and Stegun 6.1.41, after
    /// steps up to where three terms suffice.
    private static func logGamma(_ x: Double) -> Double {
        var x = x
        var product = 1.0
        while x < 8 {
            product *= x
            x += 1
        }
        let series = (1 / 12 - (1 / 360 - 1 / (1_260 * x * x)) / (x * x)) / x
        return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - log(product)
    }
}

/// How many messages of a sequence had the expected value, a value that had come before, or a new one.
package struct ChangeCounts: Hashable, Sendable {
    package var same = 0
    package var known = 0
    package var new = 0

    package init(same: Int = 0, known: Int = 0, new: Int = 0) {
        self.same = same
        self.known = known
        self.new = new
    }

    package var all: Int { same + known + new }

    package static func + (left: Self, right: Self) -> Self {
        Self(same: left.same + right.same, known: left.known + right.known, new: left.new + right.new)
    }
}
