import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNS-Shell by the frame around its output and by NoCMD.
@Suite struct DNSShellSignatureTests {
    static let all = [
        output(), ToolTraffic(tool: "DNS-Shell", variant: "polls", traffic: polls("NoCMD").traffic),
    ]

    private static func output(chunk: String = "CMD", frame: Bool = true) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DNS-Shell")
        let answer = [Traffic.Answer.address(0x7F00_0001)]
        func random() -> Int { Int.random(in: 0..<1 << 31, using: &generator) }
        if frame { traffic.exchange("\(random()).CMDC5", .a, answer) }
        for index in 0..<5 {
            let text = String(decoding: TextEncoding.base16.encode(generator.octets(25)), as: UTF8.self)
                .uppercased()
            traffic.exchange("\(random()).\(chunk)\(index).\(text)", .a, answer)
        }
        if frame { traffic.exchange("\(random()).END", .a, answer) }
        return traffic
    }

    private static func polls(_ answer: String) -> ToolTraffic {
        var traffic = ToolTraffic(tool: "DNS-Shell")
        for number in [1_804_289_383, 846_930_886, 1_681_692_777] {
            traffic.exchange("\(number)", .txt, [.text(answer.utf8)])
        }
        return traffic
    }

    @Test func recognizesOutput() throws {
        let match = try #require(try Self.output().match(DNSShellSignature()))
        #expect(match.tool.because.contains("5 names carry output"))
        #expect(match.evidence.value == 7)
    }

    @Test func recognizesPolls() throws {
        #expect(try Self.polls("NoCMD").match(DNSShellSignature())?.evidence.value == 3)
    }

    @Test func rejects() throws {
        #expect(try Self.polls("NoCmd").match(DNSShellSignature()) == nil)
        #expect(try Self.output(chunk: "CMX").match(DNSShellSignature()) == nil)
        #expect(try Self.output(frame: false).match(DNSShellSignature()) == nil)
    }
}
