/// The urgency with which an analyst should look at a finding.
package enum Severity: String, CaseIterable, Comparable, Sendable {
    case info
    case low
    case medium
    case high
    case critical

    package static func < (left: Self, right: Self) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}
