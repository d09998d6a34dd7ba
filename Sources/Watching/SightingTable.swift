package import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import PublicSuffixes

/// All sightings of names and addresses on a watchlist, and of answers that lead inside.
///
/// An ordinary message costs a look into a table of innocent names and at the reach of its addresses.
/// Tables over parts of a capture merge into the table over the whole, exactly as long as no bound was reached.
package struct SightingTable: Sendable {
    /// Things that are told apart; each costs about 1 kB, and 16 kB more with many names.
    private static let capacity = 8_192
    /// Records of names and clients that all sightings hold together; with more, new ones keep few names.
    private static let recordCapacity = 60_000
    private static let smallNameCapacity = 4

    package let watchlist: Watchlist
    package private(set) var sightings: [Subject: Sighting] = [:]
    private var heldRecords = 0
    /// Messages of things beyond the bound.
    package private(set) var unlisted = 0

    /// Hashes of names that fall under nothing, each at the one place that its lower bits say.
    private var innocent = [UInt64](repeating: 0, count: innocentCount)
    private static let innocentCount = 1 << 16
    /// Registered domains of names that were answered with addresses inside, `nil` for names of no public zone.
    private var zones: [UInt64: DomainName?] = [:]
    private static let zoneCapacity = 1 << 14
    private let suffixes = PublicSuffixList()

    package init(watchlist: Watchlist) {
        self.watchlist = watchlist
    }

    /// Adds one message, unless its event is counted already.
    ///
    /// - Complexity: O(1) for a name that was seen lately and answers from outside.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, !observation.isCountedElsewhere, !observation.queryName.isEmpty
        else { return }
        noteName(observation)
        if observation.isResponse, !observation.answers.isEmpty { noteAnswers(observation) }
    }

    // MARK: - Names

    private mutating func noteName(_ observation: borrowing Observation) {
        let slot = Int(truncatingIfNeeded: observation.queryNameHash) & (Self.innocentCount - 1)
        if innocent[slot] == observation.queryNameHash { return }
        let subjects = subjects(of: observation.queryName, at: observation.time)
        if subjects.isEmpty { innocent[slot] = observation.queryNameHash }
        for subject in subjects {
            add(observation, to: subject, standsForQuery: observation.beginsTransaction)
        }
    }

    private func subjects(of octets: [UInt8], at time: Timestamp) -> [Subject] {
        let matches = watchlist.matches(octets.span)
        let holdsExpression = ExploitExpression.isIn(octets)
        let labelsBehindID = InteractshID.labelsBehind(in: octets, at: time)
        guard !matches.isEmpty || holdsExpression || labelsBehindID != nil,
            let name = DomainName(octets: octets)?.lowercased
        else {
            return []
        }
        var subjects = matches.map { match in
            Subject(
                match.kind,
                name: name.suffix(labelCount: name.labelCount - match.labelsBelow),
                entry: match.entry
            )
        }
        if !subjects.contains(where: { $0.kind == .exploitCallback }) {
            let zone =
                holdsExpression ? suffixes.registeredDomain(of: name.octets).labelCount : labelsBehindID
            if let zone { subjects.append(Subject(.exploitCallback, name: name.suffix(labelCount: zone))) }
        }
        return subjects
    }

    // MARK: - Answers

    private mutating func noteAnswers(_ observation: borrowing Observation) {
        let scopes = observation.addressScopes
        for record in observation.answers where record.type == .cname {
            guard record.octets.count == KnownSinkholes.alias.count,
                observation.answerOctets[record.octets].elementsEqual(KnownSinkholes.alias)
            else { continue }
            add(observation, to: Subject(.sinkholed, name: zone(of: observation) ?? .root, entry: -1))
        }
        if !scopes.isDisjoint(with: .inside) { noteInside(observation, scopes) }
        if !scopes.isEmpty {
            for record in observation.answers {
                guard let address = observation.address(in: record) else { continue }
                if let entry = watchlist.sinkholes.entry(of: address) {
                    let zone = zone(of: observation) ?? .root
                    let subject = Subject(.sinkholed, name: zone, address: address, entry: entry)
                    add(observation, to: subject, address: address, timeToLive: record.timeToLive)
                }
                if let entry = watchlist.listedAddresses.entry(of: address) {
                    let subject = Subject(.listedAddress, address: address, entry: entry)
                    add(observation, to: subject, address: address, timeToLive: record.timeToLive)
                }
            }
        }
        if watchlist.hasListedNames { noteNamesInAnswers(observation) }
    }

    /// Looks for listed names where answers lead to: aliases, hosts and servers.
    private mutating func noteNamesInAnswers(_ observation: borrowing Observation) {
        for record in observation.answers {
            guard let start = record.type.nameOffset, start < record.octets.count else { continue }
            let octets = observation.answerOctets.span.extracting(record.octets.dropFirst(start))
            for match in watchlist.matches(octets) where match.kind == .listedDomain {
                let wire = (0..<octets.count).map { octets[$0] }
                guard let target = DomainName(octets: wire.last == 0 ? wire.dropLast() : wire)?.lowercased
                else {
                    continue
                }
                let name = target.suffix(labelCount: target.labelCount - match.labelsBelow)
                let subject = Subject(.listedDomain, name: name, entry: match.entry)
                // Names below the listed one are counted by the question already.
                if let asked = DomainName(octets: observation.queryName), asked.isSubdomain(of: name) {
                    continue
                }
                add(observation, to: subject)
            }
        }
    }

    /// Notes answers with addresses that no public name should have.
    ///
    /// A set of addresses outside and private ones says nothing of time; with the client's own it makes browsers fall back to
    /// that. Answers of no address at all are gathered by the server that gives them: a resolver that blocks gives them for
    /// thousands of names. Of the loopback network 127.0.0.1 alone is a host; lists of hosts and reputation services answer with
    /// the others (RFC 5782 §2.1).
    private mutating func noteInside(_ observation: borrowing Observation, _ scopes: AddressScopes) {
        let isMixed = scopes.contains(.global)
        for record in observation.answers {
            guard let address = observation.address(in: record), watchlist.sinkholes.entry(of: address) == nil
            else { continue }
            let subject: Subject
            switch AddressScope(address) {
            case .global: continue
            case .privateUse where isMixed: continue
            case .unspecified where isMixed, .loopback where isMixed:
                guard let zone = zone(of: observation) else { continue }
                subject = Subject(.rebinding, name: zone)
            case .unspecified: subject = Subject(.sinkholed, address: observation.server.address)
            case .loopback:
                guard !address.isIPv4 || address == IPAddress(v4: 0x7F00_0001),
                    let zone = zone(of: observation)
                else { continue }
                subject = Subject(.sinkholed, name: zone)
            case .privateUse, .linkLocal:
                guard let zone = zone(of: observation) else { continue }
                subject = Subject(.rebinding, name: zone)
            }
            add(observation, to: subject, address: address, timeToLive: record.timeToLive, isMixed: isMixed)
        }
    }

    /// The registered domain of the question's name, or `nil` when it lies in no public zone.
    private mutating func zone(of observation: borrowing Observation) -> DomainName? {
        if let known = zones[observation.queryNameHash] { return known }
        if zones.count >= Self.zoneCapacity { zones.removeAll(keepingCapacity: true) }
        let name = DomainName(octets: observation.queryName)?.lowercased ?? .root
        let (labelCount, isListed) = suffixes.registeredDomain(of: name.octets)
        let zone: DomainName? = isListed ? name.suffix(labelCount: labelCount) : nil
        zones[observation.queryNameHash] = .some(zone)
        return zone
    }

    // MARK: - Keeping

    private mutating func add(
        _ observation: borrowing Observation,
        to subject: Subject,
        address: IPAddress? = nil,
        timeToLive: UInt32 = 0,
        isMixed: Bool = false,
        standsForQuery: Bool = true
    ) {
        if sightings[subject] == nil {
            guard sightings.count < Self.capacity else {
                unlisted += 1
                return
            }
            let isFull = heldRecords >= Self.recordCapacity
            sightings[subject] = Sighting(
                nameCapacity: isFull ? Self.smallNameCapacity : Sighting.nameCapacity
            )
        }
        guard let index = sightings.index(forKey: subject) else { return }
        heldRecords -= sightings.values[index].heldRecords
        // Several records of one message are one message.
        let place = FramePlace(input: observation.input, frame: observation.frame)
        if address == nil || sightings.values[index].lastFrame != place {
            sightings.values[index].note(observation, standsForQuery: standsForQuery)
        }
        if let address { sightings.values[index].note(address, timeToLive: timeToLive, isMixed: isMixed) }
        heldRecords += sightings.values[index].heldRecords
    }

    /// Adds the table of another part of the capture, made with the same watchlist.
    package mutating func merge(_ other: SightingTable) {
        for (subject, sighting) in other.sightings.sorted(by: { $0.key < $1.key }) {
            if let index = sightings.index(forKey: subject) {
                sightings.values[index].merge(sighting)
            } else if sightings.count < Self.capacity {
                sightings[subject] = sighting
            } else {
                unlisted += sighting.queries + sighting.responses
            }
        }
        unlisted += other.unlisted
        heldRecords = sightings.values.reduce(0) { $0 + $1.heldRecords }
    }
}

extension RecordType {
    /// The place of the name that a record leads to within its data, in octets, or `nil` when there is none.
    fileprivate var nameOffset: Int? {
        switch self {
        case .cname, .dname, .ns, .ptr: 0
        case .mx, .svcb, .https: 2
        case .srv: 6
        default: nil
        }
    }
}
