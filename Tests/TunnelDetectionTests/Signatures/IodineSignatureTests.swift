import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// iodine by its handshake, its codec test and its transaction ids, made by hand from its protocol document.
@Suite struct IodineSignatureTests {
    private static func match(_ traffic: Traffic) throws -> SignatureMatch? {
        IodineSignature().match(try #require(traffic.channel("example.com", cut: "t.example.com")))
    }

    /// `v` and the Base32 of the version and two octets of cache-miss counter.
    private static func versionLabel(_ version: [UInt8], counter: [UInt8]) -> [UInt8] {
        Array("v".utf8) + TextEncoding.iodineBase32.encode(version + counter)
    }

    private static func request(_ label: [UInt8], answer: Traffic.Answer? = nil) -> Traffic {
        var traffic = Traffic()
        let name = [label] + MessageBuilder.labels("t.example.com")
        traffic.exchange(at: 0, labels: name, type: .null, answers: answer.map { [$0] })
        return traffic
    }

    @Test(arguments: [[0, 0], [0xFF, 0xFF], [0x12, 0x34]] as [[UInt8]])
    func versionRequest(counter: [UInt8]) throws {
        let label = Self.versionLabel([0, 0, 5, 2], counter: counter)
        let match = try #require(try Self.match(Self.request(label)))
        #expect(match.tool.name == "iodine")
        #expect(match.tool.confidence == .certain)
        #expect(match.kind == .tunnel)
        // A resolver may change the case of every letter.
        #expect(
            try Self.match(Self.request(label.map { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 })) != nil
        )
    }

    @Test func acceptedVersionIsNamed() throws {
        let accepted = Traffic.Answer(
            type: .null,
            timeToLive: 0,
            octets: Array("VACK".utf8) + [1, 2, 3, 4, 0]
        )
        let traffic = Self.request(Self.versionLabel([0, 0, 5, 2], counter: [7, 7]), answer: accepted)
        #expect(try Self.match(traffic)?.tool.because.contains("VACK") == true)
    }

    @Test(arguments: [
        ("another version", versionLabel([0, 0, 5, 9], counter: [0, 0])),
        ("a version with other high octets", versionLabel([1, 0, 5, 2], counter: [0, 0])),
        ("nothing behind the version", Array("vaaaaka".utf8)),
        ("another command", Array("laaaakaqaaa".utf8)),
        ("the label in the middle", Array("xvaaaakaqaaa".utf8)),
    ])
    func almostAVersionRequest(name: String, label: [UInt8]) throws {
        #expect(try Self.match(Self.request(label)) == nil, "\(name)")
    }

    @Test(arguments: [
        "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ+0129-",
        "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ_0129-",
        "aA-Aaahhh-Drink-mal-ein-J\u{e4}germeister-",
    ])
    func codecTest(probe: String) throws {
        let octets = probe.unicodeScalars.map { UInt8($0.value) }
        #expect(try Self.match(Self.request(Array("zi".utf8) + octets)) != nil)
    }

    @Test func halfOfACodecTestIsNone() throws {
        #expect(try Self.match(Self.request(Array("ziaAbBcCdDeEfFgGhHiIjJkK".utf8))) == nil)
    }

    private static func queries(ids: [UInt16]) -> Traffic {
        var traffic = Traffic()
        for (index, id) in ids.enumerated() {
            traffic.exchange(at: Double(index), "p\(index).t.example.com", type: .null, id: id, answers: nil)
        }
        return traffic
    }

    @Test(
        arguments: [
            (7727, 12, true),
            // Every third name was asked before and is not counted again.
            (3 * 7727, 12, true),
            (7727, 4, false), (1, 12, false), (7726, 12, false), (0, 12, false), (256, 12, false),
        ] as [(Int, Int, Bool)]
    )
    func idSteps(step: Int, count: Int, matches: Bool) throws {
        let ids = (0..<count).map { UInt16(truncatingIfNeeded: 60_000 + $0 * step) }
        #expect((try Self.match(Self.queries(ids: ids)) != nil) == matches)
    }

    /// The labels are short on purpose: long ones would be searched for text as well, which takes time.
    @Test func chanceDoesNotMatch() throws {
        var generator = SeededGenerator(seed: 0x10D1)
        for _ in 0..<200 {
            var traffic = Traffic()
            for index in 0..<12 {
                let label =
                    "v"
                    + String(decoding: TextEncoding.iodineBase32.encode(generator.octets(3)), as: UTF8.self)
                traffic.exchange(
                    at: Double(index),
                    "\(label).t.example.com",
                    id: UInt16.random(in: .min ... .max, using: &generator),
                    answers: nil
                )
            }
            #expect(try Self.match(traffic) == nil)
        }
    }
}
