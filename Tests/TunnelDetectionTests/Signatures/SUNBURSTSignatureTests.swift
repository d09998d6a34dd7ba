import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

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

    /// The cloud provider's hosts under a zone that is not the provider's.
    @Test func imitation() throws {
        var traffic = ToolTraffic(tool: "SUNBURST", confidence: .probable, kind: .exfiltration)
        var generator = SeededGenerator(seed: 1)
        for index in 0..<8 {
            let label = TextEncoding.base32.encode(generator.octets(10 + index))
            traffic.exchange(
                [label] + MessageBuilder.labels("appsync-api.eu-west-1"),
                .a,
                [.address(0x148C_0001)]
            )
        }
        let match = try #require(try traffic.match(SUNBURSTSignature()))
        #expect(match.tool.confidence == .probable)
        #expect(match.tool.because.contains("not the cloud provider's"))
    }

    /// Names of the provider with a search suffix behind them.
    @Test func searchSuffixIsNoImitation() throws {
        var traffic = ToolTraffic(tool: "SUNBURST", zone: "example.com", cut: "corp.example.com")
        for host in [
            "o5gkcmqjxnbmtcgyf3frq6hoga", "o5gkcmqjxnbmtcgyf3frq6h", "7sbvaemscs0mc925tb99aaaa",
            "x5gkcmqjxnbmtcgyf3",
        ] {
            traffic.exchange("\(host).appsync-api.eu-west-1.amazonaws.com", .a)
        }
        #expect(try traffic.match(SUNBURSTSignature()) == nil)
    }
}
