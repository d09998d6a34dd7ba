import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// NSTX by names that begin with cT.
@Suite struct NSTXSignatureTests {
    static let all = [traffic]

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 36)
        var traffic = ToolTraffic(tool: "NSTX", confidence: .possible)
        for _ in 0..<24 {
            let label = Array("cT".utf8) + TextEncoding.base64.encode(generator.octets(40))
            traffic.exchange([label], .txt, [.text(generator.octets(60))])
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "small letters",
            names: (0..<9).map { "ctaaaaaaaaaaaaaaaaaaaaaaaaaa\($0)" }
        )
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "NSTX").match(NSTXSignature()) == nil)
    }
}
