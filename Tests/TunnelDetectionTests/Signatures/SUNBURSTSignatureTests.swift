import DNSWire
import Findings
import TestSupport
import Testing
import TunnelDetection

/// SUNBURST by zone and layout.
@Suite struct SUNBURSTSignatureTests {
    static let all = [traffic(zone: "avsvmcloud.com", host: "7sbvaemscs0mc925tb99")]

    private static func traffic(zone: String, host: String, service: String = "appsync-api") -> ToolTraffic {
        var traffic = ToolTraffic(tool: "SUNBURST", kind: .exfiltration, zone: zone, cut: zone)
        for region in ["us-west-2", "us-east-1", "eu-west-1"] {
            traffic.exchange("\(host).\(service).\(region)", .a)
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(SUNBURSTSignature()))
        #expect(match.evidence.value == 3)
        #expect(match.tool.because.contains("3 with a part of the victim's domain"))
    }

    @Test func rejects() throws {
        // The cloud provider's own names have this layout.
        let provider = Self.traffic(zone: "example.com", host: "o5gkcmqjxnbmtcgyf3frq6hoga")
        #expect(try provider.match(SUNBURSTSignature()) == nil)
        #expect(try Self.traffic(zone: "avsvmcloud.com", host: "www").match(SUNBURSTSignature()) == nil)
        let other = Self.traffic(zone: "avsvmcloud.com", host: "7sbvaemscs0mc925tb99", service: "appsync")
        #expect(try other.match(SUNBURSTSignature()) == nil)
    }
}
