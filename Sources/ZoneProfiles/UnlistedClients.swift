import NetworkTypes

/// Clients beyond those that a zone tells apart: their number, and their counts together.
package struct UnlistedClients: Sendable {
    /// Clients that are told apart for their number alone; of more there is an estimate within 3.3 % (standard error).
    private static let mostCounted = 16_384

    private var distinct = DistinctCount(exactly: mostCounted, registerBits: 10)
    /// The counts of all of them together.
    package private(set) var counts: ZoneProfile.ClientCounts
    /// Their messages.
    package private(set) var messages = 0

    init(firstSeen: Timestamp) {
        counts = ZoneProfile.ClientCounts(firstSeen: firstSeen, lastSeen: firstSeen)
    }

    /// How many clients they are.
    package var count: Int { distinct.value }

    /// The memory that it holds beside itself, in bytes.
    var heldBytes: Int { distinct.heldBytes }

    /// Adds the activity of one of them, in one message or in the messages that `counts` counts.
    mutating func note(_ client: IPAddress, _ counts: ZoneProfile.ClientCounts, messages: Int) {
        distinct.note(client)
        self.counts = self.counts.merged(with: counts)
        self.messages += messages
    }

    /// Adds those of another part of the capture.
    mutating func merge(_ other: Self) {
        distinct.merge(other.distinct)
        counts = counts.merged(with: other.counts)
        messages += other.messages
    }
}
