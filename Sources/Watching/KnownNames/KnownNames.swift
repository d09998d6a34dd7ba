package import Findings

/// Names that by themselves give away the purpose of a query, each with all below it.
///
/// Facts gathered from the places that each table names, with the date where the place has none of its own; a name
/// that is missing goes unnoticed.
package enum KnownNames {
    /// Names of one sort.
    package struct Table {
        package let kind: FindingKind
        /// The description of the names, in the plural.
        package let title: String
        package let names: [String]
    }

    package static let all: [Table] = [
        exploitCallbacks, rebindingServices, anonymityGateways, miningPools,
    ]
}
