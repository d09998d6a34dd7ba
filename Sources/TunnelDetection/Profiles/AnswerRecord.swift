import DNSObservation
package import DNSWire
package import NetworkTypes

/// What is kept of one distinct answer: a record type with its rdata.
package struct AnswerRecord: SampledRecord {
    package let type: RecordType
    /// The rdata with names written out, cut at ``keptOctets``.
    package let octets: [UInt8]
    /// Octets of the whole rdata.
    package let length: Int
    /// The smallest one seen, in seconds.
    package private(set) var timeToLive: UInt32
    package private(set) var count = 1
    package private(set) var firstTime: Timestamp
    package private(set) var firstFrame: Int

    /// TXT records of one string fit; what is longer is judged by its beginning.
    static let keptOctets = 256

    init(_ record: ObservedRecord, octets: Span<UInt8>, time: Timestamp, frame: Int) {
        type = record.type
        self.octets = Array(octetsOf: octets.extracting(first: Self.keptOctets))
        length = octets.count
        timeToLive = record.timeToLive
        firstTime = time
        firstFrame = frame
    }

    /// Notes that the answer was seen again.
    mutating func note(timeToLive: UInt32, time: Timestamp, frame: Int) {
        count += 1
        self.timeToLive = min(self.timeToLive, timeToLive)
        noteAppearance(time, frame)
    }

    package var heldBytes: Int { MemoryCost.array(octets) }

    package mutating func merge(_ other: Self) {
        count += other.count
        timeToLive = min(timeToLive, other.timeToLive)
        noteAppearance(other.firstTime, other.firstFrame)
    }

    private mutating func noteAppearance(_ time: Timestamp, _ frame: Int) {
        guard (time.nanoseconds, frame) < (firstTime.nanoseconds, firstFrame) else { return }
        firstTime = time
        firstFrame = frame
    }
}
