import DNSWire
import Findings
import Signatures
import TestSupport
import Testing
import TunnelDetection

/// Hints name a tool where other evidence speaks for a channel, and find nothing by themselves.
@Suite struct HintSignatureTests {
    private static let hints =
        PisloaderSignatureTests.all + FrameworkPOSSignatureTests.all
        + UDPoSSignatureTests.all + DNSMessengerSignatureTests.all + NSTXSignatureTests.hints + ofReports

    /// Of tools whose layout is known from published reports and papers.
    static let ofReports =
        DNSpionageSignatureTests.all + ALMASignatureTests.all
        + ISMDoorSignatureTests.all + MULTIGRAINSignatureTests.all + AnchorDNSSignatureTests.all

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
}

/// Names that almost have a tool's layout, asked for as TXT.
struct NearMissNames: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let names: [String]
    /// The answer to each.
    var text: String?

    func traffic(of tool: String) -> ToolTraffic {
        var traffic = ToolTraffic(tool: tool)
        for name in names { traffic.exchange(name, .txt, text.map { [.text($0.utf8)] } ?? []) }
        return traffic
    }
}
