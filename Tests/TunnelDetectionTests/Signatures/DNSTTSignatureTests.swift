import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dnstt by names that are client id, marker of padding, padding, and a packet with its length.
@Suite struct DNSTTSignatureTests {
    static let all = [
        ToolTraffic(tool: "dnstt", traffic: session(polls: 12, packets: [24, 60, 24, 90]).traffic),
        ToolTraffic(
            tool: "dnstt",
            variant: "polls only",
            confidence: .probable,
            traffic: session(polls: 9, packets: []).traffic
        ),
    ]

    private static let client: [UInt8] = [0x3A, 1, 2, 3, 4, 5, 6, 0xFE]

    private static func poll(_ generator: inout SeededGenerator, client: [UInt8] = client) -> [UInt8] {
        client + [0xE8] + generator.octets(8)
    }

    private static func packet(_ generator: inout SeededGenerator, length: Int, announced: Int? = nil)
        -> [UInt8]
    {
        client + [0xE3] + generator.octets(3) + [UInt8(announced ?? length)] + generator.octets(length)
    }

    private static func session(polls: Int, packets: [Int]) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "dnstt")
        let names =
            packets.map { packet(&generator, length: $0) } + (0..<polls).map { _ in poll(&generator) }
        for name in names {
            let answer = generator.octets(30)
            traffic.exchange(TextEncoding.base32.labels(name), .txt, [.text([0, 30] + answer)])
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNSTTSignature()))
        #expect(match.tool.confidence == traffic.confidence)
        #expect(match.tool.because.contains("0x3a010203040506fe"))
        #expect(match.tool.because.contains("frame 1."))
    }

    @Test func pollIs28Symbols() {
        var generator = SeededGenerator(seed: 2)
        #expect(TextEncoding.base32.encode(Self.poll(&generator)).count == 28)
    }

    struct NearMiss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let name: @Sendable (inout SeededGenerator, Int) -> [UInt8]
    }

    @Test(arguments: [
        NearMiss(testDescription: "length off by one") { packet(&$0, length: 20 + $1, announced: 21 + $1) },
        NearMiss(testDescription: "a client id for each name") { generator, _ in
            let client = generator.octets(8)
            return poll(&generator, client: client)
        },
        NearMiss(testDescription: "marker E7") { generator, _ in
            client + [0xE7] + generator.octets(8)
        },
        NearMiss(testDescription: "poll with an octet more") { poll(&$0) + [UInt8($1)] },
    ]) func rejects(miss: NearMiss) throws {
        var generator = SeededGenerator(seed: 3)
        var traffic = ToolTraffic(tool: "dnstt")
        for index in 0..<24 {
            traffic.exchange(TextEncoding.base32.labels(miss.name(&generator, index)), .txt)
        }
        #expect(try traffic.match(DNSTTSignature()) == nil)
    }

    @Test func sevenPollsAreTooFew() throws {
        #expect(try Self.session(polls: 7, packets: []).match(DNSTTSignature()) == nil)
    }

    /// Programs built from dnstt that pad otherwise.
    @Test(arguments: [0, 5, 12] as [UInt8]) func otherPadding(count: UInt8) throws {
        var generator = SeededGenerator(seed: 4)
        var traffic = ToolTraffic(tool: "dnstt")
        for index in 0..<12 {
            let length = 20 + 7 * (index % 3)
            let name =
                Self.client + [0xE0 + count] + generator.octets(Int(count)) + [UInt8(length)]
                + generator.octets(length)
            traffic.exchange(
                TextEncoding.base32.labels(name).map {
                    $0.map { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 }
                },
                .txt
            )
        }
        let match = try #require(try traffic.match(DNSTTSignature()))
        #expect(match.tool.confidence == .probable)
    }
}
