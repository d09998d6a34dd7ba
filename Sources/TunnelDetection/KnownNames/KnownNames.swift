import Findings

/// Names that say by themselves what somebody is about, each with all below it.
///
/// Facts gathered from the places that each table names, with the date where the place has none of its own; a name
/// that is missing goes unnoticed.
enum KnownNames {
    /// Names of one sort.
    struct Table {
        let kind: FindingKind
        /// What the names are, in the plural.
        let title: String
        let names: [String]
    }

    static let all: [Table] = [
        exploitCallbacks, rebindingServices, anonymityGateways, miningPools,
    ]
}
