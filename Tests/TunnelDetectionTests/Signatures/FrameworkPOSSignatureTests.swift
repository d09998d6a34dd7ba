import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// FrameworkPOS by alerts of one machine.
@Suite struct FrameworkPOSSignatureTests {
    static let all = [traffic]

    /// Heartbeats, and tracks of cards whose octets are combined with 0xAA.
    private static let traffic: ToolTraffic = {
        var traffic = ToolTraffic(tool: "FrameworkPOS", confidence: .possible, kind: .exfiltration)
        traffic.exchange("dc7adac2.grp.ping.adm", .a, [.address(0x7F00_0001)])
        for index in 0..<24 {
            let track = TextEncoding.base16.encode(
                "40000012345678\(10 + index)=25011010000".utf8.map { $0 ^ 0xAA }
            )
            traffic.exchange(
                [Array("dc7adac2".utf8), Array("alert".utf8)] + ToolEncoding.labels(track, length: 48),
                .a,
                [
                    .address(0x7F00_0001)
                ]
            )
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "alerts without data",
            names: (0..<9).map { "dc7adac2.alert.page\($0)" }
        )
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "FrameworkPOS").match(FrameworkPOSSignature()) == nil)
    }
}
