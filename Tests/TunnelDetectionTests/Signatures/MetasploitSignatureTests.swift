import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Metasploit's dns_txt_query_exec by the beginning of shellcode as its encoders write it.
@Suite struct MetasploitSignatureTests {
    static let all = [
        traffic("alpha_mixed", "WYIIIIIIIIIIIIIIII7QZjAXP0A0AkAAQ2AB2BB0BBABXP8ABuJI"),
        traffic("alpha_upper", "WYIIIIIIIIIIQZVTX30VX4AP0A3HH0A00ABAABTAAQ2AB2BB0BBXP8ACJJI"),
    ]

    /// Shellcode of 654 octets in pieces, and the name behind the last one.
    private static func traffic(_ variant: String, _ beginning: String, names: String = "abcd") -> ToolTraffic
    {
        var generator = SeededGenerator(seed: 54)
        var traffic = ToolTraffic(tool: "Metasploit", variant: variant, kind: .infiltration)
        let symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let code =
            Array(beginning.utf8)
            + (0..<(654 - beginning.utf8.count)).compactMap { _ in symbols.randomElement(using: &generator) }
        let pieces = ToolEncoding.labels(code, length: 255)
        for (index, name) in names.enumerated() {
            traffic.exchange(String(name), .txt, index < pieces.count ? [.text(pieces[index])] : [])
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(MetasploitSignature()))
        #expect(match.evidence.value == 3)
        #expect(match.tool.because.hasSuffix("first in frame 1."))
    }

    @Test func rejectsOtherTextAndNames() throws {
        #expect(try Self.traffic("no decoder", "v=spf1").match(MetasploitSignature()) == nil)
        let numbered = Self.traffic("numbered", "jAXP0A0AkAAQ2AB2BB0BBABXP8ABuJI", names: "0123")
        #expect(try numbered.match(MetasploitSignature()) == nil)
        let single = Self.traffic("single", "jAXP0A0AkAAQ2AB2BB0BBABXP8ABuJI", names: "a")
        #expect(try single.match(MetasploitSignature()) == nil)
    }
}
