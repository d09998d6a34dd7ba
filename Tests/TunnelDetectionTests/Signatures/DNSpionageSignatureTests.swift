import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSpionage by names that Talos recorded, and more of their kind.
@Suite struct DNSpionageSignatureTests {
    static let all = [traffic]

    /// Source: Cisco Talos, "DNSpionage Campaign Targets Middle East" (2018-11-27).
    private static let recorded = [
        "RoyNGBDVIAA0", "t0qIGBDVIAI0", "gLtAGJDVIAJAKZXWY000", "TwGHGJDVIATVNVSSA000",
        "1QMUGJDVIA3JNYQGI000",
        "iucCGJDVIBDSNF3GK000", "viLxGJDVIBJAIMQGQ000",
    ]

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 56)
        var traffic = ToolTraffic(tool: "DNSpionage", confidence: .possible)
        for (index, label) in recorded.enumerated() {
            traffic.exchange(label, .a, [.address([0x0001_0003, 0x6469_7200][min(index, 1)])])
        }
        for index in 6..<60 {
            let text = Array("2GT".utf8) + [UInt8(index)] + generator.octets(5).map { 0x61 + $0 % 26 }
            let label =
                TextEncoding.base64.encode(generator.octets(3)).map { $0 == 0x2D || $0 == 0x5F ? 0x61 : $0 }
                + ToolEncoding.padded(TextEncoding.base32.encode(text), group: 8)
                .map { $0 == UInt8(ascii: "=") ? UInt8(ascii: "0") : $0 }
            traffic.exchange([label], .a, [.address(0x0001_0000 + UInt32(index))])
        }
        return traffic
    }()

    @Test func recognizesWhatWasRecorded() throws {
        var traffic = ToolTraffic(tool: "DNSpionage")
        for label in Self.recorded { traffic.exchange(label, .a) }
        let match = try #require(try traffic.match(DNSpionageSignature()))
        #expect(match.evidence.value == 7)
        #expect(match.tool.because.contains("messages of target GT, 5 of them chunks"))
    }

    @Test(arguments: [
        NearMissNames(
            testDescription: "requests alone",
            names: ["RoyNGBDVIAA0", "t0qIGBDVIAI0", "t0qJGBDVIAQ0", "t0qKGBDVIAY0"]
        ),
        NearMissNames(
            testDescription: "no padding",
            names: ["gLtAGJDVIAJAKZXWY", "TwGHGJDVIATVNVSSA", "1QMUGJDVIA3JNYQGI", "iucCGJDVIBDSNF3GK"]
        ),
        NearMissNames(
            testDescription: "no random symbols",
            names: ["GJDVIAJAKZXWY000", "GJDVIATVNVSSA000", "GJDVIA3JNYQGI000", "GJDVIBDSNF3GK000"]
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "DNSpionage").match(DNSpionageSignature()) == nil)
    }
}
