import DNSObservation
import DNSWire
import NetworkTypes
import PacketDecoding

/// The facts in a log about one query, or about the response to it.
struct LoggedMessage {
    struct Answer {
        let type: RecordType
        /// In seconds; 0 where the log does not say.
        let timeToLive: UInt32
        /// As on the wire, with names written out.
        let data: [UInt8]
    }

    var time: Timestamp
    var client: IPAddress
    /// `nil` where the log does not say.
    var clientPort: UInt16?
    /// `nil` where the log does not say.
    var server: Endpoint?
    var transport = TransportProtocol.udp
    var id: UInt16 = 0
    var isResponse = false
    var responseCode = ResponseCode.noError
    var isAuthoritativeAnswer = false
    var isTruncated = false
    var recursionDesired = true
    var recursionAvailable = false
    var name: DomainName
    var type: RecordType
    var recordClass = RecordClass.in
    var answers: [Answer] = []
    /// Whether the log has a line for each record of a response, of which the first stands for all.
    var isOneRecord = false
    /// Of the whole message, where the log says it.
    var octetCount: Int?

    /// The message as an observer on its way would have seen it, as far as the log goes.
    func observation(at place: FramePlace) -> Observation {
        var observation = Observation(
            time: time,
            frame: place.frame,
            input: place.input,
            client: Endpoint(address: client, port: clientPort ?? portOfName),
            server: server ?? Endpoint(address: IPAddress(v4: 0), port: DNSService.dns.port),
            transport: transport
        )
        observation.setQuestion(name: name.octets, type: type)
        observation.queryClass = recordClass
        observation.id = id
        observation.isResponse = isResponse
        observation.responseCode = responseCode
        observation.isAuthoritativeAnswer = isAuthoritativeAnswer
        observation.isTruncated = isTruncated
        observation.recursionDesired = recursionDesired
        observation.recursionAvailable = recursionAvailable
        for answer in answers {
            let start = observation.answerOctets.count
            observation.answerOctets += answer.data
            let record = ObservedRecord(
                type: answer.type,
                timeToLive: answer.timeToLive,
                octets: start..<observation.answerOctets.count
            )
            observation.answers.append(record)
            if let address = observation.address(in: record) {
                observation.addressScopes.formUnion(AddressScopes(AddressScope(address)))
            }
        }
        observation.messageLength = octetCount ?? leastOctetCount
        // A message that is equal to the one just before repeats it.
        if isOneRecord { observation.contentHash = observation.queryNameHash &+ UInt64(id) | 1 }
        return observation
    }

    /// Stands for a port that the log does not say, so that a response finds its query among others of the client.
    private var portOfName: UInt16 {
        UInt16(truncatingIfNeeded: KeyedHash.hash(lowercasing: name.octets.span) &+ UInt64(type.rawValue))
    }

    /// Octets of the message without EDNS, owners of answers as pointers (RFC 1035 §4.1).
    private var leastOctetCount: Int {
        Header.octetCount + name.octets.count + 1 + 4 + answers.reduce(0) { $0 + 12 + $1.data.count }
    }
}
