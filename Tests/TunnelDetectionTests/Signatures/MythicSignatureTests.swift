import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Mythic's DNS profile by messages of one agent session.
@Suite struct MythicSignatureTests {
    static let all = [session()]

    private static func session(
        id: (UInt64) -> UInt64 = { _ in 0x1234_ABCD },
        begin: (UInt64) -> UInt64 = { $0 * 60 },
        trailing: [UInt8] = []
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "Mythic")
        for part in 0..<4 as Range<UInt64> {
            let message = ToolEncoding.protobuf(
                [(2, id(part)), (3, 0x77), (4, 240), (5, begin(part))],
                data: (6, generator.octets(60))
            )
            traffic.exchange(
                ToolEncoding.labels(TextEncoding.base32.encode(message + trailing)),
                .a,
                [.address(0xCDAB_3412)]
            )
        }
        for part in 0..<2 as Range<UInt64> {
            let message = ToolEncoding.protobuf([(1, 1), (2, id(8 + part)), (3, 0x78), (5, part * 128)])
            traffic.exchange(ToolEncoding.labels(TextEncoding.base32.encode(message + trailing)), .a)
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.session().match(MythicSignature()))
        #expect(match.evidence.value == 6)
        #expect(match.tool.because.contains("2 messages of agent session 0x1234abcd"))
    }

    /// From the agent the first octet is the key of the session, 0x10, which is `c` and one of `a…d`.
    @Test func beginning() {
        let text = TextEncoding.base32.encode(ToolEncoding.protobuf([(2, 5), (3, 1)]))
        #expect(text[0] == UInt8(ascii: "c"))
        #expect((UInt8(ascii: "a")...UInt8(ascii: "d")).contains(text[1]))
    }

    @Test func rejects() throws {
        #expect(try Self.session(id: { 0x1000 + $0 * 9 }).match(MythicSignature()) == nil)
        #expect(try Self.session(trailing: [0, 0, 1]).match(MythicSignature()) == nil)
        // Only the two messages without data are left.
        #expect(try Self.session(begin: { 300 + $0 }).match(MythicSignature()) == nil)
    }
}
