import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// What must hold for the verdict whatever its thresholds are.
@Suite struct TrafficModelTests {
    /// Enough of each model that it is reported.
    private static func loud(_ model: TrafficModel) -> Traffic {
        model.traffic(names: 100, octets: model == .stager ? 180 : 45)
    }

    @Test func browsingIsNoChannel() {
        for seed in 1...2 as ClosedRange<UInt64> {
            #expect(
                TrafficModel.browsing(seed: seed).findings.filter { $0.severity >= .low }.map(\.title).isEmpty
            )
        }
    }

    @Test(arguments: TrafficModel.allCases)
    func moreNamesNeverLowerTheScore(_ model: TrafficModel) {
        let scores = [5, 10, 20, 40, 100].map { model.score(model.traffic(names: $0, octets: 40)) }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 }, "\(scores)")
        #expect(scores[4] > scores[0])
    }

    @Test(arguments: TrafficModel.allCases)
    func morePayloadInEachNameNeverLowersTheScore(_ model: TrafficModel) {
        let scores = [5, 15, 45, 90].map { model.score(model.traffic(names: 60, octets: $0)) }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 }, "\(scores)")
        #expect(scores[3] > scores[0])
    }

    /// A tunnel through which a file is sent is no weaker finding, although most of its data now goes one way.
    @Test(arguments: [FindingKind.exfiltration, .infiltration])
    func aFileThroughATunnelDoesNotLowerTheScore(_ kind: FindingKind) {
        let tunnel = TrafficModel.encoderTunnel.traffic(names: 40, octets: 20)
        var scores: [Int] = []
        var kinds: [FindingKind?] = []
        for chunks in [0, 20, 60, 150, 400] {
            var file = Traffic()
            var generator = SeededGenerator(seed: 3)
            for index in 0..<chunks {
                let chunk = generator.octets(kind == .exfiltration ? 120 : 180)
                let isUpload = kind == .exfiltration
                // A download is polled for with names like those of the idle tunnel.
                let labels = TextEncoding.base32.labels(isUpload ? chunk : generator.octets(20))
                file.exchange(
                    at: 30 + Double(index) / 10,
                    labels: labels + MessageBuilder.labels(TrafficModel.encoderTunnel.zone),
                    type: .txt,
                    client: TrafficModel.client,
                    id: UInt16(index),
                    answers: [.text(isUpload ? [] : TextEncoding.base64.encode(chunk), timeToLive: 0)]
                )
            }
            let finding = TrafficModel.encoderTunnel.finding(in: (tunnel + file).findings)
            scores.append(finding?.score ?? 0)
            kinds.append(finding?.kind)
        }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 }, "\(scores)")
        #expect(scores[0] >= 50)
        #expect(kinds.first == .tunnel)
        #expect(kinds.last == kind)
    }

    // MARK: What a capture does to traffic

    /// Something that happens to traffic on its way into the program.
    enum Change: String, CaseIterable, Sendable {
        case none, mixedWithBrowsing, lowercased, halfLost, shuffledWithinASecond

        func apply(to traffic: Traffic) -> Traffic {
            var generator = SeededGenerator(seed: 0xD15)
            var changed = traffic
            switch self {
            case .none: break
            case .mixedWithBrowsing: changed = traffic + TrafficModel.browsing()
            case .lowercased:
                for index in changed.observations.indices {
                    let name = DomainName(octets: changed.observations[index].queryName) ?? .root
                    let type = changed.observations[index].queryType ?? .a
                    changed.observations[index].setQuestion(name: name.lowercased.octets, type: type)
                }
            case .halfLost: changed.observations.removeAll { _ in Bool.random(using: &generator) }
            case .shuffledWithinASecond:
                // The times stay with the messages; the order in the file does not.
                let keys = changed.observations.map {
                    Double($0.time.nanoseconds) / 1e9 + Double.random(in: 0..<1, using: &generator)
                }
                changed.observations = changed.observations.indices.sorted { keys[$0] < keys[$1] }
                    .map { changed.observations[$0] }
            }
            return changed
        }
    }

    @Test(arguments: TrafficModel.allCases, Change.allCases)
    func theFindingStays(_ model: TrafficModel, _ change: Change) throws {
        let severity = try #require(model.severity(change.apply(to: Self.loud(model))))
        #expect(severity >= .medium)
    }

    /// Two captures, each read by itself: responses to queries in the other one have no query.
    @Test(arguments: TrafficModel.allCases)
    func theFindingStaysInTwoCaptures(_ model: TrafficModel) throws {
        let observations = Self.loud(model).observations
        // Between a query and its response.
        let cut = observations.count / 2 | 1
        var table = Traffic(observations: Array(observations[..<cut])).table()
        table.merge(Traffic(observations: Array(observations[cut...])).table())
        let finding = try #require(
            model.finding(in: TunnelAnalyzer().findings(in: table, peers: PeerTable()))
        )
        let whole = try #require(model.finding(in: Self.loud(model).findings))
        #expect(finding.severity >= .medium)
        #expect(finding.kind == whole.kind)
        #expect(finding.zone == whole.zone)
        #expect(finding.distinctNames == whole.distinctNames)
        #expect(finding.id == whole.id)
    }

    @Test func equalTrafficGivesEqualFindings() {
        let traffic = Self.loud(.encoderTunnel) + Self.loud(.exfiltration) + TrafficModel.browsing()
        #expect(String(describing: traffic.findings) == String(describing: traffic.findings))
    }
}
