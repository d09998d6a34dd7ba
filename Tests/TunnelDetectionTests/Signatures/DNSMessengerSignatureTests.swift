import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSMessenger by numbered texts below the label stage.
@Suite struct DNSMessengerSignatureTests {
    static let all = [traffic]

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 35)
        var traffic = ToolTraffic(tool: "DNSMessenger", confidence: .possible)
        for index in 0..<24 {
            let random = String(decoding: TextEncoding.base16.encode(generator.octets(3)), as: UTF8.self)
            traffic.exchange(
                "\(index).\(random).stage",
                .txt,
                [.text(TextEncoding.standardBase64.encode(generator.octets(180)), timeToLive: 0)]
            )
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "texts for people",
            names: (0..<9).map { "\($0).abc.stage" },
            text: String(repeating: "a b ", count: 40)
        )
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "DNSMessenger").match(DNSMessengerSignature()) == nil)
    }
}
