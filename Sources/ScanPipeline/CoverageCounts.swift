import DNSWire
import Findings
import NetworkTypes
import PacketCapture
import PacketDecoding
import ResolverLogs
import Watching
import ZoneProfiles

/// Counts the parts that could not be inspected, and reports them at the end.
struct CoverageCounts: Sendable {
    /// Messages that were read to their end.
    var inspected = 0
    private var malformed = 0
    private var truncated = PacketDecoding.Tally()
    private var nonDNS = PacketDecoding.Tally()
    private var anomalies = [PacketDecoding.Tally](
        repeating: PacketDecoding.Tally(),
        count: Anomaly.allCases.count
    )

    /// Counts a message that ended in an error.
    mutating func noteMalformed(_ payload: DNSPayload) {
        if payload.isTruncated { truncated.note(payload.place) } else { malformed += 1 }
    }

    /// Counts octets on a DNS port that are no DNS message.
    mutating func noteNonDNS(_ payload: DNSPayload) {
        if payload.isTruncated {
            truncated.note(payload.place)
        } else {
            nonDNS.note(payload.place)
        }
    }

    /// Counts the anomalies of a message.
    mutating func note(_ found: AnomalySet, _ payload: DNSPayload) {
        guard !found.isEmpty, !payload.isTruncated else { return }
        for anomaly in found where payload.service == .dns || !Self.isLawfulInMulticast(anomaly) {
            anomalies[Int(anomaly.rawValue)].note(payload.place)
        }
    }

    /// Queries of multicast DNS may ask several questions and bring the answers that are known already
    /// (RFC 6762 §5.3, §7.1).
    private static func isLawfulInMulticast(_ anomaly: Anomaly) -> Bool {
        anomaly == .questionCountNotOne || anomaly == .recordsInQuery
    }

    /// The report's block on coverage.
    func coverage(
        failures: [CoverageProblem],
        messages: MessageCounts,
        decoding: DecodingStatistics,
        logs: LogStatistics,
        evictedTransactions: Int,
        profiles: ProfileTable,
        peers: PeerTable,
        sightings: SightingTable,
        selection: ScanSelection
    ) -> Coverage {
        var coverage = Coverage()
        coverage.inspected = inspected
        coverage.malformed = malformed
        coverage.truncatedBySnapLength =
            decoding.anomalies[.truncatedBySnapLength]?.count ?? truncated.count
        coverage.unknownLink = decoding.unknownLinkTypes.values.reduce(0) { $0 + $1.count }
        coverage.isOneSided = messages.isOneSided
        coverage.copies = messages.copies.count + decoding.copies
        coverage.retransmissions = messages.retransmissions.count
        let lostStreams = [DecodingAnomaly.fragmentsEvicted, .streamsEvicted]
            .reduce(0) { $0 + (decoding.anomalies[$1]?.count ?? 0) }
        coverage.lostState =
            lostStreams + evictedTransactions + profiles.evictedZones
            + profiles.evictedPairs + peers.evicted + decoding.encryptedDNS.unlisted.count
            + sightings.unlisted + decoding.watchedFlows.unlisted
        let encrypted = decoding.encryptedDNS.all.filter { selection.takes(trafficOf: $0.client) }
        coverage.encryptedDNS = encrypted.map {
            EncryptedDNSEndpoint(
                client: $0.client,
                server: $0.server,
                transport: $0.transport.rawValue,
                packets: $0.tally.count,
                firstSeen: $0.firstSeen,
                lastSeen: $0.lastSeen
            )
        }
        let unfiltered = selection.filter?.unsupported ?? []
        let ofFilter = CoverageProblem(
            kind: "filter_not_applicable",
            count: unfiltered.count,
            firstFrame: 0,
            detail: "The filter means nothing for \(unfiltered.map(\.name).joined(separator: ", ")); "
                + "frames of this link type were left out."
        )
        let ofTraffic = problems(decoding, encrypted, evictedTransactions, profiles, peers, sightings)
        coverage.problems = (failures + [ofFilter] + problems(in: logs) + ofTraffic)
            .filter { $0.count > 0 }
            .sorted { ($0.kind, $0.input, $0.firstFrame) < ($1.kind, $1.input, $1.firstFrame) }
        return coverage
    }

