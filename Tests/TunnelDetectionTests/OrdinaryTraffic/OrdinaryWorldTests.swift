import DNSWire
import Findings
import TestSupport
import Testing

/// Ordinary traffic gives no alarm, and payload in the same shape does.
@Suite struct OrdinaryWorldTests {
    private static func text(_ findings: [Finding]) -> Comment {
        Comment(
            rawValue: findings.map {
                "\($0.severity) \($0.score) \($0.kind) \($0.zone) \($0.evidence.map { "\($0.feature)=\($0.value)(\($0.points))" }.joined(separator: " "))"
            }.joined(separator: "\n")
        )
    }

    @Test(arguments: OrdinaryWorld.allCases)
    func ordinaryTrafficIsQuiet(world: OrdinaryWorld) {
        let findings = world.traffic(carriesPayload: false).findings.filter { $0.severity >= .low }
        #expect(findings.isEmpty, Self.text(findings))
    }

    @Test(arguments: OrdinaryWorld.allCases)
    func payloadInItsShapeIsFound(world: OrdinaryWorld) {
        let findings = world.traffic(carriesPayload: true).findings
        #expect(findings.contains { $0.severity >= .medium }, Self.text(findings))
    }
}

/// Names that a resolver tried behind a search suffix belong to the channel without it.
@Suite struct SearchSuffixTests {
    @Test(arguments: [true, false])
    func namesBehindASuffix(areAnswered: Bool) {
        var generator = SeededGenerator(seed: 61)
        var traffic = TrafficModel.browsing(seed: 3)
        for index in 0..<160 {
            let data = String(decoding: TextEncoding.base16.encode(generator.octets(25)), as: UTF8.self)
            let text = TextEncoding.base64.encode(generator.octets(60))
            for (step, suffix) in ["", ".corp.northhost.net"].enumerated() {
                traffic.exchange(
                    at: Double(index * 9 + step),
                    "\(data).log.statushost.org\(suffix)",
                    answers: areAnswered && step == 1 ? [.text(text)] : [],
                    code: areAnswered && step == 1 ? .noError : .nxDomain
                )
            }
        }
        let zones = Set(traffic.inOrderOfTime.findings.filter { $0.severity >= .medium }.map(\.zone))
        #expect(zones.contains("log.statushost.org"))
        #expect(zones.contains("log.statushost.org.corp.northhost.net") == areAnswered)
    }
}
