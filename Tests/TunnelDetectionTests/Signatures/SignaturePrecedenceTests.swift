import Channels
import DNSWire
import Findings
import Signatures
import TestSupport
import Testing
import TunnelDetection

/// Which tool is named when several signatures match.
@Suite struct SignaturePrecedenceTests {
    struct Named: ToolSignature {
        let tool: String
        let kind: FindingKind
        let confidence: ToolIdentification.Confidence

        init(_ tool: String, _ confidence: ToolIdentification.Confidence, kind: FindingKind = .tunnel) {
            self.tool = tool
            self.confidence = confidence
            self.kind = kind
        }

        func match(_ channel: Channel) -> SignatureMatch? {
            recognized(confidence, feature: "names", value: channel.names.count, because: "It is \(tool).")
        }
    }

    @Test(
        arguments: [
            ([Named("guess", .possible), Named("likely", .probable), Named("sure", .certain)], "sure"),
            ([Named("sure", .certain), Named("likely", .probable)], "sure"),
            ([Named("one", .certain), Named("two", .certain)], "one"),
            ([Named("likely", .probable), Named("guess", .possible)], "likely"),
        ] as [([Named], String)]
    )
    func isNamed(signatures: [Named], tool: String) throws {
        let traffic = TrafficModel.encoderTunnel.traffic(names: 40, octets: 60)
        let channel = try #require(traffic.channel("example.com", cut: "t.example.com"))
        #expect(Assessment(channel, signatures: signatures)?.tool?.name == tool)
    }

    /// A tool that is but a guess does not say what was measured.
    @Test(arguments: [
        (ToolIdentification.Confidence.possible, FindingKind.tunnel), (.probable, .infiltration),
        (.certain, .infiltration),
    ])
    func kind(confidence: ToolIdentification.Confidence, kind: FindingKind) throws {
        let traffic = TrafficModel.encoderTunnel.traffic(names: 40, octets: 60)
        let channel = try #require(traffic.channel("example.com", cut: "t.example.com"))
        let assessment = Assessment(channel, signatures: [Named("tool", confidence, kind: .infiltration)])
        #expect(assessment?.kind == kind)
    }
}
