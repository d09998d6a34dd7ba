import DNSObservation
import DNSWire
import Glibc
import NetworkTypes
import OrdinaryTraffic
import PayloadMeasures
import ZoneProfiles

/// The measures of a zone's answers, sorted by whether they can carry anything freely.
final class AnswerMeasures {
    private let scope: ChannelScope
    private let zone: DomainName
    private let exchanges: [Exchange]
    private let scale: Double
    private let askedNames: [UInt64: AskedName]
    private let bindings: ServiceBindings
    private let freeTypes: Set<RecordType>
    /// Answers that somebody could have chosen.
    private let free: [AnswerRecord]
    /// Whether few of these have their question, as in two samples.
    private let areUnasked: Bool
    /// The distinct octets of these that say something, in the order in which they came first.
    private var payloads: [[UInt8]] = []
    private var payloadsOfName: [UInt64: Int] = [:]
    private var payloadTimes: [UInt32] = []
    private let addresses: [[UInt8]]

    private(set) var payloadOctets = 0.0
    /// Distinct records of a zone's top that belong to names of their own.
    let apexRecords: Double
    /// Changes of service bindings, of names that have at least three of them, keys and addresses left out.
    var bindingChanges: Double { Double(bindings.changes) * scale }
    /// Sampled distinct names of hosts that addresses have.
    let pointers: Int
    let addressNetworks: Double
    /// Networks of 24 bits (IPv4) or 48 bits (IPv6) of the public Internet that addresses lie in.
    let addressBlocks: Double
    let loopbackRatio: Double
    let noAddressRatio: Double
    let unroutableRatio: Double

