package import DNSObservation
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
    /// Octets behind the last record.
    package let trailing: [UInt8]

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
        var answers: [AnswerRecord] = []
        for record in observation.answers {
            answers.append(
                AnswerRecord(
                    record,
                    queryName: hash,
                    octets: observation.answerOctets.span.extracting(record.octets),
                    time: time,
                    frame: frame,
                    keeping: .max
                )
            )
        }
        self.answers = answers
        trailing = Array(observation.extraOctets[observation.trailing])
    }

    /// What the message holds in memory, in bytes.
    var heldBytes: Int {
        answers.reduce(Self.ownBytes + name.octets.count + trailing.count) {
            $0 + $1.octets.count + MemoryLayout<AnswerRecord>.stride
        }
    }

    /// Itself and the heads of its arrays.
    private static let ownBytes = MemoryLayout<ChannelMessage>.stride + 3 * 32

    /// Whether it stands before another one: by time, then by place.
    static func precedes(_ one: Self, _ other: Self) -> Bool {
        (one.time.nanoseconds, one.place.input, one.place.frame)
            < (other.time.nanoseconds, other.place.input, other.place.frame)
    }
}
