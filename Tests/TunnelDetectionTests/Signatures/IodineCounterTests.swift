import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// iodine behind a resolver, from the middle of a session, with packets missing: the counters in pings and data, made
/// by hand from its protocol document.
@Suite struct IodineCounterTests {
    /// What the way to the capture does to a session.
    struct Path: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var keeps: @Sendable (Int) -> Bool = { _ in true }
        var changes: @Sendable (UInt8) -> UInt8 = { $0 }
    }

    static let paths = [
        Path(testDescription: "untouched"),
        Path(testDescription: "every second one lost") { $0.isMultiple(of: 2) },
        Path(testDescription: "bursts lost") { $0 / 3 % 2 == 0 },
        Path(testDescription: "in upper case", changes: { (0x61...0x7A).contains($0) ? $0 ^ 0x20 : $0 }),
    ]

    /// `p` and the Base32 of user, what was received, and the counter.
    private static func ping(_ number: Int, user: UInt8, start: UInt16) -> [UInt8] {
        let counter = start &+ UInt16(number)
        return Array("p".utf8)
            + TextEncoding.iodineBase32.encode([
                user, UInt8(number % 8 * 16), UInt8(counter >> 8), UInt8(counter & 0xFF),
            ])
    }

    /// Packets of three fragments: user, header of 15 bits, counter of 36 letters, data.
    private static func data(_ number: Int, user: UInt8, _ generator: inout SeededGenerator) -> [UInt8] {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let header = (number / 3 % 8) << 12 | (number % 3) << 8 | 5 << 5 | 2 << 1 | (number % 3 == 2 ? 1 : 0)
        let symbols = Array(TextEncoding.iodineBase32.rawValue.utf8)
        return Array(TextEncoding.base16.encode([user]).suffix(1))
            + [
                symbols[header >> 10], symbols[header >> 5 & 31], symbols[header & 31],
                letters[(number + 20) % 36],
            ]
            + TextEncoding.iodineBase32.encode(generator.octets(30))
    }

    private static func match(_ labels: [[UInt8]], _ path: Path = paths[0]) throws -> SignatureMatch? {
        var traffic = ToolTraffic(tool: "iodine")
        for (index, label) in labels.enumerated() where path.keeps(index) {
            traffic.exchange([label.map(path.changes)], .null, [])
        }
        return try traffic.match(IodineSignature())
    }

    @Test(arguments: paths) func pingsAlone(path: Path) throws {
        let pings = (0..<40).map { Self.ping($0, user: 3, start: 0xFFF0) }
        let match = try #require(try Self.match(pings, path))
        #expect(match.evidence.feature == "iodine_ping_steps")
        #expect(match.tool.confidence == .certain)
        #expect(match.tool.because.contains("user 3"))
        #expect(match.tool.because.contains("NULL"))
    }

    @Test(arguments: paths) func dataAlone(path: Path) throws {
        var generator = SeededGenerator(seed: 1)
        let data = (0..<60).map { Self.data($0, user: 11, &generator) }
        let match = try #require(try Self.match(data, path))
        #expect(match.evidence.feature == "iodine_data_steps")
        #expect(match.tool.because.contains("user 11"))
    }

    /// Two users behind one resolver, and names that are none of theirs.
    @Test func twoUsers() throws {
        let labels = (0..<60).map { index in
            index % 3 == 0
                ? Self.ping(index, user: 1, start: 100)
                : index % 3 == 1 ? Self.ping(index * 7, user: 2, start: 9_000) : Array("www\(index)".utf8)
        }
        #expect(try Self.match(labels)?.evidence.feature == "iodine_ping_steps")
    }

    /// Pings of the protocol with windows have nine octets and count by 263.
    @Test func pingsWithWindows() throws {
        let pings = (0..<20).map { number -> [UInt8] in
            let counter = UInt16(truncatingIfNeeded: 500 + 263 * number)
            return Array("p".utf8)
                + TextEncoding.iodineBase32.encode([
                    2, 9, 8, 8, 1, 1, 4, UInt8(counter >> 8), UInt8(counter & 0xFF),
                ])
        }
        #expect(try Self.match(pings)?.tool.confidence == .certain)
    }

    @Test(arguments: [
        (
            "names in the order of the alphabet",
            (0..<60).map { "aaaa\(UnicodeScalar(UInt8(97 + $0 % 26)))\($0 / 26)x" }
        ),
        ("numbered hosts", (0..<60).map { "data\($0 % 10)host\($0)" }),
        ("pages", (0..<60).map { "page\(1_000 + $0)" }),
    ]) func rejects(name: String, labels: [String]) throws {
        #expect(try Self.match(labels.map { Array($0.utf8) }) == nil, "\(name)")
    }

    @Test func chanceDoesNotMatch() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let pings = (0..<24).map { _ in
                Array("p".utf8) + TextEncoding.iodineBase32.encode(generator.octets(4))
            }
            #expect(try Self.match(pings) == nil)
            let data = (0..<24).map { _ in
                Array("a".utf8) + TextEncoding.iodineBase32.encode(generator.octets(9))
            }
            #expect(try Self.match(data) == nil)
        }
    }

    /// What the server says of the tunnel's addresses, raw and in the Base32 of TXT and CNAME answers.
    @Test(arguments: [RecordType.null, .txt, .cname]) func addressesInTheTunnel(type: RecordType) throws {
        let text = Array("10.9.8.1-10.9.8.2-1130-27".utf8)
        let coded = TextEncoding.iodineBase32.encode(text)
        let answer =
            switch type {
            case .null: Traffic.Answer(type: .null, timeToLive: 0, octets: text)
            case .txt: Traffic.Answer.text(Array("t".utf8) + coded)
            default: Traffic.Answer.name(.cname, "h" + String(decoding: coded, as: UTF8.self) + ".xy")
            }
        var traffic = ToolTraffic(tool: "iodine")
        traffic.exchange([Array("v".utf8) + TextEncoding.iodineBase32.encode([0, 0, 5, 2, 1, 2])], type, [])
        traffic.exchange(
            [Array("l".utf8) + TextEncoding.iodineBase32.encode([UInt8](repeating: 7, count: 19))],
            type,
            [answer]
        )
        let because = try #require(try traffic.match(IodineSignature())).tool.because
        #expect(because.contains("10.9.8.1") && because.contains("10.9.8.2"))
        #expect(because.contains("0x00000502"))
    }

    /// Four patterns of four octets, which the server sends so that the client sees what survives.
    @Test func downstreamTest() throws {
        var traffic = ToolTraffic(tool: "iodine")
        let octets: [UInt8] = [0, 0, 0, 0, 255, 255, 255, 255, 85, 85, 85, 85, 170, 170, 170, 170, 129, 99]
        traffic.exchange("yrbaaa", .null, [Traffic.Answer(type: .null, timeToLive: 0, octets: octets)])
        #expect(try traffic.match(IodineSignature())?.evidence.feature == "iodine_codec_tests")
    }
}
