/// The counts of each symbol of a sequence, and of those behind each: all that adaptive codes of order 0 and 1 know
/// of it.
///
/// Tallies of two parts of a sequence add up but for the step from one part to the other, which is not seen.
package struct TransitionTally<Symbol: Hashable & Comparable & Sendable>: Sendable {
    /// One symbol and the one behind it.
    package struct Transition: Hashable, Comparable, Sendable {
        package let origin: Symbol
        package let target: Symbol

        package static func < (one: Self, other: Self) -> Bool {
            (one.origin, one.target) < (other.origin, other.target)
        }
    }

    package private(set) var symbols = Tally<Symbol>()
    /// Steps by kind; none once there are more kinds of symbols than ``followedKinds``, or of steps than a tally tells
    /// apart: they hardly come again.
    package private(set) var transitions = Tally<Transition>()
    /// Whether all steps are told apart.
    package private(set) var isFollowed = true
    private var last: Symbol?
    private static var followedKinds: Int { 16 }

    package init() {}

    /// The memory that the kinds hold, in bytes.
    package var heldBytes: Int { symbols.heldBytes + transitions.heldBytes }

    /// Adds the next symbol.
    package mutating func note(_ symbol: Symbol) {
        symbols.count(symbol)
        if let last, isFollowed { transitions.count(Transition(origin: last, target: symbol)) }
        last = symbol
        forgetManySteps()
    }

    private mutating func forgetManySteps() {
        guard isFollowed, symbols.kindCount > Self.followedKinds || transitions.others > 0 else { return }
        isFollowed = false
        transitions = Tally()
    }

    package mutating func merge(_ other: Self) {
        symbols.merge(other.symbols)
        isFollowed = isFollowed && other.isFollowed
        if isFollowed { transitions.merge(other.transitions) } else { transitions = Tally() }
        last = nil
        forgetManySteps()
    }
}
