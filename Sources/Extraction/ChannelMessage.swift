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
    /// Addresses of the additional section, and denials: those of one owner together, owners in order.
    let standing: [AnswerRecord]
    /// The first question's class.
    let questionClass: UInt16?
    /// The second line of the header: flags and codes together.
    let headerFlags: UInt16
    /// The requestor's UDP payload size of the OPT record, in octets, or `nil` without EDNS.
    let ednsPayloadSize: UInt16?
    /// Version, flags and extended response code of the OPT record, as its TTL has them; 0 without EDNS.
    let ednsFlags: UInt32
    /// The way in which the owners of answers are written, as ``Observation/ownerLayout`` says.
    let ownerLayout: UInt32
    /// The serial number of the first SOA record.
    let serial: UInt32?

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
        let owners = observation.standingOwners
        let byOwner = owners.indices.sorted { one, other in
            let places = (
                owners.firstIndex(of: owners[one]) ?? one, owners.firstIndex(of: owners[other]) ?? other
            )
            return (places.0, one) < (places.1, other)
        }
        standing = records(byOwner.map { observation.standingRecords[$0] }, observation.standingOctets)
        let extra = observation.extraOctets
        options = observation.options.map { ($0.code, Array(extra[$0.octets])) }
        trailing = Array(extra[observation.trailing])
        questionClass = observation.queryClass?.rawValue
        headerFlags = observation.headerFlags
        ednsPayloadSize = observation.ednsPayloadSize
        ednsFlags = observation.ednsFlags
        ownerLayout = observation.ownerLayout
        serial = observation.standing.first { $0.kind == .serial }?.value
    }

    /// The Z bit.
    var reservedBit: Bool { headerFlags & 0x0040 != 0 }

    /// The octets of the first option of a code, or `nil` where there is none.
    func option(_ code: UInt16) -> [UInt8]? { options.first { $0.code == code }?.octets }

    /// Whether another message says the same, beside names and answers.
    func isAlike(_ other: Self) -> Bool {
        headerFlags == other.headerFlags && ednsPayloadSize == other.ednsPayloadSize
            && ednsFlags == other.ednsFlags && trailing == other.trailing
            && options.elementsEqual(other.options, by: ==)
            && unexpected.elementsEqual(other.unexpected) { $0.octets == $1.octets }
    }

    /// The size of the message in memory, in bytes.
    var heldBytes: Int {
        let fields = options.reduce(name.octets.count + trailing.count) { $0 + $1.octets.count + 48 }
        return (answers + unexpected + standing).reduce(Self.ownBytes + fields) {
            $0 + $1.octets.count + MemoryLayout<AnswerRecord>.stride
        }
    }

    /// Itself and the heads of its arrays.
    private static let ownBytes = MemoryLayout<ChannelMessage>.stride + 6 * 32

    /// Whether it stands before another one: by time, then by place.
    static func precedes(_ one: Self, _ other: Self) -> Bool {
        (one.time.nanoseconds, one.place.input, one.place.frame)
            < (other.time.nanoseconds, other.place.input, other.place.frame)
    }
}
