import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// ALMA Communicator by the layout that Unit 42 describes, with the id that it computes there.
@Suite struct ALMASignatureTests {
    static let all = [traffic]

    /// Requests, a command in answers, and its output in names.
    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 57)
        var traffic = ToolTraffic(tool: "ALMA Communicator", confidence: .possible)
        for address in [0x2425_5E21, 0x5F44_6E73, 0x496E_6974, 0x2E62_6174, 0x2121_5E5E] as [UInt32] {
            let random = Int.random(in: 1_000...9_999, using: &generator)
            traffic.exchange("\(random)ID3d7f11b4-0-2D-2D", .a, [.address(address)])
        }
        for _ in 0..<40 {
            let random = Int.random(in: 1_000...9_999, using: &generator)
            let data = String(decoding: TextEncoding.base16.encode(generator.octets(10)), as: UTF8.self)
            let name = "\(random)ID3d7f11b4-40-\(data.uppercased())-5F446E73496E6974"
            traffic.exchange(name, .a, [.address(0x0102_0304)])
        }
        return traffic
    }()

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(ALMASignature()))
        #expect(match.evidence.value == 45)
        #expect(match.tool.because.contains("system 0x3d7f11b4"))
    }

    @Test(arguments: [
        NearMissNames(
            testDescription: "other ids",
            names: (10...19).map { "1234ID3d7f11\($0)-0-2D-2D" }
        ),
        NearMissNames(
            testDescription: "another word",
            names: (10...19).map { "12\($0)IP3d7f11b4-0-2D-2D" }
        ),
        NearMissNames(
            testDescription: "no file",
            names: (10...19).map { "12\($0)ID3d7f11b4-0-2D" }
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "ALMA Communicator").match(ALMASignature()) == nil)
    }
}
