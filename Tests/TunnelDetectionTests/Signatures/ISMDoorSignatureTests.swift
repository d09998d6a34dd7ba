import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// ISMDoor by a session's beginning and what follows.
@Suite struct ISMDoorSignatureTests {
    static let all = [traffic]

    private static let session = "7b0c5e21f9a84d3389e6d14a2bc07f65"

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 58)
        var traffic = ToolTraffic(tool: "ISMDoor", confidence: .possible)
        func answer() -> [Traffic.Answer] { [Traffic.Answer(type: .aaaa, octets: generator.octets(16))] }
        traffic.exchange("n.n.c.\(session)", .aaaa, answer())
        for index in 0..<24 {
            let data = String(decoding: TextEncoding.base64.encode(generator.octets(36)), as: UTF8.self)
            traffic.exchange("\(data).\(index).dr.\(session)", .aaaa, answer())
            traffic.exchange("www.\(index).s.\(session)", .aaaa, answer())
        }
        return traffic
    }()

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(ISMDoorSignature()))
        #expect(match.evidence.value == 48)
        #expect(match.tool.because.hasPrefix("Frame 1 begins session \(Self.session)"))
    }

    @Test(arguments: [
        NearMissNames(
            testDescription: "no beginning",
            names: (0..<9).map { "data.\($0).dr.\(session)" }
        ),
        NearMissNames(
            testDescription: "a beginning alone",
            names: ["n.n.c.\(session)", "n.c.\(session)", "www.\(session)"]
        ),
        NearMissNames(
            testDescription: "another session",
            names: ["n.n.c.\(session)"] + (0..<9).map { "data.\($0).dr.\(session.dropLast())0" }
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "ISMDoor").match(ISMDoorSignature()) == nil)
    }
}
