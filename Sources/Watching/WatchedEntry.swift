package import Findings

/// One name or prefix that a scan looks for.
package struct WatchedEntry: Sendable {
    /// The kind of finding that a sighting of it means.
    package let kind: FindingKind
    /// The watchlist's list that it is from.
    package let list: UInt16
    /// From 1; 0 in built-in tables.
    package let line: Int32
    /// The watchlist's category that it has, or `nil`.
    package let category: UInt16?
    /// How bad it is by its list, 0…100, or `nil`.
    package let score: UInt8?
    /// The names that it covers.
    package let reach: Reach

    /// The names that an entry covers.
    package enum Reach: UInt8, Sendable {
        /// The name alone.
        case exact
        /// The names below it, as a wildcard covers them.
        case below
        /// Both.
        case suffix
        /// Nothing: the list exempts the name, and with it shorter entries do not count.
        case exempt
        /// Nothing below the name: shorter entries do not cover it.
        case exemptBelow
        /// Nothing: no entry of the list, of any length, covers the name or the names below it.
        case exception

        /// Whether an entry speaks of a name that has so many more labels.
        package func covers(labelsBelow: Int) -> Bool {
            switch self {
            case .exact, .exempt: labelsBelow == 0
            case .below, .exemptBelow: labelsBelow > 0
            case .suffix, .exception: true
            }
        }
    }
}
