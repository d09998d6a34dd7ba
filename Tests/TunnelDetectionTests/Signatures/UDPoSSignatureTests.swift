import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// UDPoS by a machine number and its words.
@Suite struct UDPoSSignatureTests {
    static let all = [traffic]

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 34)
        var traffic = ToolTraffic(tool: "UDPoS", confidence: .possible, kind: .exfiltration)
        for index in 0..<24 {
            let word = ["bin", "info", "trp"][index % 3]
            let data = TextEncoding.base16.labels(generator.octets(40), length: 56)
            traffic.exchange([Array("26eb6d9529b8176".utf8), Array(word.utf8)] + data, .a, [])
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "one word alone",
            names: (0..<9).map { "26eb6d9529b8176.info.\($0)" }
        ),
        NearMissNames(
            testDescription: "a number too short",
            names: (0..<9).map { "26eb6d952.\($0 % 2 == 0 ? "bin" : "trp").\($0)" }
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "UDPoS").match(UDPoSSignature()) == nil)
    }
}
