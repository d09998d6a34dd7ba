import Channels
import DNSWire
package import Findings
import NetworkTypes
import OrdinaryTraffic
import PayloadMeasures
import PublicSuffixes
import ZoneProfiles

/// Finds clients that try one registered domain after another until one exists, as malware does that makes up its
/// domains.
///
/// Registered domains count once, whatever is asked below them; names under no public suffix do not count.
///
/// <doc:GeneratedDomains> describes its measures, its limits and captures of both sorts.
package struct GeneratedDomainsDetector: ScanDetector {
    package let kind = FindingKind.generatedDomains
    /// Domains with more names than this belong to somebody, even if their registration has ended.
    private static let maximumNames = 4

    package init() {}

    /// A registered domain that does not exist, as one client asked for it.
    private struct Try {
        let profile: ZoneProfile
        let firstSeen: Timestamp
    }

    package func findings(in traffic: GatheredTraffic) -> [Finding] {
        let suffixes = PublicSuffixList()
        var tries: [IPAddress: [Try]] = [:]
        var found: [IPAddress: [ClosedRange<Timestamp>]] = [:]
        for profile in traffic.profiles.zones {
            guard Self.isMissing(profile) else {
                for (client, contact) in profile.clients {
                    found[client, default: []].append(contact.firstSeen...contact.lastSeen)
                }
                continue
            }
            let (count, isListed) = suffixes.registeredDomain(of: profile.zone.octets)
            guard isListed, count == profile.zone.labelCount, count > 1,
                !profile.zone.isReverseZone,
                profile.zone.labels.first(where: { _ in true }).map(RegisteredLabels.isPayload) != true
            else { continue }
            for (client, contact) in profile.clients {
                tries[client, default: []].append(Try(profile: profile, firstSeen: contact.firstSeen))
            }
        }
        return tries.sorted { $0.key < $1.key }.compactMap { client, tries in
            finding(
                client,
                tries.sorted { ($0.firstSeen, $0.profile.zone) < ($1.firstSeen, $1.profile.zone) },
                found: found[client] ?? [],
                traffic.suspects
            )
        }
    }

    /// Whether a domain has few names and all responses deny them.
    private static func isMissing(_ profile: ZoneProfile) -> Bool {
        profile.responses > 0 && profile.names.heldCount <= maximumNames
            && 10 * profile.responseCodes[.nxDomain] >= 9 * profile.responses
    }

    /// The finding that one client's tries amount to.
    ///
    /// - Parameters:
    ///   - client: The client that tried.
    ///   - all: The domains that do not exist.
    ///   - found: The times between which it asked for each domain that does exist.
    ///   - suspects: The hosts that ask for others.
    /// - Returns: `nil` when they are too few.
    private func finding(
        _ client: IPAddress,
        _ all: [Try],
        found: [ClosedRange<Timestamp>],
        _ suspects: Suspects
    )
        -> Finding?
    {
        let tries = Self.densest(all)
        guard let missing = Calibration.generatedDomains.evidence(Double(tries.count)),
            let first = tries.first,
            let last = tries.last
        else { return nil }
        let costs = tries.compactMap {
            $0.profile.zone.labels.first { _ in true }.flatMap(LetterPairs.meanCost)
        }
        let unlikely = Double(costs.count { $0 >= LetterPairs.unlikelyCost }) / Double(max(1, costs.count))
        let existing = found.count { $0.overlaps(first.firstSeen...last.firstSeen) }
        let missingRatio = Double(tries.count) / Double(tries.count + existing)
        let isMadeUp = Calibration.unlikelyLabels.evidence(unlikely) != nil
        let profiles = tries.map(\.profile)
        let queries = Double(max(1, profiles.reduce(0) { $0 + $1.queries }))
        let iterative = Double(profiles.reduce(0) { $0 + $1.iterativeQueries }) / queries
        let mail = Double(profiles.reduce(0) { $0 + $1.queryTypes[.mx] + $1.queryTypes[.txt] }) / queries
        let suffixes = Set(profiles.map { $0.zone.suffix(labelCount: $0.zone.labelCount - 1).presentation })
        let facts = facts(client, tries, first, last)
        return Finding(
            kind,
            title: "\(DecimalText.text(Double(tries.count), decimals: 0)) \(kind.noun) of \(client)",
            key: [client],
            facts: facts,
            evidence: [
                missing, Calibration.unlikelyLabels.evidence(unlikely),
                Calibration.likelyLabels.evidence(unlikely),
                isMadeUp ? nil : Calibration.mostlyExisting.evidence(missingRatio),
                Calibration.askedByResolver.evidence(iterative), Calibration.askedByMailServer.evidence(mail),
            ],
            displayFilter: DisplayFilter.text(clients: [client], servers: []) + " && dns.flags.rcode == 3",
            nextSteps: [
                suspects.step(facts.clients, deed: "makes up these names", zone: ".", isolates: true),
                "Look for a domain of the same make that does exist, under \(suffixes.sorted().prefix(4).joined(separator: ", ")).",
            ]
        )
    }

    /// The tries within ``Calibration/burstWindow`` of which there are most.
    private static func densest(_ tries: [Try]) -> ArraySlice<Try> {
        var best = tries[..<0]
        var start = 0
        for end in tries.indices {
            while tries[end].firstSeen.seconds(since: tries[start].firstSeen) > Calibration.burstWindow {
                start += 1
            }
            if end - start + 1 > best.count { best = tries[start...end] }
        }
        return best
    }

    private func facts(_ client: IPAddress, _ tries: ArraySlice<Try>, _ first: Try, _ last: Try)
        -> FindingFacts
    {
        let profiles = tries.map(\.profile)
        let contacts = profiles.compactMap { $0.clients[client] }
        let lastSeen = contacts.map(\.lastSeen).max() ?? last.firstSeen
        var facts = FindingFacts(
            firstSeen: first.firstSeen,
            lastSeen: lastSeen,
            frames: FrameRange(
                first: profiles.map(\.firstFrame).min() ?? FramePlace(frame: 0),
                last: profiles.map(\.lastFrame).max() ?? FramePlace(frame: 0),
                count: contacts.reduce(0) { $0 + $1.responses }
            )
        )
        var types = Tally<RecordType>()
        for profile in profiles { types.merge(profile.queryTypes) }
        facts.queries = contacts.reduce(0) { $0 + $1.queries }
        facts.responses = contacts.reduce(0) { $0 + $1.responses }
        facts.distinctNames = profiles.reduce(0) { $0 + $1.distinctNames }
        facts.queryTypes = types.sorted.map { TypeCount(type: $0.kind.description, count: $0.count) }
        facts.servers = Set(profiles.flatMap(\.servers.kinds)).sorted()
        facts.samples = FindingFacts.samples(of: profiles.flatMap(\.names.records))
        facts.clients = [
            ClientActivity(
                address: client,
                queries: facts.queries,
                bytesUp: 0,
                bytesDown: 0,
                firstSeen: first.firstSeen,
                lastSeen: lastSeen
            )
        ]
        return facts
    }
}
