import Extraction
import TestSupport
import Testing

/// Signs and lengths that write text, and those that merely take turns.
@Suite struct SignTextTests {
    /// Numbers of so many bits each, the highest bits of the octets first.
    private static func numbers(_ octets: [UInt8], bits: Int) -> [Int] {
        let all: [UInt8] = octets.flatMap { octet in (0..<8).reversed().map { octet >> UInt8($0) & 1 } }
        return all.pieces(of: bits).map { $0.reduce(0) { $0 * 2 + Int($1) } }
    }

    /// Labels of so many octets.
    private static func names(_ lengths: [Int]) -> [[ArraySlice<UInt8>]] {
        lengths.map { [ArraySlice(repeating: UInt8(ascii: "x"), count: $0)] }
    }

    /// Four signs have few orders, of which a second one makes printable octets as well.
    @Test(arguments: [1, 3])
    func `signs that write text are read whatever stands for a number`(bits: Int) {
        let text = prose(300)
        let signs = [700, 20, 3, 44, 91, 8, 65, 1]
        #expect(SignText.octets(of: Self.numbers(text, bits: bits).map { signs[$0] }) == text)
    }

    /// 0 and 1 in turn are the letter U, which only one of two orders makes.
    @Test func `signs in turn are no text`() {
        #expect(SignText.octets(of: (0..<800).map { $0 % 2 }) == nil)
        let letters = Array(repeating: Array("Ua".utf8), count: 100).flatMap { $0 }
        #expect(SignText.octets(of: Self.numbers(letters, bits: 1)) == nil)
    }

    /// Pauses between A and AAAA in turn made a probe's remark a critical finding.
    @Test func `text varies, and what comes in turn does not`() {
        #expect(PrintableText.varies(prose(40)) && PrintableText.varies(Array("0123456789".utf8)))
        for turn in ["U", "UV", "aab"] {
            #expect(!PrintableText.varies(Array(String(repeating: turn, count: 100).utf8)))
        }
    }

    /// Each length of four bits comes in a text only where it has all of them.
    @Test(arguments: [1, 2])
    func `lengths that write text are read`(bits: Int) {
        let text = prose(300)
        #expect(LengthText.octets(of: Self.names(Self.numbers(text, bits: bits).map { 5 + $0 })) == text)
    }

    @Test func `lengths in turn are no text`() {
        #expect(LengthText.octets(of: Self.names((0..<800).map { 5 + $0 % 2 })) == nil)
        // 1, 0, 1, 0 and then 2, 3: lengths of four kinds that go round.
        let turns = Array(repeating: Array("DK".utf8), count: 200).flatMap { $0 }
        #expect(LengthText.octets(of: Self.names(Self.numbers(turns, bits: 2).map { 5 + $0 })) == nil)
    }
}
