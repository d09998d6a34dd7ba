import DNSWire

/// What the answers of a zone amount to, sorted by whether they can carry anything freely.
struct AnswerMeasures {
    private(set) var distinctPayloads = 0.0
    private(set) var payloadOctets = 0.0
    private(set) var information = 0.0
    private(set) var alphabet: PayloadAlphabet?
    private(set) var distinctAddresses = 0.0
    private(set) var addressNetworks = 0.0
    /// What distinct addresses can carry at most, in bytes.
    private(set) var addressInformation = 0.0
    private(set) var loopbackRatio = 0.0
    private(set) var noAddressRatio = 0.0
    private(set) var medianTimeToLive: Double?

    init(_ scope: ChannelScope, zone: DomainName, textPurposes: TextRecordPurposes) {
        let records = scope.answers
        let scale = scope.answersPerSample
        let isEverNew =
            Double(records.count) * scale >= Self.everNewAnswers * Double(max(1, scope.names.count))
        var payloads: [[UInt8]] = []
        var keptOctets = 0
        var loopbacks = 0
        var none = 0
        var addressOctets: [[UInt8]] = []
        var networks: Set<ArraySlice<UInt8>> = []
        var payloadTimes: [UInt32] = []
        var free: [AnswerRecord] = []
        var published: [AnswerRecord] = []
        for record in records {
            switch record.type {
            case .a, .aaaa:
                addressOctets.append(record.octets)
                networks.insert(record.octets.prefix(record.type == .a ? 2 : 6))
                if record.type == .a, record.octets.first == 127 { loopbacks += 1 }
                if record.isUnspecifiedAddress { none += 1 }
            case .txt where textPurposes.isKnown(record):
                published.append(record)
            default:
                free.append(record)
            }
        }
        // A domain publishes a few such texts; who has ever new ones only writes as if he did.
        if Double(published.count) * scale > Self.publishedTexts { free += published }
        for record in free {
            guard let payload = Self.payload(of: record, zone: zone, isEverNew: isEverNew) else { continue }
            payloads.append(payload)
            keptOctets += payload.count
            payloadOctets += Double(payload.count + max(0, record.length - record.octets.count)) * scale
            payloadTimes.append(record.timeToLive)
        }
        distinctPayloads = Double(payloads.count) * scale
        let addresses = addressOctets.count
        distinctAddresses = Double(addresses) * scale
        addressInformation = CodeLength.bytes(of: addressOctets) * scale
        addressNetworks = Double(networks.count) * scale
        loopbackRatio = addresses > 0 ? Double(loopbacks) / Double(addresses) : 0
        noAddressRatio = addresses > 0 ? Double(none) / Double(addresses) : 0
        let isWorthCoding = payloadOctets >= 24
        // What is kept of long answers stands for the rest of them.
        let octetsPerKept = payloadOctets / Double(max(1, keptOctets))
        information = isWorthCoding ? CodeLength.bytes(of: payloads) * octetsPerKept : 0
        alphabet = PayloadAlphabet(OctetHistogram(payloads.joined()))
        let times = (payloadTimes.isEmpty ? records.map(\.timeToLive) : payloadTimes).sorted()
        medianTimeToLive = times.isEmpty ? nil : Double(times[times.count / 2])
    }

    /// Verification strings, keys and policies of one domain: large ones have some eighty.
    private static let publishedTexts = 128.0

    /// Distinct answers for each name from which on even records that the protocol prescribes are payload: the
    /// records of a zone's own upkeep change seldom.
    private static let everNewAnswers = 3.0

    /// The octets of an answer that somebody could have chosen freely, or `nil` for a record whose content
    /// the protocol prescribes, unless it is ever new.
    private static func payload(of record: AnswerRecord, zone: DomainName, isEverNew: Bool) -> [UInt8]? {
        switch record.type {
        case .rrsig, .nsec, .nsec3:
            return nil
        case .soa, .ns, .ds, .dnskey, .nsec3param, .cds, .cdnskey, .https, .svcb:
            return isEverNew ? record.octets : nil
        case .ptr:
            // What a reverse look-up brings back is the name of a host.
            return isEverNew ? subdomain(record.octets[...], zone: zone) : nil
        case .txt:
            return CharacterStringText.joined(record.octets)
        case .cname, .dname:
            return subdomain(record.octets[...], zone: zone)
        case .mx:
            return record.octets.prefix(2) + subdomain(record.octets.dropFirst(2), zone: zone)
        case .srv:
            return record.octets.prefix(6) + subdomain(record.octets.dropFirst(6), zone: zone)
        default:
            return record.octets
        }
    }

    /// The octets of a name's labels less those of the zone.
    private static func subdomain(_ octets: ArraySlice<UInt8>, zone: DomainName) -> [UInt8] {
        guard let name = DomainName(rdata: octets) else { return Array(octets) }
        let inside = name.isSubdomain(of: zone) ? name.prefix(dropping: zone.labelCount) : name
        return inside.labels.flatMap { $0 }
    }
}

extension DomainName {
    /// The name that rdata consists of, which ends in the root's octet, or `nil` when it is none.
    init?(rdata octets: ArraySlice<UInt8>) {
        guard octets.last == 0 else { return nil }
        self.init(octets: Array(octets.dropLast()))
    }
}

extension TextRecordPurposes {
    /// Whether a TXT record is of a kind that is published for everybody to read.
    fileprivate func isKnown(_ record: AnswerRecord) -> Bool {
        isKnown(
            CharacterStringText.joined(record.octets),
            isComplete: record.length == record.octets.count
        )
    }
}

/// The text of a record made of character strings, each with its length before it (RFC 1035 §3.3).
enum CharacterStringText {
    /// All strings one after the other; a last one that is cut short counts as far as it goes.
    static func joined(_ octets: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(octets.count)
        var position = 0
        while position < octets.count {
            let end = min(position + 1 + Int(octets[position]), octets.count)
            text += octets[(position + 1)..<end]
            position = end
        }
        return text
    }
}
