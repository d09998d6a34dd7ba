import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSStager by shellcode in the answers to numbered names.
@Suite struct DNSStagerSignatureTests {
    static let all = [
        traffic(.aaaa, key: 0x5A),
        ToolTraffic(
            tool: "DNSStager",
            variant: "TXT",
            kind: .infiltration,
            traffic: traffic(.txt, key: 0).traffic
        ),
    ]

    private static func traffic(
        _ type: RecordType,
        key: UInt8,
        beginning: [UInt8] = [0xFC, 0x48, 0x83, 0xE4, 0xF0, 0xE8]
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 91)
        var traffic = ToolTraffic(tool: "DNSStager", kind: .infiltration)
        let code = (beginning + generator.octets(16 * 20 - 6)).map { $0 ^ key }
        for (number, part) in ToolEncoding.labels(code, length: 16).enumerated() {
            let text = ToolEncoding.text(
                part,
                symbols: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            )
            traffic.exchange(
                "cloud-srv-\(number)",
                type,
                [
                    type == .txt
                        ? .text(ToolEncoding.padded(text, group: 4))
                        : Traffic.Answer(type: .aaaa, octets: part)
                ]
            )
        }
        return traffic
    }

    @Test(arguments: all) func codeIsThePayload(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel("example.com", cut: "t.example.com"))
        let match = try #require(DNSStagerSignature().match(channel))
        #expect(CarriedPayload(of: channel, in: try #require(match.layout)).bytesDown == 320)
    }

    @Test func otherDataAreNone() throws {
        #expect(
            try Self.traffic(.aaaa, key: 0, beginning: Array("PK\u{3}\u{4}..".utf8)).match(
                DNSStagerSignature()
            ) == nil
        )
    }
}