    private func problems(in logs: LogStatistics) -> [CoverageProblem] {
        logs.anomalies.map { anomaly, tally in
            CoverageProblem(kind: anomaly.rawValue, tally, detail: anomaly.detail, isGap: anomaly.isGap)
        }
    }

    private func problems(
        _ decoding: DecodingStatistics,
        _ encrypted: [EncryptedDNSPackets],
        _ evictedTransactions: Int,
        _ profiles: ProfileTable,
        _ peers: PeerTable,
        _ sightings: SightingTable
    ) -> [CoverageProblem] {
        let ofMessages = Anomaly.allCases.map { anomaly in
            CoverageProblem(
                kind: anomaly.name,
                anomalies[Int(anomaly.rawValue)],
                detail: "DNS messages with the anomaly \(anomaly.name).",
                isGap: false  // the messages that it made unreadable are counted as malformed
            )
        }
        let ofPackets = decoding.anomalies.compactMap { anomaly, tally -> CoverageProblem? in
            guard anomaly != .fragmentsReassembled else { return nil }
            return CoverageProblem(
                kind: anomaly.rawValue,
                tally,
                detail: "Packets, fragments or streams: \(anomaly.rawValue).",
                isGap: anomaly != .quotedInICMP && anomaly != .dnsInSomeIP
            )
        }
        let ofLinks = decoding.unknownLinkTypes.map { linkType, tally in
            CoverageProblem(
                kind: "unknown_link_type",
                tally,
                detail: "Frames of link type \(LinkType(rawValue: linkType).name), which is not decoded."
            )
        }
        let allEncrypted = PacketDecoding.Tally(
            count: encrypted.reduce(0) { $0 + $1.tally.count },
            firstFrame: encrypted.map(\.tally.firstFrame).min() ?? FramePlace(frame: 0)
        )
        let ofEncryptedDNS = [
            CoverageProblem(
                kind: "encrypted_dns",
                allEncrypted,
                detail: "Packets of DNS over TLS, QUIC or HTTPS or of DNSCrypt, which cannot be read."
            ),
            CoverageProblem(
                kind: "encrypted_dns_unlisted",
                decoding.encryptedDNS.unlisted,
                detail: "Packets of encrypted DNS between clients and servers beyond those that are listed."
            ),
        ]
        let ofState = [
            ("evicted_transactions", evictedTransactions, "Queries forgotten before their response came."),
            ("evicted_zones", profiles.evictedZones, "Zones forgotten because there were too many."),
            (
                "unlisted_pairs", profiles.evictedPairs + peers.evicted,
                "Clients with their servers forgotten because there were too many."
            ),
            (
                "unlisted_sightings", sightings.unlisted + decoding.watchedFlows.unlisted,
                "Messages and packets of listed names and addresses, or answers from inside, beyond those kept."
            ),
        ].map { CoverageProblem(kind: $0.0, count: $0.1, firstFrame: 0, detail: $0.2) }
        let nonDNSProblem = CoverageProblem(
            kind: "non_dns_payload",
            nonDNS,
            detail: "Datagrams on a DNS port that are no DNS messages."
        )
        return ofMessages + ofPackets + ofLinks + ofEncryptedDNS + ofState + [nonDNSProblem]
    }
}

extension CoverageProblem {
    fileprivate init(kind: String, _ tally: PacketDecoding.Tally, detail: String, isGap: Bool = true) {
        let place = tally.firstFrame
        self.init(
            kind: kind,
            count: tally.count,
            firstFrame: place.frame,
            input: place.input,
            detail: detail,
            isGap: isGap
        )
    }
}
