import DNSObservation
import NetworkTypes
import PacketDecoding

/// Counts messages and the events that they belong to.
struct MessageCounts: Sendable {
    private(set) var messages = 0
    /// Queries, and responses to queries that were not captured.
    private(set) var queries = 0
    private(set) var responses = 0
    /// Messages of events that are counted between other ends.
    private(set) var copies = PacketDecoding.Tally()
    private(set) var retransmissions = PacketDecoding.Tally()
    /// Whether any query, and any response, was captured.
    private var sides = (queries: false, responses: false)

    /// Whether only queries or only responses were captured.
    var isOneSided: Bool { sides.queries != sides.responses }

    mutating func note(_ observation: borrowing Observation) {
        let place = FramePlace(input: observation.input, frame: observation.frame)
        messages += 1
        if observation.isResponse { sides.responses = true } else { sides.queries = true }
        switch observation.role {
        case .retransmission: retransmissions.note(place)
        case .elsewhere: copies.note(place)
        default:
            if observation.beginsTransaction { queries += 1 }
            if observation.isResponse { responses += 1 }
        }
    }
}
