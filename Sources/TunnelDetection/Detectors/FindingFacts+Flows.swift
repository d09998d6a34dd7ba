import Findings
import NetworkTypes
import Watching

extension FindingFacts {
    /// Answers with watched addresses and packets from and to these; both count a client once.
    ///
    /// Octets are those of the packets alone: the octets of the messages with the answers did not go to the address.
    /// `nil` without an answer and without a packet.
    init?(_ sighting: Sighting?, _ flows: [WatchedFlow]) {
        var facts: FindingFacts?
        if let sighting {
            var answers = FindingFacts(sighting)
            answers.bytesUp = 0
            answers.bytesDown = 0
            answers.clients = answers.clients.map { $0.with(bytesUp: 0, bytesDown: 0) }
            facts = answers
        }
        for flow in flows {
            if facts == nil { facts = FindingFacts(flow) } else { facts?.add(flow) }
        }
        guard var facts else { return nil }
        facts.clients.sort { $0.address < $1.address }
        self = facts
    }

    /// The facts of one pair's exchange.
    private init(_ flow: WatchedFlow) {
        self.init(firstSeen: flow.firstSeen, lastSeen: flow.lastSeen, frames: FrameRange(flow))
        bytesUp = flow.octetsUp
        bytesDown = flow.octetsDown
        clients = [ClientActivity(flow)]
    }

    private mutating func add(_ flow: WatchedFlow) {
        let other = FrameRange(flow)
        frames = FrameRange(
            first: min(frames.firstPlace, other.firstPlace),
            last: max(frames.lastPlace, other.lastPlace),
            count: frames.count + other.count
        )
        firstSeen = min(firstSeen, flow.firstSeen)
        lastSeen = max(lastSeen, flow.lastSeen)
        bytesUp += flow.octetsUp
        bytesDown += flow.octetsDown
        if let index = clients.firstIndex(where: { $0.address == flow.peer }) {
            clients[index] = clients[index].adding(ClientActivity(flow))
        } else {
            clients.append(ClientActivity(flow))
        }
    }
}

extension FrameRange {
    fileprivate init(_ flow: WatchedFlow) {
        self.init(first: flow.firstFrame, last: flow.lastFrame, count: flow.packets)
    }
}

extension ClientActivity {
    fileprivate init(_ flow: WatchedFlow) {
        self.init(
            address: flow.peer,
            queries: 0,
            bytesUp: flow.octetsUp,
            bytesDown: flow.octetsDown,
            firstSeen: flow.firstSeen,
            lastSeen: flow.lastSeen
        )
    }

    /// The same client with other bytes.
    func with(bytesUp: Int, bytesDown: Int) -> ClientActivity {
        ClientActivity(
            address: address,
            queries: queries,
            bytesUp: bytesUp,
            bytesDown: bytesDown,
            firstSeen: firstSeen,
            lastSeen: lastSeen
        )
    }
}
