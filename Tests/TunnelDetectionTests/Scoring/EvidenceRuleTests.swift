import Channels
import Findings
import Testing
import TunnelDetection

@Suite struct EvidenceRuleTests {
    private static let rule = EvidenceRule(
        "x",
        unit: "names",
        [1: 5],
        "%[ name has| names have] an address, and [it|they] lead nowhere [2001:db8::1]."
    )

    @Test func `a sentence agrees with its number`() {
        #expect(
            Self.rule.evidence(1)?.statement == "1 name has an address, and it lead nowhere [2001:db8::1]."
        )
        #expect(
            Self.rule.evidence(2)?.statement
                == "2 names have an address, and they lead nowhere [2001:db8::1]."
        )
    }

    @Test func `one query tells, two tell`() {
        let rule = Calibration.exploitCallbacks
        #expect(rule.evidence(1)?.statement.hasPrefix("1 query tells an out-of-band") == true)
        #expect(rule.evidence(2)?.statement.hasPrefix("2 queries tell an out-of-band") == true)
    }
}
