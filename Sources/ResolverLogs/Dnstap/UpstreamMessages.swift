import PacketDecoding

/// Keeps a resolver's own questions to servers apart from its clients' questions.
///
/// A resolver may write its own question before the client's query that causes it, or while it starts. So the reader
/// holds the messages of a stream until one of a client comes, which makes them repetitions, or until there are too
/// many to wait on: then the resolver's log has no clients, and the resolver stands for them.
struct UpstreamMessages {
    struct Message {
        let payload: DNSPayload
        let octets: [UInt8]
    }

    /// Resolvers that write the messages of clients as well ask far less before the first one.
    private static let mostHeld = 4_096
    private static let mostHeldOctets = 4 << 20

    private var held: [Message] = []
    private var heldOctets = 0
    private var hasClients = false
    private var isWithoutClients = false

    /// Hands a message on, now, later or never.
    mutating func handle(
        _ message: Message,
        isUpstream: Bool,
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        if !isUpstream {
            hasClients = true
            isWithoutClients = false
            for repeated in held { statistics.count(.upstreamRepeated, repeated.payload.place) }
            held = []
            heldOctets = 0
            deliver(message.payload, message.octets.span)
        } else if hasClients {
            statistics.count(.upstreamRepeated, message.payload.place)
        } else if isWithoutClients {
            Self.deliver(message, &statistics, deliver)
        } else {
            held.append(message)
            heldOctets += message.octets.count
            if held.count >= Self.mostHeld || heldOctets >= Self.mostHeldOctets {
                release(&statistics, deliver)
                isWithoutClients = true
            }
        }
    }

    /// Ends a stream: the held messages are its last ones.
    mutating func finish(_ statistics: inout LogStatistics, _ deliver: (DNSPayload, Span<UInt8>) -> Void) {
        release(&statistics, deliver)
        self = UpstreamMessages()
    }

    private mutating func release(
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        for message in held { Self.deliver(message, &statistics, deliver) }
        held = []
        heldOctets = 0
    }

    private static func deliver(
        _ message: Message,
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        statistics.count(.resolverForClients, message.payload.place)
        deliver(message.payload, message.octets.span)
    }
}
