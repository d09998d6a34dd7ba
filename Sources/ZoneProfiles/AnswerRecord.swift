package import DNSObservation
package import DNSWire
package import NetworkTypes

/// The record of one distinct answer: a record type with its rdata.
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

    /// TXT records of one string fit; longer answers are judged by their beginning.
    package static let keptOctets = 256

    package init(
        _ record: ObservedRecord,
        queryName: UInt64,
        octets: Span<UInt8>,
        time: Timestamp,
        frame: Int,
        keeping kept: Int = keptOctets,
        sharing other: AnswerRecord? = nil
    ) {
        type = record.type
        let content = octets.extracting(first: kept)
        self.octets = other?.shared(content) ?? Array(octetsOf: content)
        length = octets.count
        timeToLive = record.timeToLive
        firstTime = time
        firstFrame = frame
        self.queryName = queryName
    }

    /// The octets in this record's memory, if it holds the same.
    private func shared(_ content: Span<UInt8>) -> [UInt8]? {
        guard octets.count == content.count, content.indices.allSatisfy({ octets[$0] == content[$0] }) else {
            return nil
        }
        return octets
    }

    /// The hash that tells distinct answers apart.
    static func hash(of record: ObservedRecord, _ octets: Span<UInt8>) -> UInt64 {
        KeyedHash.hash(octets, seed: UInt64(record.type.rawValue))
    }

    /// Whether it is the address 0.0.0.0 or `::`, which no host has.
    package var isUnspecifiedAddress: Bool {
        [.a, .aaaa].contains(type) && octets.allSatisfy { $0 == 0 }
    }

    /// Whether it is one of an unspecified host in this network (RFC 1122 §3.2.1.3), `::` among them.
    package var isOfNoHost: Bool { isUnspecifiedAddress || type == .a && octets.first == 0 }

    /// Whether it is an address that is no network's own: neither private, nor shared behind carriers (RFC 6598).
    package var isPublicAddress: Bool {
        guard [.a, .aaaa].contains(type), octets.count == 4 || octets.count == 16 else { return false }
        if octets.count == 4 {
            let bits = octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return bits >> 22 != 0x6440_0000 >> 22 && AddressScope(IPAddress(v4: bits)) == .global
        }
        return octets[0] & 0xFE != 0xFC && octets[0] != 0xFE
    }

    /// Whether it is an address of IPv6 that is unique to a site, which draws its network by lot (RFC 4193 §3).
    package var isOfSite: Bool { type == .aaaa && octets.count == 16 && octets[0] & 0xFE == 0xFC }

    /// Whether it is an address that no packet of the Internet can go to: multicast and reserved IPv4 networks, and
    /// IPv6 that IANA has never allocated, outside of the networks that have a use on a site.
    ///
    /// Random octets are one with a chance of 1/8 (IPv4) and 99 in 100 (IPv6). Source: the special-purpose address
    /// registries of IANA, RFC 4291 §2.4; its registry of IPv6 global unicast address assignments.
    package var isUnroutableAddress: Bool {
        guard let first = octets.first, !isUnspecifiedAddress else { return false }
        switch type {
        case .a: return first == 0 || first >= 224
        // fc00::/7, fe80::/10, and ::/16 and 64::/16 for addresses that hold an IPv4 address.
        case .aaaa:
            let start = UInt16(first) << 8 | UInt16(octets.count > 1 ? octets[1] : 0)
            return first & 0xFE != 0xFC && start >> 6 != 0xFE80 >> 6 && start != 0 && start != 0x64
                && !Self.allocated.contains { start & $0.mask == $0.network }
        default: return false
        }
    }

    /// The first 16 bits of the networks that IANA has given to registries, to 6to4 and to documentation (3fff::/20).
    private static let allocated: [(network: UInt16, mask: UInt16)] = [
        (0x2001, 0xFFFF), (0x2002, 0xFFFF), (0x2003, 0xFFFF), (0x2400, 0xFFF0), (0x2410, 0xFFF0),
        (0x2600, 0xFFF0), (0x2610, 0xFFFF), (0x2620, 0xFFFF), (0x2630, 0xFFF0), (0x2800, 0xFFF0),
        (0x2A00, 0xFFF0), (0x2A10, 0xFFF0), (0x2C00, 0xFFF0), (0x3FFF, 0xFFFF),
    ]

    /// Notes that the answer was seen again.
    package mutating func note(timeToLive: UInt32, time: Timestamp, frame: Int, queryName: UInt64) {
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
