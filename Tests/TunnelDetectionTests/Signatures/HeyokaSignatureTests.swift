import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Heyoka by the sample of src/slave.c, `SAMPLE_DATA`.
@Suite struct HeyokaSignatureTests {
    static let all = [
        traffic("binary") { $0 }, traffic("Base64", encode: TextEncoding.standardBase64.encode),
        traffic("Base32", encode: TextEncoding.iodineBase32.encode),
    ]

    private static let sample: [UInt8] =
        Array(0x00...0x0F) + Array(0x50...0x5F) + Array(0xA0...0xAF) + Array(0xF0...0xFF) + [0]

    /// The sample until it comes back, then data of any kind.
    private static func traffic(
        _ variant: String,
        sample: [UInt8] = sample,
        encode: ([UInt8]) -> [UInt8]
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 53)
        var traffic = ToolTraffic(tool: "Heyoka", variant: variant)
        let header: [UInt8] = [0, 0, 0, 0, 0]
        for flag in ["o", "g"] {
            let labels = ToolEncoding.labels(Array(flag.utf8) + encode(header + sample))
            traffic.exchange(labels, .txt, flag == "g" ? [.text([0x63] + header + sample)] : [])
        }
        for index in 0..<24 {
            let data = encode([7, UInt8(index), 0, UInt8(index), 0] + generator.octets(80))
            traffic.exchange(
                ToolEncoding.labels(Array("b".utf8) + data),
                .txt,
                [.text(generator.octets(90), timeToLive: 0)]
            )
        }
        return traffic
    }

    @Test(arguments: zip(all, ["as it is", "in Base64", "in Base32"]))
    func recognizes(traffic: ToolTraffic, encoding: String) throws {
        let match = try #require(try traffic.match(HeyokaSignature()))
        #expect(match.tool.because == "Frame 1 carries the sample of a new slave, written \(encoding).")
    }

    @Test func rejectsOtherSamples() throws {
        let counting = Self.traffic("counting", sample: Array(0...64)) { $0 }
        #expect(try counting.match(HeyokaSignature()) == nil)
        let other = Self.traffic("other Base32", encode: TextEncoding.base32.encode)
        #expect(try other.match(HeyokaSignature()) == nil)
    }
}
