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

    init(_ record: ObservedRecord, octets: ArraySlice<UInt8>, time: Timestamp, frame: Int) {
        type = record.type
        self.octets = Array(octets.prefix(Self.keptOctets))
        length = octets.count
        timeToLive = record.timeToLive
        firstTime = time
        firstFrame = frame
    }

    mutating func note(timeToLive: UInt32) {
        count += 1
        self.timeToLive = min(self.timeToLive, timeToLive)
    }

    package mutating func merge(_ other: Self) {
        count += other.count
        timeToLive = min(timeToLive, other.timeToLive)
        if (other.firstTime.nanoseconds, other.firstFrame) < (firstTime.nanoseconds, firstFrame) {
            firstTime = other.firstTime
            firstFrame = other.firstFrame
        }
    }
}
