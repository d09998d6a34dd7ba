import DNSObservation
package import DNSWire
package import NetworkTypes
package import ZoneProfiles

/// One message of a channel, with all that tools hide something in.
package struct ChannelMessage: Sendable {
    package let time: Timestamp
    package let place: FramePlace
    package let client: Endpoint
    package let server: Endpoint
    package let isResponse: Bool
    package let id: UInt16
    package let type: RecordType
    /// The question's name, in the letter case of the message.
    package let name: DomainName
    package let answers: [AnswerRecord]
    /// Octets behind the last record, as far as they were kept.
    package let trailing: [UInt8]
    /// The options of the OPT record, in order.
    let options: [(code: UInt16, octets: [UInt8])]
    /// Records of an update, or where ordinary messages have none.
    let unexpected: [AnswerRecord]
    /// The Z bit.
    let reservedBit: Bool

    init(_ observation: borrowing Observation) {
        time = observation.time
        place = FramePlace(input: observation.input, frame: observation.frame)
        client = observation.client
        server = observation.server
        isResponse = observation.isResponse
        id = observation.id
        type = observation.queryType ?? RecordType(rawValue: 0)
        name = observation.name
        let (hash, time, frame) = (observation.queryNameHash, observation.time, observation.frame)
        func records(_ observed: [ObservedRecord], _ octets: [UInt8]) -> [AnswerRecord] {
            observed.map { record in
                AnswerRecord(
                    record,
                    queryName: hash,
                    octets: octets.span.extracting(record.octets),
                    time: time,
                    frame: frame,
                    keeping: .max
                )
            }
        }
        answers = records(observation.answers, observation.answerOctets)
        unexpected = records(observation.unexpected, observation.extraOctets)
        let extra = observation.extraOctets
        options = observation.options.map { ($0.code, Array(extra[$0.octets])) }
        trailing = Array(extra[observation.trailing])
        reservedBit = observation.reservedBit
    }

    /// What the message holds in memory, in bytes.
    var heldBytes: Int {
        let fields = options.reduce(name.octets.count + trailing.count) { $0 + $1.octets.count + 48 }
        return (answers + unexpected).reduce(Self.ownBytes + fields) {
            $0 + $1.octets.count + MemoryLayout<AnswerRecord>.stride
        }
    }

    /// Itself and the heads of its arrays.
    private static let ownBytes = MemoryLayout<ChannelMessage>.stride + 5 * 32

    /// Whether it stands before another one: by time, then by place.
    static func precedes(_ one: Self, _ other: Self) -> Bool {
        (one.time.nanoseconds, one.place.input, one.place.frame)
            < (other.time.nanoseconds, other.place.input, other.place.frame)
    }
}
