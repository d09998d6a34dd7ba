import DNSWire
import Findings
import PacketDecoding
import TunnelDetection

/// Counts what could not be inspected, and says so at the end.
struct CoverageCounts: Sendable {
    /// How often something happened and in which frame first.
    private struct Occurrence {
        var count = 0
        var firstFrame = 0

        mutating func note(frame: Int) {
            if count == 0 { firstFrame = frame }
            count += 1
        }
    }

    /// Messages that were read to their end.
    var inspected = 0
    private var malformed = 0
    private var truncated = Occurrence()
    private var nonDNS = Occurrence()
    private var anomalies = [Occurrence](repeating: Occurrence(), count: Anomaly.allCases.count)

    /// Counts a message that ended in an error.
    mutating func noteMalformed(_ payload: DNSPayload) {
        if payload.isTruncated { truncated.note(frame: payload.frame) } else { malformed += 1 }
    }

    /// Counts octets on a DNS port that are no DNS message.
    mutating func noteNonDNS(_ payload: DNSPayload) {
        if payload.isTruncated {
            truncated.note(frame: payload.frame)
        } else {
            nonDNS.note(frame: payload.frame)
        }
    }

    /// Counts the anomalies of a message.
    mutating func note(_ found: AnomalySet, _ payload: DNSPayload) {
        guard !found.isEmpty, !payload.isTruncated else { return }
        for anomaly in found where payload.service == .dns || !Self.isLawfulInMulticast(anomaly) {
            anomalies[Int(anomaly.rawValue)].note(frame: payload.frame)
        }
    }

    /// Queries of multicast DNS may ask several questions and bring the answers that are known already
    /// (RFC 6762 §5.3, §7.1).
    private static func isLawfulInMulticast(_ anomaly: Anomaly) -> Bool {
        anomaly == .questionCountNotOne || anomaly == .recordsInQuery
    }

    /// The report's block on coverage.
    func coverage(
        isOneSided: Bool,
        decoding: DecodingStatistics,
        evictedTransactions: Int,
        profiles: ProfileTable,
        peers: PeerTable
    ) -> Coverage {
        var coverage = Coverage()
        coverage.inspected = inspected
        coverage.malformed = malformed
        coverage.truncatedBySnapLength =
            decoding.anomalies[.truncatedBySnapLength]?.count ?? truncated.count
        coverage.unknownLink = decoding.unknownLinkTypes.values.reduce(0) { $0 + $1.count }
        coverage.isOneSided = isOneSided
        let lostStreams = [DecodingAnomaly.fragmentsEvicted, .streamsEvicted]
            .reduce(0) { $0 + (decoding.anomalies[$1]?.count ?? 0) }
        coverage.lostState =
            lostStreams + evictedTransactions + profiles.evictedZones
            + profiles.unlistedPairs + peers.unlisted + decoding.encryptedDNS.unlisted.count
        coverage.encryptedDNS = decoding.encryptedDNS.all.map {
            EncryptedDNSEndpoint(
                client: $0.client,
                server: $0.server,
                transport: $0.transport.rawValue,
                packets: $0.tally.count
            )
        }
        coverage.problems = problems(decoding, evictedTransactions, profiles, peers)
            .filter { $0.count > 0 }
            .sorted { ($0.kind, $0.firstFrame) < ($1.kind, $1.firstFrame) }
        return coverage
    }

    private func problems(
        _ decoding: DecodingStatistics,
        _ evictedTransactions: Int,
        _ profiles: ProfileTable,
        _ peers: PeerTable
    ) -> [CoverageProblem] {
        let ofMessages = Anomaly.allCases.map { anomaly in
            let occurrence = anomalies[Int(anomaly.rawValue)]
            return CoverageProblem(
                kind: anomaly.name,
                count: occurrence.count,
                firstFrame: occurrence.firstFrame,
                detail: "DNS messages with the anomaly \(anomaly.name).",
                isGap: false  // the messages that it made unreadable are counted as malformed
            )
        }
        let ofPackets = decoding.anomalies.compactMap { anomaly, tally -> CoverageProblem? in
            guard anomaly != .fragmentsReassembled else { return nil }
            return CoverageProblem(
                kind: anomaly.rawValue,
                count: tally.count,
                firstFrame: tally.firstFrame,
                detail: "Packets, fragments or streams: \(anomaly.rawValue)."
            )
        }
        let ofLinks = decoding.unknownLinkTypes.map { linkType, tally in
            CoverageProblem(
                kind: "unknown_link_type",
                count: tally.count,
                firstFrame: tally.firstFrame,
                detail: "Frames of link type \(linkType), which is not decoded."
            )
        }
        let encrypted = decoding.encryptedDNS.all
        let unlisted = decoding.encryptedDNS.unlisted
        let ofEncryptedDNS = [
            CoverageProblem(
                kind: "encrypted_dns",
                count: encrypted.reduce(0) { $0 + $1.tally.count },
                firstFrame: encrypted.map(\.tally.firstFrame).min() ?? 0,
                detail: "Packets of DNS over TLS, QUIC or HTTPS or of DNSCrypt, which cannot be read."
            ),
            CoverageProblem(
                kind: "encrypted_dns_unlisted",
                count: unlisted.count,
                firstFrame: unlisted.firstFrame,
                detail: "Packets of encrypted DNS between clients and servers beyond those that are listed."
            ),
        ]
        let ofState = [
            ("evicted_transactions", evictedTransactions, "Queries forgotten before their response came."),
            ("evicted_zones", profiles.evictedZones, "Zones forgotten because there were too many."),
            (
                "unlisted_pairs", profiles.unlistedPairs + peers.unlisted,
                "Messages of clients and servers beyond those kept."
            ),
        ].map { CoverageProblem(kind: $0.0, count: $0.1, firstFrame: 0, detail: $0.2) }
        let nonDNSProblem = CoverageProblem(
            kind: "non_dns_payload",
            count: nonDNS.count,
            firstFrame: nonDNS.firstFrame,
            detail: "Datagrams on a DNS port that are no DNS messages."
        )
        return ofMessages + ofPackets + ofLinks + ofEncryptedDNS + ofState + [nonDNSProblem]
    }
}
