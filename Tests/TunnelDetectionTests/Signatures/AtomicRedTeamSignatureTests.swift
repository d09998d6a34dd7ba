import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Exercises of Atomic Red Team by their word.
@Suite struct AtomicRedTeamSignatureTests {
    static let all = [traffic]

    /// The test of many queries, with its default names.
    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 37)
        var traffic = ToolTraffic(tool: "Atomic Red Team", kind: .exfiltration, cut: "127.0.0.1.example.com")
        for _ in 0..<24 {
            traffic.exchange("atomicredteam.\(Int.random(in: 1..<999_999, using: &generator))", .txt, [])
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "the project's own web site",
            names: ["www.atomicredteam", "docs.atomicredteam", "atomicredteam"]
        )
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "Atomic Red Team").match(AtomicRedTeamSignature()) == nil)
    }
}
