package import DNSWire
package import NetworkTypes
package import PacketDecoding

/// The facts about one DNS message for somebody who watches it travel: who, when, what, how big.
///
/// This is the narrow waist of the program: RFCs govern everything before it, everything after it is judgement.
/// ``ObservationBuilder`` fills a value anew for each message and lends it to the observers, so that a message costs
/// no allocation in steady state.
package struct Observation: Sendable {
    /// The time at which the message was complete on the wire.
    package var time: Timestamp
    /// The frame that completed it, from 1.
    package var frame: Int
    /// The place of its capture among the scan's inputs, from 0.
    package var input: Int
    /// That frame in that capture.
    package var place: FramePlace { FramePlace(input: input, frame: frame) }
    /// The side that asks, whichever way this message travels.
    package var client: Endpoint
    /// The side that is asked.
    package var server: Endpoint
    package var transport: TransportProtocol
    package var service: DNSService

    package var isResponse = false
    /// The transaction id of the header.
    package var id: UInt16 = 0
    package var opcode: Opcode = .query
    package var isAuthoritativeAnswer = false
    package var isTruncated = false
    /// The Z bit, which must be zero (RFC 1035 §4.1.1, RFC 6895 §2.1).
    package var reservedBit = false
    package var recursionDesired = false
    package var recursionAvailable = false
    /// The 12-bit code, EDNS included.
    package var responseCode: ResponseCode = .noError

    /// The first question's name: labels with their length octets in original case, without the root's;
    /// empty for the root and when there is no question.
    package var queryName: [UInt8] = []
    /// The captured part of the first question's name where the capture cut it: whole labels and the beginning of one, with
    /// dots between; empty otherwise.
    package var cutName: [UInt8] = []
    /// The most octets that the whole of that name has, with its length octets.
    package var cutNameLength = 0
    /// The hash of that name in lower case, which is the name's identity in all tables.
    package var queryNameHash: UInt64 = 0
    /// A hash of that name in the letter case that it has on the wire; 0 when no letter is a capital.
    package var queryNameCase: UInt64 = 0
    /// The first question's type, or `nil` when there is no question.
    package var queryType: RecordType?

    /// Whether this is about another question of the message that was observed before.
    package var isFurtherQuestion = false

    /// The records of the answer section, in order.
    package var answers: [ObservedRecord] = []
    /// The octets that `answers` point into: rdata with compressed names written out.
    package var answerOctets: [UInt8] = []
    /// The reach of the addresses in `answers`, all together; empty when there are none.
    package var addressScopes: AddressScopes = []

    /// The first question's class, or `nil` when there is no question.
    package var queryClass: RecordClass?

    /// The records that an UPDATE message adds or deletes (RFC 2136 §2.5), or those that stand where ordinary
    /// messages have none, in order.
    package var unexpected: [ObservedRecord] = []
    /// The options of the OPT record, in order.
    package var options: [ObservedOption] = []
    /// The octets behind the last record, as far as they are kept, in `extraOctets`.
    package var trailing = 0..<0
    /// The octets that `unexpected`, `options` and `trailing` point into.
    package var extraOctets: [UInt8] = []

    /// The role of the message in its transaction; as its header has it while nobody has paired it.
    package var role: TransactionMatcher.Role?
    /// A hash of the whole message that is the same for equal ones, for as long as the program runs; 0 when unknown.
    package var contentHash: UInt64 = 0
    /// Octets of the whole message.
    package var messageLength = 0
    /// Octets behind the last record.
    package var trailingOctetCount = 0
    /// The requestor's UDP payload size of the OPT record, in octets, or `nil` without EDNS.
    package var ednsPayloadSize: UInt16?
    package var anomalies = AnomalySet()

    /// The second line of the header: flags and codes together.
    package var headerFlags: UInt16 = 0
    /// Version, flags and extended response code of the OPT record, as its TTL has them; 0 without EDNS.
    package var ednsFlags: UInt32 = 0
    /// The way in which the owners of answers are written, two bits for each change of the way; 0 for none.
    package var ownerLayout: UInt32 = 0
    /// The facts in records behind the question that servers seldom change.
    package var standing: [StandingRecord] = []
    /// The records behind those facts of which the data is more than a number: additional addresses, and denials.
    package var standingRecords: [ObservedRecord] = []
    /// The hash of each one's owner in lower case.
    package var standingOwners: [UInt64] = []
    /// The octets that `standingRecords` point into, with names as they are.
    package var standingOctets: [UInt8] = []
    /// The octets in which owners of these are written out.
    var ownerOctets: [UInt8] = []

    /// Takes over a query's name and type, and works out the name's hash.
    package mutating func setQuestion(name: [UInt8], type: RecordType) {
        queryName = name
        hashQueryName()
        queryType = type
    }

    /// The first question's name as a value that lasts, in memory of its own; the root when there is none.
    package var name: DomainName { DomainName(octets: Array(octetsOf: queryName.span)) ?? .root }

    /// Works out the name's hash, and that of its letter case.
    mutating func hashQueryName() {
        queryNameHash = KeyedHash.hash(lowercasing: queryName.span)
        // Length octets lie below the letters.
        let hasCapital = queryName.contains { $0 &- 0x41 < 26 }
        queryNameCase = hasCapital ? KeyedHash.hash(queryName) : 0
    }

    /// Whether the message stands for a query: it is one, or the response to one that was not captured.
    package var beginsTransaction: Bool {
        role == nil ? !isResponse : role == .query || role == .unsolicitedResponse
    }

    /// Whether the event that the message belongs to is counted with another message.
    package var isCountedElsewhere: Bool { role == .retransmission || role == .elsewhere }

    /// Whether neither side uses the port of the service.
    package var isOffPort: Bool { server.port != service.port && client.port != service.port }

    /// The address that a record of `answers` holds, or `nil` when it holds none.
    package func address(in record: ObservedRecord) -> IPAddress? {
        switch (record.type, record.octets.count) {
        case (.a, 4): IPAddress(v4: UInt32(truncatingIfNeeded: word(at: record.octets)))
        case (.aaaa, 16):
            IPAddress(v6High: word(at: record.octets.prefix(8)), low: word(at: record.octets.suffix(8)))
        default: nil
        }
    }

    private func word(at range: Range<Int>) -> UInt64 {
        var word: UInt64 = 0
        for index in range { word = word << 8 | UInt64(answerOctets[index]) }
        return word
    }

    /// Whether the message asks servers for names of zones, and not the neighbors on a link for theirs.
    package var isUnicast: Bool { service == .dns }

    /// A query or response without content yet, between two endpoints.
    package init(
        time: Timestamp,
        frame: Int,
        input: Int = 0,
        client: Endpoint,
        server: Endpoint,
        transport: TransportProtocol = .udp,
        service: DNSService = .dns
    ) {
        self.time = time
        self.frame = frame
        self.input = input
        self.client = client
        self.server = server
        self.transport = transport
        self.service = service
    }
}

/// One EDNS option.
package struct ObservedOption: Hashable, Sendable {
    package let code: UInt16
    /// The place of its content in ``Observation/extraOctets``.
    package let octets: Range<Int>

    package init(code: UInt16, octets: Range<Int>) {
        self.code = code
        self.octets = octets
    }
}

/// One resource record as far as an observer cares.
package struct ObservedRecord: Hashable, Sendable {
    package let type: RecordType
    /// In seconds.
    package let timeToLive: UInt32
    /// The place of its rdata in ``Observation/answerOctets``.
    package let octets: Range<Int>

    package init(type: RecordType, timeToLive: UInt32, octets: Range<Int>) {
        self.type = type
        self.timeToLive = timeToLive
        self.octets = octets
    }
}