    init(
        _ scope: ChannelScope,
        zone: DomainName,
        exchanges: [Exchange],
        textPurposes: TextRecordPurposes
    ) {
        self.scope = scope
        self.zone = zone
        self.exchanges = exchanges
        let records = scope.answers
        let scale = scope.answersPerSample
        self.scale = scale
        let askedNames = Dictionary(
            scope.names.map { (KeyedHash.hash($0.name.lowercased.octets), AskedName($0.name)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.askedNames = askedNames
        let leafTypes = Self.leafTypes(of: records, scale: scale, names: scope.names.count, zone: zone)
        // Addresses are many where hosts share the load.
        let isEverNew =
            Double(records.count { $0.type != .a && $0.type != .aaaa }) * scale
            >= Self.everNewAnswers * Double(max(1, scope.names.count))
        let bindings = ServiceBindings(records)
        self.bindings = bindings
        let ownTypes = isEverNew ? Self.prescribedTypes : leafTypes
        freeTypes = bindings.changes > 0 ? ownTypes.union([.https, .svcb]) : ownTypes
        apexRecords = Double(records.count { leafTypes.contains($0.type) }) * scale
        var addresses: [[UInt8]] = []
        var (loopbacks, none, unroutable, pointers) = (0, 0, 0, 0)
        var networks: Set<UInt64> = []
        var blocks: Set<UInt64> = []
        var sites: [ArraySlice<UInt8>] = []
        var free: [AnswerRecord] = []
        var published: [AnswerRecord] = []
        var tokens: [AnswerRecord] = []
        var forgedKeys = 0.0
        for record in records {
            let asked = askedNames[record.queryName]
            switch record.type {
            case .a, .aaaa:
                if asked?.spells(record.octets) == true { continue }
                addresses.append(record.octets)
                networks.insert(Self.network(of: record.octets, record.type == .a ? 2 : 6))
                if record.isPublicAddress {
                    blocks.insert(Self.network(of: record.octets, record.type == .a ? 3 : 6))
                }
                if record.type == .a, record.octets.first == 127, record.octets != Self.localhost {
                    loopbacks += 1
                }
                if record.isOfNoHost { none += 1 }
                if record.isUnroutableAddress { unroutable += 1 }
                if record.isOfSite { sites.append(record.octets.prefix(6)) }
            case .txt:
                let text = CharacterStringText.joined(record.octets)
                let isComplete = record.length == record.octets.count
                if asked?.isOfChallenge == true, Self.isToken(text) {
                    tokens.append(record)
                } else if textPurposes.isKnown(text, isComplete: isComplete) {
                    // A platform for mail has a key for each customer.
                    if !DomainKey.isIn(text) { published.append(record) }
                    if DomainKey.isForged(text) { forgedKeys += 1 }
                } else {
                    free.append(record)
                }
            case .cname where asked?.isOfChallenge == true:
                tokens.append(record)
            default:
                if record.type == .ptr { pointers += 1 }
                free.append(record)
            }
        }
        self.pointers = pointers
        for octets in bindings.addresses.subtracting(addresses).sorted(by: {
            $0.lexicographicallyPrecedes($1)
        }) {
            addresses.append(octets)
            let isIPv4 = octets.count == 4
            networks.insert(Self.network(of: octets, isIPv4 ? 2 : 6))
            blocks.insert(Self.network(of: octets, isIPv4 ? 3 : 6))
        }
        self.addresses = addresses
        addressNetworks = Double(networks.count) * scale
        addressBlocks = Double(blocks.count) * scale
        func share(_ count: Int) -> Double { addresses.isEmpty ? 0 : Double(count) / Double(addresses.count) }
        loopbackRatio = share(loopbacks)
        noAddressRatio = share(none)
        // A site draws one network by lot; nobody has a way to those of many.
        if Set(sites).count > Self.networksOfSites { unroutable += sites.count }
        unroutableRatio = share(unroutable)
        // A domain publishes a few such texts, and a name below it one; a sender of ever new ones only writes as if it
        // did.
        let ofName = Dictionary(
            grouping: published.filter { askedNames[$0.queryName] != nil },
            by: \.queryName
        )
        let isEverNewText = ofName.values.contains { $0.count > Self.publishedTextsOfName }
        if isEverNewText || Double(published.count) * scale > Self.publishedTexts
            || forgedKeys * scale > Self.brokenKeys || Self.nameNoHosts(published)
        {
            free += published
        }
        let tokensOfName = Dictionary(grouping: tokens, by: \.queryName).values.map(\.count).max() ?? 0
        if tokensOfName > Self.publishedTextsOfName || Double(tokens.count) * scale > Self.issuanceTokens {
            free += tokens
        }
        self.free = free
        areUnasked = 2 * free.count { askedNames[$0.queryName] != nil } < free.count
        collectPayloads()
    }

    /// Different records may differ only in the parts of their questions that they repeat.
    private func collectPayloads() {
        var seen: Set<[UInt8]> = []
        for record in free.sorted(by: Self.precedes) {
            let asked = areUnasked ? nil : askedNames[record.queryName]
            guard let payload = payload(of: record, asked: asked), seen.insert(payload).inserted else {
                continue
            }
            payloads.append(payload)
            payloadsOfName[record.queryName, default: 0] += 1
            payloadOctets += Double(payload.count + max(0, record.length - record.octets.count)) * scale
            payloadTimes.append(record.timeToLive)
        }
    }

    /// A number for the first octets of an address, or for all of a shorter one.
    private static func network(of address: [UInt8], _ octets: Int) -> UInt64 {
        address.prefix(octets).reduce(1) { $0 << 8 | UInt64($1) }
    }

    var distinctPayloads: Double { Double(payloads.count) * scale }
    var distinctAddresses: Double { Double(addresses.count) * scale }

    /// The most that distinct payloads can carry, in bytes.
    func information() -> Double {
        guard payloadOctets >= Self.codedOctets else { return 0 }
        // The kept octets of long answers stand for the rest of them.
        let octetsPerKept = payloadOctets / Double(max(1, payloads.reduce(0) { $0 + $1.count }))
        return CodeLength.bytes(ofTexts: payloads) * octetsPerKept * (areUnasked ? newsShare() : 1)
    }

    /// The most that distinct addresses can carry, in bytes.
    func addressInformation() -> Double { CodeLength.bytes(of: addresses) * scale }

    private(set) lazy var alphabet = PayloadAlphabet(OctetHistogram(payloads.joined()))

    /// The text that payload answers decode to, or that addresses spell, if any.
    func readText() -> EncodedText.Reading? {
        payloads.count >= AnswerBounds.readAnswers
            ? EncodedText.reading(of: payloads.map { $0[...] })
            : AddressText.reading(of: addresses)
    }

    /// Words of scripts and programs in texts.
    var programWords: Int {
        let texts = free.filter { $0.type == .txt }.sorted(by: Self.precedes)
        return ProgramText.wordCount(in: texts.map { CharacterStringText.joined($0.octets) })
    }

    /// Distinct payload answers of the name that has most of them.
    var mostOfOneName: Double { Self.most(of: payloadsOfName, scale: scale, names: scope.names) }

    var medianTimeToLive: Double? {
        Self.median(payloadTimes.isEmpty ? scope.answers.map(\.timeToLive) : payloadTimes)
    }

    /// The median of the addresses' times to live, in seconds.
    var medianAddressLife: Double? {
        Self.median(scope.answers.filter { $0.type == .a || $0.type == .aaaa }.map(\.timeToLive))
    }

    private static func median(_ times: [UInt32]) -> Double? {
        times.isEmpty ? nil : Double(times.sorted()[times.count / 2])
    }

    /// Whether addresses lie wherever hosts of the Internet are, and nowhere else.
    var areHostsEverywhere: Bool { Self.areEverywhere(addresses) }

    /// In octets; a code of fewer is not worth measuring.
    private static let codedOctets = 24.0
    private static let recordsByChance = 2

    /// Whether addresses are spread over the networks that hosts have, and none leads nowhere.
    ///
    /// Of IPv4 they lie in more than half of the first octets that as many random ones would have; of IPv6 they are of as
    /// many providers (/32, RFC 6177 §1).
    private static func areEverywhere(_ addresses: [[UInt8]]) -> Bool {
        let ipv4 = addresses.filter { $0.count == 4 }
        let ipv6 = addresses.filter { $0.count == 16 }
        guard addresses.count >= manyHosts,
            ipv4.allSatisfy({ $0[0] > 0 && $0[0] < 224 }),
            ipv6.allSatisfy({ $0[0] >> 5 == 1 })
        else { return false }
        let drawn = firstOctets * (1 - pow(1 - 1 / firstOctets, Double(ipv4.count)))
        return Double(Set(ipv4.map { $0[0] }).count) >= spreadShare * drawn
            && Double(Set(ipv6.map { $0[..<4] }).count) >= spreadShare * Double(ipv6.count)
    }

    /// The share of what answers say that their questions do not say, of those whose questions are known.
    private func newsShare() -> Double {
        let ofNames = free.compactMap { record in askedNames[record.queryName].map { (record, $0) } }
        let ofExchanges = exchanges.flatMap { exchange in
            (exchange.response?.answers ?? []).map { ($0, AskedName(exchange.name)) }
        }
        var (all, news): ([[UInt8]], [[UInt8]]) = ([], [])
        for (answer, asked) in ofNames + ofExchanges where ![.a, .aaaa].contains(answer.type) {
            guard let whole = payload(of: answer, asked: nil), let rest = payload(of: answer, asked: asked)
            else { continue }
            all.append(whole)
            news.append(rest)
        }
        guard all.count >= Self.fewestExchanges else { return 1 }
        return min(1, CodeLength.bytes(ofTexts: news) / CodeLength.bytes(ofTexts: all))
    }

    private static let fewestExchanges = 8

    /// Whether names get further addresses only when the time to live of the ones before is over.
    ///
    /// A resolver gives all who ask the same addresses until then, and asks a seed or a pool for others after it. A few
    /// times are off by a second, or by a cache of another server.
    static func areKeptByCaches(_ records: [AnswerRecord]) -> Bool {
        let addresses = records.filter { [.a, .aaaa].contains($0.type) }
        let lives = addresses.map(\.timeToLive).sorted()
        guard !lives.isEmpty, lives[lives.count / 2] >= shortestLife else { return false }
        let ofName = Dictionary(grouping: addresses) { [$0.queryName, UInt64($0.type.rawValue)] }
        var (changes, early) = (0, 0)
        for ofOne in ofName.values {
            let ordered = ofOne.sorted(by: precedes)
            for (one, next) in zip(ordered, ordered.dropFirst()) where next.firstFrame != one.firstFrame {
                changes += 1
                let seconds = next.firstTime.seconds(since: one.firstTime)
                if seconds + clockSlack < Double(one.timeToLive) { early += 1 }
            }
        }
        return earlyChanges * early <= changes
    }

    /// In seconds; resolvers keep no answer for less than that.
    private static let shortestLife: UInt32 = 5
    /// In seconds; times to live are told in whole ones.
    private static let clockSlack = 1.5
    /// One change in so many may come early.
    private static let earlyChanges = 10

    /// That none of 64 random addresses of IPv4 leads nowhere has a chance of 1 in 5,000.
    private static let manyHosts = 64
    /// Of the first octets below 224, those that name neither private networks nor hosts themselves.
    private static let firstOctets = 220.0
    private static let spreadShare = 0.5

    /// The distinct payloads of the name that has most of them.
    ///
    /// A part of the answers stands for all: one that it holds of a name tells nothing of others, and two may be of one
    /// response by chance. A name had no more than it had responses.
    private static func most(of counts: [UInt64: Int], scale: Double, names: [NameRecord]) -> Double {
        guard scale > 1 else { return Double(counts.values.max() ?? 0) }
        let responses = Dictionary(
            names.map { (KeyedHash.hash($0.name.lowercased.octets), $0.responses) },
            uniquingKeysWith: max
        )
        return counts.reduce(0) { most, entry in
            let estimate =
                entry.value > recordsByChance
                ? Double(entry.value - 1) * scale + 1 : Double(entry.value)
            let bound = responses[entry.key].map { Double(max(entry.value, $0)) } ?? estimate
            return max(most, min(estimate, bound))
        }
    }

    private static func precedes(_ one: AnswerRecord, _ other: AnswerRecord) -> Bool {
        (one.firstTime, one.firstFrame) < (other.firstTime, other.firstFrame)
    }

    /// Whether sender policies name addresses that no sender can have, as one in eight random ones is.
    private static func nameNoHosts(_ texts: [AnswerRecord]) -> Bool {
        var addresses: Set<ArraySlice<UInt8>> = []
        for text in texts where text.type == .txt {
            for word in CharacterStringText.joined(text.octets).split(separator: 0x20) {
                guard let start = word.firstIndex(of: UInt8(ascii: ":")),
                    word[..<start].suffix(3).elementsEqual("ip4".utf8)
                else { continue }
                addresses.insert(word[(start + 1)...])
            }
        }
        let unroutable = addresses.count { address in
            let first = Int(String(decoding: address.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)) ?? 1
            return first == 0 || first >= 224
        }
        return addresses.count >= policyAddresses && policyShare * unroutable >= addresses.count
    }

    /// That two of 12 random addresses are such has a chance of 3 in 4, and none has an ordinary policy.
    private static let policyAddresses = 12
    /// One address in so many.
    private static let policyShare = 16

    /// Networks of 48 bits of a site and those that it is joined to, and of programs that draw one each.
    private static let networksOfSites = 16
    private static let localhost: [UInt8] = [127, 0, 0, 1]

    /// The types of a zone's top or of hosts of one service alike, of which many names have a record of their own.
    private static func leafTypes(
        of records: [AnswerRecord],
        scale: Double,
        names: Int,
        zone: DomainName
    ) -> Set<RecordType> {
        let types =
            zone.isReverseZone ? typesOfApexes : typesOfApexes.union(typesOutsideOfReverseZones)
        let counts = records.reduce(into: [RecordType: Double]()) { $0[$1.type, default: 0] += scale }
            .filter { types.contains($0.key) && $0.value >= manyOwnRecords }
        // A sender may take several of these types in turn.
        return counts.values.reduce(0, +) >= ownShare * Double(names) ? Set(counts.keys) : []
    }

    /// Types whose records the protocol prescribes: those of a zone's own upkeep are few and change seldom.
    private static let prescribedTypes: Set<RecordType> = typesOfApexes.union([.soa, .ns, .nsec3param, .ptr])
    private static let typesOfApexes: Set<RecordType> = [.ds, .dnskey, .cds, .cdnskey, .https, .svcb]
    /// In zones of reverse look-ups each network has records of upkeep and each host has a name.
    private static let typesOutsideOfReverseZones: Set<RecordType> = [.ns, .soa, .ptr]
    private static let manyOwnRecords = 24.0
    private static let ownShare = 0.7

    /// Whether a text is a token of certificate issuance: a SHA-256 digest in Base64url (RFC 8555 §8.1).
    private static func isToken(_ text: [UInt8]) -> Bool {
        text.count == 43 && text.allSatisfy { EncodedText.base64Value($0) != nil }
    }

    /// Verification strings, keys and policies of one domain: large ones have some eighty.
    private static let publishedTexts = 128.0
    /// Records for keys of mail with something else in the place of a key, as owners make mistakes.
    private static let brokenKeys = 8.0
    /// The present text and those before it in a long recording.
    private static let publishedTextsOfName = 16
    /// Tokens of certificates, and aliases to services that manage them; a hoster renews some hundred a day.
    private static let issuanceTokens = 1_000.0

    /// From so many distinct answers for each name on, even records that the protocol prescribes are payload.
    private static let everNewAnswers = 3.0

    /// The octets of an answer that somebody could have chosen freely, or `nil` for a record whose content
    /// the protocol prescribes or the question says.
    private func payload(of record: AnswerRecord, asked: AskedName?) -> [UInt8]? {
        switch record.type {
        case .rrsig, .nsec, .nsec3:
            return nil
        case .ns:
            return freeTypes.contains(.ns) ? subdomain(record.octets[...], asked: asked) : nil
        case .https, .svcb:
            return freeTypes.contains(record.type) ? bindings.content(of: record.octets) : nil
        case .soa, .ds, .dnskey, .nsec3param, .cds, .cdnskey:
            return freeTypes.contains(record.type) ? record.octets : nil
        case .ptr:
            // A reverse look-up brings back the name of a host.
            return freeTypes.contains(.ptr) ? subdomain(record.octets[...], asked: asked) : nil
        case .txt:
            let text = CharacterStringText.joined(record.octets)
            return asked?.withoutNetwork(text) ?? text
        case .cname, .dname:
            return subdomain(record.octets[...], asked: asked)
        case .mx:
            return record.octets.prefix(2)
                + subdomain(record.octets.dropFirst(2), asked: asked)
        case .srv:
            return record.octets.prefix(6)
                + subdomain(record.octets.dropFirst(6), asked: asked)
        case .naptr:
            // Order, preference and three strings, then a name (RFC 3403 §4.1).
            var end = 4
            for _ in 0..<3 where end < record.octets.count { end += 1 + Int(record.octets[end]) }
            guard end < record.octets.count else { return record.octets }
            let strings = Array(record.octets[..<end])
            return (asked?.withoutNumber(strings) ?? strings)
                + subdomain(record.octets[end...], asked: asked)
        default:
            return record.octets
        }
    }

    /// The octets of a name's labels less those of the zone and those that the question says.
    private func subdomain(_ octets: ArraySlice<UInt8>, asked: AskedName?) -> [UInt8] {
        guard let name = DomainName(rdata: octets) else { return Array(octets) }
        let inside = name.isSubdomain(of: zone) ? name.prefix(dropping: zone.labelCount) : name
        return inside.labels.flatMap { asked?.news(in: $0) ?? Array($0) }
    }
}
