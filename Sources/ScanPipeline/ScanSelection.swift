import DNSObservation
package import DNSWire
import Findings
package import NetworkTypes
package import PacketCapture
import PacketDecoding

/// The part of the captures that a scan judges; all else counts as if it had not been captured.
package struct ScanSelection {
    /// The first moment that counts, or `nil` for the beginning.
    package var since: Moment?
    /// The first moment that no longer counts, or `nil` for the end.
    package var until: Moment?
    /// Clients that count, or none for all.
    package var clients: [AddressPrefix] = []
    /// Zones that count, with all below them, or none for all.
    package var zones: [DomainName] = []
    /// Packets that count, or `nil` for all.
    package var filter: PacketFilter?

    private var start = Timestamp(nanoseconds: .min)
    /// `nil` for the end.
    private var end: Timestamp?
    private var isAnchored = false
    private var packetsLeftOut = 0
    private var messagesLeftOut = 0

    package init() {}

    private var isEverything: Bool {
        since == nil && until == nil && clients.isEmpty && zones.isEmpty && filter == nil
    }

    /// Whether a frame counts; the first one of a scan says which day times of the day are of.
    mutating func takes(_ frame: Frame, _ octets: Span<UInt8>) -> Bool {
        if isEverything { return true }
        let isTaken = isInTime(frame.time) && filter?.matches(frame, octets) ?? true
        if !isTaken { packetsLeftOut += 1 }
        return isTaken
    }

    /// Whether a message of a log counts, which no filter for packets can match.
    mutating func takes(loggedAt time: Timestamp) -> Bool {
        if isEverything { return true }
        let isTaken = isInTime(time) && filter == nil
        if !isTaken { messagesLeftOut += 1 }
        return isTaken
    }

    private mutating func isInTime(_ time: Timestamp) -> Bool {
        if !isAnchored {
            isAnchored = true
            start = since?.timestamp(onDayOf: time) ?? start
            end = until?.timestamp(onDayOf: time)
        }
        return time >= start && end.map { time < $0 } ?? true
    }

    /// Whether a message counts: by its client, and by its first question.
    mutating func takes(_ message: borrowing Message, _ octets: Span<UInt8>, _ flow: Flow) -> Bool {
        if clients.isEmpty && zones.isEmpty { return true }
        let isResponse = message.header?.isResponse ?? (flow.source.port == DNSService.dns.port)
        let client = isResponse ? flow.destination : flow.source
        let name = message.questions.first?.name.domainName(in: octets).lowercased
        let isTaken =
            isOfClients(client.address)
            && (zones.isEmpty || name.map { name in zones.contains { name.isSubdomain(of: $0) } } ?? false)
        if !isTaken { messagesLeftOut += 1 }
        return isTaken
    }

    /// Whether a query of a log counts, which has no message.
    mutating func takes(_ query: borrowing Observation) -> Bool {
        guard takes(loggedAt: query.time) else { return false }
        if clients.isEmpty && zones.isEmpty { return true }
        let name = DomainName(octets: query.queryName)?.lowercased
        let isTaken =
            isOfClients(query.client.address)
            && (zones.isEmpty || name.map { name in zones.contains { name.isSubdomain(of: $0) } } ?? false)
        if !isTaken { messagesLeftOut += 1 }
        return isTaken
    }

    /// Whether traffic that names no zone counts, by its client.
    func takes(trafficOf client: IPAddress) -> Bool { zones.isEmpty && isOfClients(client) }

    private func isOfClients(_ address: IPAddress) -> Bool {
        clients.isEmpty || clients.contains { $0.contains(address) }
    }

    /// The description of the selection in a report; `nil` for everything.
    var summary: ScanSummary.Selection? {
        guard !isEverything else { return nil }
        return ScanSummary.Selection(
            since: since.map { _ in start },
            until: end,
            clients: clients.map(\.description),
            zones: zones.map(\.presentation),
            filter: filter?.expression,
            packetsLeftOut: packetsLeftOut,
            messagesLeftOut: messagesLeftOut
        )
    }
}
