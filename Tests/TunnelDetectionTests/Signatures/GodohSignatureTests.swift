import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// goDoH by the CRC-32 before the data and by its server's words.
@Suite struct GodohSignatureTests {
    static let all = [
        stream(), ToolTraffic(tool: "godoh", variant: "polls", traffic: polls("v=B2B3FE1C").traffic),
    ]

    private static func stream(checksum: (UInt32) -> UInt32 = { $0 }) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "godoh")
        let success = [Traffic.Answer.address(0x0101_0101)]
        traffic.exchange("2e15.be.0.00.1.0.0.0.0", .a, success)
        for number in 1...6 {
            let labels = 1 + number % 3
            let data = generator.octets(30 * labels)
            let hexadecimal =
                ToolEncoding.labels(TextEncoding.base16.encode(data), length: 60)
                .map { String(decoding: $0, as: UTF8.self) } + Array(repeating: "0", count: 3 - labels)
            let sum = String(checksum(ToolEncoding.checksum(data)), radix: 16)
            traffic.exchange(
                "2e15.ef.\(number).\(sum).1.\(labels)." + hexadecimal.joined(separator: "."),
                .a,
                success
            )
        }
        traffic.exchange("2e15.ca.7.00.1.0.0.0.0", .a, success)
        return traffic
    }

    private static func polls(_ answer: String) -> ToolTraffic {
        var traffic = ToolTraffic(tool: "godoh")
        for word in ["k31p", "gw7z", "2pz8"] {
            traffic.exchange("6d61696e2d616731.1.\(word)", .txt, [.text(answer.utf8, timeToLive: 1)])
        }
        return traffic
    }

    @Test func verifiesData() throws {
        let match = try #require(try Self.stream().match(GodohSignature()))
        #expect(match.evidence.value == 6)
        #expect(match.tool.because.contains("0x2e15"))
        #expect(match.tool.because.contains("frame 3."))
    }

    @Test func rejectsOtherChecksums() throws {
        #expect(try Self.stream { $0 ^ 1 }.match(GodohSignature()) == nil)
    }

    @Test(arguments: ["v=B2B3FE1C", "v=D31CFAA4", "v=A9F466E8,p=00ff", "v=H34FERKL,x"])
    func knowsTheWords(answer: String) throws {
        let match = try #require(try Self.polls(answer).match(GodohSignature()))
        #expect(match.tool.because.contains("\"main-ag1\""))
    }

    @Test(arguments: ["v=B2B3FE1D", "v=spf1 -all", "", "B2B3FE1C"]) func rejectsOtherWords(answer: String)
        throws
    {
        #expect(try Self.polls(answer).match(GodohSignature()) == nil)
    }
}
