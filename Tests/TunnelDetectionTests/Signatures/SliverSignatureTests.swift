import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Sliver by its messages and by checksums in addresses.
@Suite struct SliverSignatureTests {
    static let all = [
        session { ToolEncoding.text($0, symbols: base32) },
        ToolTraffic(tool: "Sliver", variant: "Base58", traffic: session(base58).traffic),
    ]

    private static let base32 = "ab1c2d3e4f5g6h7j8k9m0npqrtuvwxyz"
    private static let id: UInt64 = 0xC0_FFEE

    private static func data(
        _ type: UInt64,
        start: UInt64,
        size: UInt64,
        _ octets: [UInt8],
        session: UInt64 = id
    ) -> [UInt8] {
        ToolEncoding.protobuf([(1, type), (2, 7 << 24 | session), (3, start), (5, size)], data: (6, octets))
    }

    private static func poll(_ generator: inout SeededGenerator, session: UInt64 = id) -> [UInt8] {
        ToolEncoding.protobuf([(1, 3), (2, session)], data: (6, generator.octets(8)))
    }

    /// The number that the octets are, in Sliver's symbols for base 58.
    private static func base58(_ octets: [UInt8]) -> [UInt8] {
        let symbols = Array("213465789aBcDeFgHjKLMNPQRSTUVWXYZAbCdEfGhiJkmnopqrstuvwxyz".utf8)
        var number = octets.map(Int.init)
        var text: [UInt8] = []
        while number.contains(where: { $0 > 0 }) {
            var remainder = 0
            for index in number.indices {
                let value = remainder * 256 + number[index]
                number[index] = value / 58
                remainder = value % 58
            }
            text.append(symbols[remainder])
        }
        return octets.prefix { $0 == 0 }.map { _ in symbols[0] } + text.reversed()
    }

    private static func session(_ encode: ([UInt8]) -> [UInt8]) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "Sliver")
        var messages: [([UInt8], RecordType)] = [(ToolEncoding.protobuf([(1, 1), (2, 12_345_678)]), .a)]
        for number in 0..<4 as Range<UInt64> {
            messages.append(
                (ToolEncoding.protobuf([(2, number << 24 | id)], data: (6, generator.octets(8))), .a)
            )
        }
        messages.append((data(2, start: 0, size: 150, generator.octets(90)), .txt))
        messages.append((data(2, start: 90, size: 150, generator.octets(60)), .txt))
        messages.append((poll(&generator), .txt))
        messages.append((ToolEncoding.protobuf([(1, 7), (2, 3 << 24 | id), (3, 182), (4, 300)]), .txt))
        messages.append((data(8, start: 0, size: 70, generator.octets(70)), .a))
        messages.append((poll(&generator), .txt))
        for (message, type) in messages {
            let sum = ToolEncoding.checksum(message).byteSwapped
            let answer =
                type == .a
                ? Traffic.Answer.address(sum) : .text(TextEncoding.standardBase64.encode(generator.octets(9)))
            traffic.exchange(ToolEncoding.labels(encode(message)), type, [answer])
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(SliverSignature()))
        #expect(match.tool.because.contains("0xc0ffee"))
        // All but the first one, which has a password for an id.
        #expect(match.evidence.value == 10)
        #expect(match.tool.because.contains("5 addresses"))
        #expect(match.tool.confidence == .certain)
    }

    /// The beginnings of names, worked out by hand from the alphabet.
    @Test func beginnings() {
        var generator = SeededGenerator(seed: 4)
        let poll = ToolEncoding.text(Self.poll(&generator), symbols: Self.base32)
        #expect(String(decoding: poll.prefix(4), as: UTF8.self) == "babk")
        let implant = ToolEncoding.text(Self.data(8, start: 0, size: 9, [1, 2]), symbols: Self.base32)
        #expect(String(decoding: implant.prefix(4), as: UTF8.self) == "ba2b")
    }

    struct NearMiss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let name: @Sendable (inout SeededGenerator, Int) -> [UInt8]
    }

    @Test(arguments: [
        NearMiss(testDescription: "data beyond the size") {
            ToolEncoding.text(data(8, start: 40, size: 60, $0.octets(30 + $1 % 2)), symbols: base32)
        },
        NearMiss(testDescription: "the alphabet of RFC 4648") { generator, _ in
            TextEncoding.base32.encode(poll(&generator))
        },
        NearMiss(testDescription: "no session") { generator, _ in
            ToolEncoding.text(poll(&generator, session: 0), symbols: base32)
        },
        NearMiss(testDescription: "an octet behind the message") {
            ToolEncoding.text(poll(&$0) + [UInt8($1)], symbols: base32)
        },
        NearMiss(testDescription: "a session for each message") {
            ToolEncoding.text(poll(&$0, session: 0x10_0000 + UInt64($1) * 77), symbols: base32)
        },
    ]) func rejects(miss: NearMiss) throws {
        var generator = SeededGenerator(seed: 3)
        var traffic = ToolTraffic(tool: "Sliver")
        for index in 0..<24 { traffic.exchange(ToolEncoding.labels(miss.name(&generator, index)), .txt) }
        #expect(try traffic.match(SliverSignature()) == nil)
    }
}
