import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dnsteal by labels that end in a hyphen.
@Suite struct DNStealSignatureTests {
    static let all = [
        transfer(names: 3, end: "-"),
        ToolTraffic(
            tool: "dnsteal",
            variant: "one packed file",
            kind: .exfiltration,
            zone: "test.txt",
            cut: "test.txt",
            traffic: packed()
        ),
    ]

    private static func transfer(names: Int, end: String, labels: Int = 4) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "dnsteal", kind: .exfiltration, zone: "secret.zip", cut: "secret.zip")
        for _ in 0..<names {
            let text = TextEncoding.standardBase64.encode(generator.octets(labels * 57 * 3 / 4))
                .map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "*") : $0 }
            traffic.exchange(
                ToolEncoding.labels(text, length: 57).map { $0 + Array(end.utf8) },
                .a,
                [.address(0x7F00_0001)]
            )
        }
        return traffic
    }

    private static func packed() -> Traffic {
        var traffic = ToolTraffic(tool: "dnsteal", zone: "test.txt", cut: "test.txt")
        traffic.exchange("H4sICN03*2QAA3Rlc3QudHh0AAvJyCxWAKJEheLU5KLUEoW0zJxULgAge-.4S2FgAAAA==-", .a)
        return traffic.traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(DNStealSignature()))
        #expect(match.tool.confidence == .certain)
        #expect(match.evidence.value == 12)
        #expect(match.tool.because.contains("\"secret.zip\""))
        #expect(try Self.all[1].match(DNStealSignature()) != nil)
    }

    @Test func rejectsLabelsWithoutHyphen() throws {
        #expect(try Self.transfer(names: 3, end: "").match(DNStealSignature()) == nil)
        #expect(try Self.transfer(names: 3, end: "_").match(DNStealSignature()) == nil)
    }

    @Test func fiveLabelsAreTooFew() throws {
        #expect(try Self.transfer(names: 5, end: "-", labels: 1).match(DNStealSignature()) == nil)
    }
}
