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
    /// The hash of the name that it was first given to.
    package private(set) var queryName: UInt64
    /// The smallest one seen, in seconds.
    package private(set) var timeToLive: UInt32
    package private(set) var count = 1
    package private(set) var firstTime: Timestamp
    package private(set) var firstFrame: Int

    /// TXT records of one string fit; what is longer is judged by its beginning.
    static let keptOctets = 256

    init(_ record: ObservedRecord, queryName: UInt64, octets: Span<UInt8>, time: Timestamp, frame: Int) {
        type = record.type
        self.octets = Array(octetsOf: octets.extracting(first: Self.keptOctets))
        length = octets.count
        timeToLive = record.timeToLive
        firstTime = time
        firstFrame = frame
        self.queryName = queryName
    }

    /// Whether it is the address 0.0.0.0 or `::`, which no host has.
    package var isUnspecifiedAddress: Bool {
        [.a, .aaaa].contains(type) && octets.allSatisfy { $0 == 0 }
    }

    /// Notes that the answer was seen again.
    mutating func note(timeToLive: UInt32, time: Timestamp, frame: Int, queryName: UInt64) {
        count += 1
        self.timeToLive = min(self.timeToLive, timeToLive)
        noteAppearance(time, frame, queryName)
    }

    package var heldBytes: Int { MemoryCost.array(octets) }

    package mutating func merge(_ other: Self) {
        count += other.count
        timeToLive = min(timeToLive, other.timeToLive)
        noteAppearance(other.firstTime, other.firstFrame, other.queryName)
    }

    private mutating func noteAppearance(_ time: Timestamp, _ frame: Int, _ queryName: UInt64) {
        guard (time.nanoseconds, frame) < (firstTime.nanoseconds, firstFrame) else { return }
        firstTime = time
        firstFrame = frame
        self.queryName = queryName
    }
}
