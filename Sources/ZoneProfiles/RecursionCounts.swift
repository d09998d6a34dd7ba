package import DNSObservation
import DNSWire

/// How often one host asks another for recursion, and how often for data that the other knows itself.
///
/// Responses repeat the RD of their query, so they count where no query was captured. Where both were captured, only
/// queries count, since a tunnel's server may answer carelessly.
package struct RecursionCounts: Sendable {
    private var queries = (recursive: 0, iterative: 0)
    private var responses = (recursive: 0, iterative: 0)

    package init() {}

    /// Messages with the wish for recursion (RD).
    package var recursive: Int { told.recursive }
    /// Messages without it.
    package var iterative: Int { told.iterative }
    private var told: (recursive: Int, iterative: Int) { queries == (0, 0) ? responses : queries }

    /// Adds one message; messages of other kinds than QUERY, such as updates, ask nobody for recursion.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.opcode == .query else { return }
        switch (observation.isResponse, observation.recursionDesired) {
        case (false, true): queries.recursive += 1
        case (false, false): queries.iterative += 1
        case (true, true): responses.recursive += 1
        case (true, false): responses.iterative += 1
        }
    }

    /// Adds the counts of another part of the capture.
    package mutating func merge(_ other: Self) {
        queries.recursive += other.queries.recursive
        queries.iterative += other.queries.iterative
        responses.recursive += other.responses.recursive
        responses.iterative += other.responses.iterative
    }
}
