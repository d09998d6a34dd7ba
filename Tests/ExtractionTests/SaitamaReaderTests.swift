import Extraction
import Findings
import TestSupport
import Testing

/// Saitama as Fox-IT recorded it, and by an encoder of its own that goes through the whole generator.
@Suite struct SaitamaReaderTests {
    private static let zone = "alpha-example.com"

    // MARK: - Recorded

    /// The first queries of an agent with their answers.
    ///
    /// Source: fox-it/saitama-server, data/zeek/dns.log.
    private static let recorded: [(label: String, address: [UInt8])] = [
        ("n8nusptovg", [144, 183, 132, 80]), ("79ovn", [169, 0, 0, 19]), ("mmntttovv", [70, 109, 111, 114]),
        ("pp4eekov2", [101, 32, 67, 58]), ("55qhhqovw", [92, 108, 121, 114]),
        ("zz6xxqov0", [105, 99, 115, 46]),
        ("ttcff1ov1", [116, 120, 116, 69]), ("noq0000v1lg74qthzbek08zzh31k0ove", [123, 111, 222, 12]),
        ("e3okkpx98hv0sk41gr6k913unuovo", [123, 111, 222, 13]),
        ("ohw99atm0w9aqr7p3vs3cgcx09ovs", [123, 111, 222, 13]),
        ("uj68u8mn81c33w96liohu7oeo8ov4", [123, 111, 222, 13]),
        ("9rms919j9xsl2y8bd44l9bf74sovt", [123, 111, 222, 13]),
    ]

    @Test func `the command of a recorded agent, and what is there of its result`() throws {
        var dialogue = Dialogue()
        for (label, address) in Self.recorded {
            dialogue.ask("\(label).\(Self.zone)", type: 1, answers: [address])
        }
        let contents = try dialogue.contents()
        let command = try #require(contents.first { $0.kind == .commands })
        #expect(command.octets == Array("more C:\\lyrics.txt".utf8))
        #expect(command.isIntact == true && command.gaps.isEmpty)
        // Five of 42 parts of a result of 499 octets, which is compressed.
        let result = try #require(contents.first { $0.direction == .up })
        #expect(result.isIntact == false)
        #expect(result.encodings == ["base32", "deflate"])
        #expect(result.octets.starts(with: "Deep".utf8))
        #expect(result.gaps == [ContentGap(offset: result.octets.count)])
    }

    // MARK: - Made

    /// MT19937, all 624 words of it.
    ///
    /// Source: Matsumoto and Nishimura, mt19937ar.c.
    private struct MersenneTwister {
        private var words: [UInt64]
        private var place = 624

        init(seed: UInt64) {
            words = [seed & 0xFFFF_FFFF]
            for number in 1..<624 {
                let last = words[number - 1]
                words.append((1_812_433_253 * (last ^ (last >> 30)) + UInt64(number)) % 0x1_0000_0000)
            }
        }

        mutating func next() -> UInt64 {
            if place == 624 {
                for number in 0..<624 {
                    let bits = (words[number] & 0x8000_0000) + (words[(number + 1) % 624] & 0x7FFF_FFFF)
                    words[number] =
                        words[(number + 397) % 624] ^ (bits / 2) ^ (bits % 2 == 1 ? 0x9908_B0DF : 0)
                }
                place = 0
            }
            var number = words[place]
            place += 1
            number ^= number >> 11
            number ^= (number << 7) & 0x9D2C_5680
            number ^= (number << 15) & 0xEFC6_0000
            return number ^ (number >> 18)
        }
    }

    /// An agent that counts its queries.
    private struct Agent {
        private static let plain = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        private static let ofCounter = Array("razupgnv2w01eos4t38h7yqidxmkljc6b9f5")
        var counter: Int
        let id: Int
        var dialogue = Dialogue()

