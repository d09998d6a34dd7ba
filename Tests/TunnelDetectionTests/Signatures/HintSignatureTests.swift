import DNSWire
import Findings
import TestSupport
import Testing
import TunnelDetection

/// Hints name a tool where other evidence speaks for a channel, and find nothing by themselves.
@Suite struct HintSignatureTests {
    private static let hints = HintTraffic.all.filter { $0.confidence == .possible }

    @Test(arguments: hints) func isNoFindingAlone(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        let signatures = SignatureCatalog.all.filter { $0.tool == traffic.tool }
        #expect(signatures.count == 1)
        #expect(Assessment(channel, detectors: [], signatures: signatures) == nil)
    }

    @Test(arguments: hints) func namesTheToolOfAChannel(traffic: ToolTraffic) throws {
        let finding = try #require(traffic.traffic.findings.first { $0.zone.hasSuffix(traffic.zone) })
        #expect(finding.tool?.name == traffic.tool)
        #expect(finding.tool?.confidence == .possible)
        #expect(finding.severity < .critical)
    }

    struct NearMiss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let tool: String
        let names: [String]
        var text: String?
    }

    @Test(arguments: [
        NearMiss(
            testDescription: "letters out of order",
            tool: "Metasploit",
            names: ["a", "c", "b", "d", "e"],
            text: String(repeating: "A", count: 255)
        ),
        NearMiss(
            testDescription: "short texts",
            tool: "Metasploit",
            names: ["a", "b", "c", "d", "e"],
            text: "hello"
        ),
        NearMiss(
            testDescription: "text that is no Base32",
            tool: "Pisloader",
            names: ["p", "q", "r", "s"],
            text: "COPY THAT"
        ),
        NearMiss(
            testDescription: "Base32 of no text",
            tool: "Pisloader",
            names: ["p", "q", "r", "s"],
            text: "C7777777A"
        ),
        NearMiss(
            testDescription: "alerts without data",
            tool: "FrameworkPOS",
            names: (0..<9).map { "dc7adac2.alert.page\($0)" }
        ),
        NearMiss(
            testDescription: "one word alone",
            tool: "UDPoS",
            names: (0..<9).map { "26eb6d9529b8176.info.\($0)" }
        ),
        NearMiss(
            testDescription: "a number too short",
            tool: "UDPoS",
            names: (0..<9).map { "26eb6d952.\($0 % 2 == 0 ? "bin" : "trp").\($0)" }
        ),
        NearMiss(
            testDescription: "texts for people",
            tool: "DNSMessenger",
            names: (0..<9).map { "\($0).abc.stage" },
            text: String(repeating: "a b ", count: 40)
        ),
        NearMiss(
            testDescription: "small letters",
            tool: "NSTX",
            names: (0..<9).map { "ctaaaaaaaaaaaaaaaaaaaaaaaaaa\($0)" }
        ),
        NearMiss(
            testDescription: "the project's own web site",
            tool: "Atomic Red Team",
            names: ["www.atomicredteam", "docs.atomicredteam", "atomicredteam"]
        ),
    ]) func rejects(miss: NearMiss) throws {
        var traffic = ToolTraffic(tool: miss.tool)
        for name in miss.names { traffic.exchange(name, .txt, miss.text.map { [.text($0.utf8)] } ?? []) }
        let signature = try #require(SignatureCatalog.all.first { $0.tool == miss.tool })
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        #expect(signature.match(channel) == nil)
    }
}
