import DNSObservation
import DNSWire
import Findings
import NetworkTypes

/// The messages of one channel.
struct ChannelRecording: Sendable {
    /// Of the finding.
    let id: String
    /// The name of the tool, as far as it was recognized.
    let tool: String?
    let kind: FindingKind
    /// The features behind the finding's evidence, in its order.
    let features: [String]
    /// The zones that names end in; the root where they have nothing in common.
    let zones: [DomainName]
    /// In the order of the captures until it is settled, then by time.
    var messages: [ChannelMessage] = []
    var datagrams: [ChannelDatagram] = []
    /// Messages that a bound left out.
    var leftOut = 0
    /// Queries with their responses, by time.
    private(set) var exchanges: [RecordedExchange] = []

    init(_ finding: Finding) {
        id = finding.id
        tool = finding.tool?.name
        kind = finding.kind
        features = finding.evidence.map(\.feature)
        zones = finding.zones.compactMap(DomainName.init(presentation:))
    }

    /// Brings everything into the order of time and pairs queries with responses.
    ///
    /// Not in the order of the captures, in which a response may stand before its query.
    mutating func settle() {
        messages.sort(by: ChannelMessage.precedes)
        datagrams.sort { ($0.time.nanoseconds, $0.place) < ($1.time.nanoseconds, $1.place) }
        exchanges = RecordedExchange.paired(messages)
        messages = []
    }

    /// The exchanges of each client, the clients in the order in which they began.
    var byClient: [(client: IPAddress, exchanges: [RecordedExchange])] {
        var order: [IPAddress] = []
        var exchangesOf: [IPAddress: [RecordedExchange]] = [:]
        for exchange in exchanges {
            let client = exchange.client.address
            if exchangesOf[client] == nil { order.append(client) }
            exchangesOf[client, default: []].append(exchange)
        }
        return order.map { ($0, exchangesOf[$0, default: []]) }
    }

    /// The zone of the channel that a name is in.
    func zone(of name: DomainName) -> DomainName {
        zones.first { name.isSubdomain(of: $0) } ?? .root
    }

    /// The part of a name that stands left of the channel's zone.
    func subdomain(of name: DomainName) -> DomainName {
        name.prefix(dropping: zone(of: name).labelCount)
    }
}

/// One query with the response to it, as far as both were recorded.
struct RecordedExchange: Sendable {
    let client: Endpoint
    private(set) var query: ChannelMessage?
    private(set) var response: ChannelMessage?
    /// How many times the query was sent again.
    private(set) var repetitions = 0

    /// The name in the query's letter case, or the response's where the query is missing.
    var name: DomainName { query?.name ?? response?.name ?? .root }
    var id: UInt16 { query?.id ?? response?.id ?? 0 }
    /// The first message.
    var first: ChannelMessage? { query ?? response }

    private struct Key: Hashable {
        let client: Endpoint
        let server: IPAddress
        let id: UInt16
        let name: UInt64
        let type: UInt16
    }

    /// A query that comes again within this time under the same id is sent again, not a new one, in seconds.
    private static let patience = 60.0

    /// Pairs messages, which are in the order of time; a message that is sent again counts once.
    static func paired(_ messages: [ChannelMessage]) -> [RecordedExchange] {
        var exchanges: [RecordedExchange] = []
        var waiting: [Key: Int] = [:]
        for message in messages {
            let key = Key(
                client: message.client,
                server: message.server.address,
                id: message.id,
                name: KeyedHash.hash(lowercasing: message.name.octets.span),
                type: message.type.rawValue
            )
            if let index = waiting[key], let first = exchanges[index].first,
                message.time.seconds(since: first.time) < patience,
                // A sender that hides data beside the name may ask for one name under one id again and again.
                message.isResponse || exchanges[index].query.map(message.isAlike) ?? true
            {
                // An empty answer that is repeated with content is one with content.
                if message.isResponse, exchanges[index].response?.answers.isEmpty ?? true {
                    exchanges[index].response = message
                } else if !message.isResponse {
                    if exchanges[index].query == nil {
                        exchanges[index].query = message
                    } else {
                        exchanges[index].repetitions += 1
                    }
                }
            } else {
                waiting[key] = exchanges.count
                exchanges.append(
                    RecordedExchange(
                        client: message.client,
                        query: message.isResponse ? nil : message,
                        response: message.isResponse ? message : nil
                    )
                )
            }
        }
        return exchanges
    }

    /// Exchanges that ask for something new: without those that ask again since no answer came, and those that ask
    /// for another type of the same name.
    static func withoutRepetitions(_ exchanges: [RecordedExchange]) -> [RecordedExchange] {
        var last: [UInt64: RecordedExchange] = [:]
        return exchanges.filter { exchange in
            guard let message = exchange.first else { return false }
            let hash = KeyedHash.hash(lowercasing: message.name.octets.span)
            defer { last[hash] = exchange }
            guard let before = last[hash], let earlier = before.first else { return true }
            let isTwin = earlier.type != message.type
            let isRetry = before.response == nil
            return !(isTwin || isRetry) || message.time.seconds(since: earlier.time) >= patience
        }
    }
}
