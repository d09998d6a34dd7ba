import DNSObservation
import DNSWire
package import NetworkTypes
import PayloadMeasures

/// Octets that one field of messages carried: how many, and a sample of the distinct ones.
package struct CarriedSample: Sendable {
    /// Distinct contents that are kept once there are more than twice as many.
    package static let capacity = 32
    /// Octets that are kept of one content.
    package static let keptOctets = 64

    package private(set) var messages = 0
    package private(set) var octets = 0
    package private(set) var contents = DistinctSample<Content>(capacity: capacity)
    /// The first frame that carried anything; `nil` for none yet.
    package private(set) var firstFrame: FramePlace?

    /// One distinct content.
    package struct Content: SampledRecord {
        package let octets: [UInt8]
        package private(set) var count = 1

        init(_ octets: Span<UInt8>) {
            self.octets = Array(octetsOf: octets.extracting(first: CarriedSample.keptOctets))
        }

        package var heldBytes: Int { MemoryCost.array(octets) }

        package mutating func note() {
            count += 1
        }

        package mutating func merge(_ other: Self) {
            count += other.count
        }
    }

    /// Notes the content that one message carried.
    package mutating func note(_ content: Span<UInt8>, place: FramePlace) {
        messages += 1
        firstFrame = min(firstFrame ?? place, place)
        octets += content.count
        contents.note(KeyedHash.hash(content, seed: 0), new: Content(content), seen: { $0.note() })
    }

    /// Counts octets of the message at hand that were not kept.
    mutating func noteUnkept(_ count: Int) {
        octets += max(0, count)
    }

    package mutating func merge(_ other: Self) {
        messages += other.messages
        octets += other.octets
        contents.merge(other.contents)
        if let frame = other.firstFrame { firstFrame = min(firstFrame ?? frame, frame) }
    }

    /// The share of distinct contents that came once only, 0…1; 0 for none.
    package var freshRatio: Double {
        let sampled = contents.records
        return sampled.isEmpty ? 0 : Double(sampled.count { $0.count == 1 }) / Double(sampled.count)
    }

    /// The share of octets in the sampled contents that are printable characters, 0…1; 0 for none.
    package var printableRatio: Double {
        let octets = contents.records.flatMap(\.octets)
        return octets.isEmpty
            ? 0 : Double(octets.count(where: EncodedText.isPrintable)) / Double(octets.count)
    }

    /// The most that the distinct contents can carry, in bytes.
    package var information: Double {
        let sampled = contents.records
        let scale = Double(contents.distinctCount) / Double(max(1, sampled.count))
        return CodeLength.bytes(of: sampled.map(\.octets)) * scale
    }
}
