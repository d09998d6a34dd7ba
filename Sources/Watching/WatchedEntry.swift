package import Findings

/// One name or prefix that a scan looks for.
package struct WatchedEntry: Sendable {
    /// What seeing it means.
    package let kind: FindingKind
    /// Which of the watchlist's lists it is from.
    package let list: UInt16
    /// From 1; 0 in built-in tables.
    package let line: Int32
    /// Which of the watchlist's categories it has, or `nil`.
    package let category: UInt16?
    /// How bad the list says it is, 0…100, or `nil`.
    package let score: UInt8?
    /// Which names it covers.
    package let reach: Reach

    /// Which names an entry covers.
    package enum Reach: UInt8, Sendable {
        /// The name alone.
        case exact
        /// What lies below it, as a wildcard does.
        case below
        /// Both.
        case suffix
        /// Nothing: the list exempts the name, and with it shorter entries do not count.
        case exempt
        /// Nothing below the name is covered by shorter entries.
        case exemptBelow
        /// Nothing: no entry of the list, of whatever length, covers the name or what is below it.
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
