import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Pupy by nonces that count octets and by numbered addresses.
@Suite struct PupySignatureTests {
    static let all = [
        session(answers: nil),
        ToolTraffic(
            tool: "Pupy",
            variant: "answers",
            traffic: session(step: 1, answers: { addresses($0) }).traffic
        ),
        ToolTraffic(
            tool: "Pupy",
            variant: "AAAA",
            traffic: session(step: 1, answers: { wideAddresses($0) }).traffic
        ),
    ]

    /// Base32 with its padding, digits one less than RFC 4648 has them, and 9 for the padding.
    private static func label(_ octets: [UInt8]) -> [UInt8] {
        ToolEncoding.padded(ToolEncoding.text(octets, symbols: "abcdefghijklmnopqrstuvwxyz123456"), group: 8)
            .map { $0 == UInt8(ascii: "=") ? UInt8(ascii: "9") : $0 }
    }

    private static func session(step: UInt32 = 0, answers: (([UInt8]) -> [Traffic.Answer])?) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "Pupy")
        var nonce: UInt32 = 0xFFFF_FFF0
        for index in 0..<8 {
            let node = generator.octets(13)
            let payload = generator.octets(12 + index)
            let labels = [[9, 8, 7, 6], ToolEncoding.bigEndian(UInt64(nonce), octets: 4) + node, payload].map(
                label
            )
            traffic.exchange(
                index == 0 ? Array(labels.dropFirst()) : labels,
                .a,
                answers?(generator.octets(17)) ?? []
            )
            nonce = nonce &+ UInt32(node.count + payload.count) &+ step
        }
        return traffic
    }

    /// Three octets in each address, numbered, in another order.
    private static func addresses(_ data: [UInt8], number: (Int) -> Int = { $0 }) -> [Traffic.Answer] {
        let octets = [UInt8(data.count)] + data
        return stride(from: 0, to: octets.count, by: 3).map { start in
            let bits = (0..<3).reduce(UInt32(0)) {
                $0 << 8 | (start + $1 < octets.count ? UInt32(octets[start + $1]) : 0)
            }
            let low: UInt32 = bits & 3 == 0 ? 1 : 0
            return .address(2 << 30 | UInt32(number(start / 3)) << 25 | bits << 1 | low, timeToLive: 600)
        }.reversed()
    }

    private static func wideAddresses(_ data: [UInt8]) -> [Traffic.Answer] {
        // Three addresses hold up to 44 octets.
        let octets = [UInt8(2 * data.count)] + data + data
        return stride(from: 0, to: octets.count, by: 15).map { start in
            let part = octets[start..<min(start + 15, octets.count)]
            return Traffic.Answer(
                type: .aaaa,
                octets: [UInt8(start / 15)] + part + Array(repeating: 0, count: 15 - part.count)
            )
        }
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(PupySignature()))
        let expected = traffic.variant.isEmpty ? "7 nonces" : "8 answers"
        #expect(match.tool.because.contains(expected))
    }

    @Test func rejectsOtherStepsAndNumbers() throws {
        #expect(try Self.session(step: 1, answers: nil).match(PupySignature()) == nil)
        let twice = Self.session(step: 1) { Self.addresses($0) { max(1, $0) } }
        #expect(try twice.match(PupySignature()) == nil)
        let long = Self.session(step: 1) { Self.addresses($0 + [1, 2, 3]).dropLast() }
        #expect(try long.match(PupySignature()) == nil)
    }
}