        private static func number(_ value: Int, width: Int = 1) -> String {
            var text = String(plain[value % 36])
            var rest = value / 36
            while rest > 0 {
                text = String(plain[rest % 36]) + text
                rest /= 36
            }
            return String(repeating: "a", count: max(0, width - text.count)) + text
        }

        private mutating func ask(_ message: String, _ address: [UInt8]) {
            var generator = MersenneTwister(seed: UInt64(counter))
            var rest = Self.plain
            let shuffled = (0..<36).map { _ in rest.remove(at: Int(generator.next() % UInt64(rest.count))) }
            let text = String(message.map { shuffled[Self.plain.firstIndex(of: $0) ?? 0] })
            let suffix = [counter / 1296, counter / 36 % 36, counter % 36].map { String(Self.ofCounter[$0]) }
            dialogue.ask("\(text)\(suffix.joined()).\(SaitamaReaderTests.zone)", type: 1, answers: [address])
            counter += 1
        }

        mutating func begin() { ask("aharuto", [11, 12, 13, UInt8(id)]) }

        mutating func task(_ octets: [UInt8]) {
            ask(Self.number(id), [99, 0, UInt8(octets.count / 256), UInt8(octets.count % 256)])
            for (place, piece) in octets.pieces(of: 4).enumerated() {
                ask(
                    "c" + Self.number(id) + Self.number(4 * place, width: 3),
                    Array((piece + [69, 69, 69]).prefix(4))
                )
            }
        }

        mutating func result(_ octets: [UInt8]) {
            for (place, piece) in octets.pieces(of: 12).enumerated() {
                let length = place == 0 ? Self.number(octets.count, width: 3) : ""
                ask(
                    "b" + Self.number(id) + Self.number(12 * place, width: 3) + length
                        + Encoder.encoded(piece, Encoder.base32),
                    [123, 1, 2, 3]
                )
            }
        }
    }

    /// Data that is stored and not compressed, in DEFLATE (RFC 1951 §3.2.4).
    private static func stored(_ octets: [UInt8]) -> [UInt8] {
        let length = [UInt8(octets.count % 256), UInt8(octets.count / 256)]
        return [1] + length + length.map { ~$0 } + octets
    }

    @Test(arguments: [7, 35, 36, 214])
    func `tasks and results come back, plain and compressed`(id: Int) throws {
        var agent = Agent(counter: 4_000 + id, id: id)
        let (plain, packed) = (prose(300, seed: 1), prose(500, seed: 2))
        agent.begin()
        agent.task([70] + Array("whoami /all".utf8))
        agent.result([62] + plain)
        agent.task([71] + Self.stored(Array("net user".utf8)))
        agent.result([61] + Self.stored(packed))
        let contents = try agent.dialogue.contents()
        #expect(
            contents.filter { $0.direction == .down }.map(\.octets)
                == ["whoami /all", "net user"].map { Array($0.utf8) }
        )
        #expect(contents.filter { $0.direction == .up }.map(\.octets) == [plain, packed])
        #expect(contents.allSatisfy { $0.isIntact == true && $0.gaps.isEmpty && $0.confidence == .certain })
    }

    @Test(arguments: [7, 214])
    func `who comes late sees what is left, and where parts are missing`(id: Int) throws {
        var agent = Agent(counter: 9_000, id: id)
        let text = prose(240, seed: 3)
        agent.begin()
        agent.task([70] + Array("type notes.txt".utf8))
        agent.result([62] + text)
        // The server's word for the id is lost, and the third part of the result.
        let lost: Set = [0, 1 + 1 + 4 + 2]
        let contents = try agent.dialogue.contents(without: lost)
        let result = try #require(contents.first { $0.direction == .up })
        // The first octet of the result is no text.
        #expect(result.octets == Array(text[..<23]) + Array(text[35...]))
        #expect(result.gaps == [ContentGap(offset: 23, octets: 12)])
        #expect(result.isIntact == false)
        #expect(contents.first { $0.direction == .down }?.octets == Array("type notes.txt".utf8))
    }
}
