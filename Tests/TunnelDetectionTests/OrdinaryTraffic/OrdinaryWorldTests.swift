import Findings
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
