import Glibc

/// The cost of octets for a code that expects text, in bits.
///
/// There are two codes, of which the shorter one counts for one bit more. One is of languages in Latin letters,
/// command lines, tables and settings, and learns the octets that a text is made of. The other is of UTF-8 in other
/// scripts. Both obey Kraft's inequality, so that octets which are no text cost more than their eight bits on
/// average: a random one 10.
///
/// Source: letters' frequencies after Lewand, "Cryptological Mathematics" (2000), flattened for other languages.
package struct TextCode {
    /// The chance of each octet in the first code.
    private static let chances: [Double] = {
        var chances = [Double](repeating: 0, count: 256)
        let letters: [Double] = [
            8.17, 1.49, 2.78, 4.25, 12.70, 2.23, 2.02, 6.09, 6.97, 0.15, 0.77, 4.03, 2.41, 6.75, 7.51, 1.93,
            0.10,
            5.99, 6.33, 9.06, 2.76, 0.98, 2.36, 0.15, 1.97, 0.07,
        ]
        for (index, letter) in letters.enumerated() {
            chances[0x61 + index] = 0.56 * (0.7 * letter / 100 + 0.3 / 26)
            chances[0x41 + index] = 0.06 / 26
        }
        for digit in 0x30...0x39 { chances[digit] = 0.11 / 10 }
        chances[0x20] = 0.13
        chances[0x0A] = 0.02
        chances[0x09] = 0.005
        chances[0x0D] = 0.005
        let usual = Array(".,-/:=\"'_;()".utf8)
        for octet in usual { chances[Int(octet)] = 0.07 / Double(usual.count) }
        let rare = (0x21...0x7E).filter { chances[$0] == 0 }
        for octet in rare { chances[octet] = 0.02 / Double(rare.count) }
        let others = (0...255).filter { chances[$0] == 0 }
        for octet in others { chances[octet] = 0.02 / Double(others.count) }
        return chances
    }()

    /// In the second code a character of two octets has a share of 0.55, one of three 0.2, and the first code the rest.
    static let twoOctets = log2(1_920 / 0.55)
    static let threeOctets = log2(61_440 / 0.2)
    static let otherwise = 2.0

    /// How much the earlier octets count: after so many octets, as much as the first code.
    private static let patience = 16.0

    /// The bits of an octet that came so often, if no other octets came: an octet never costs less.
    static func leastCost(_ octet: UInt8, after appearances: Int) -> Double {
        let seen = Double(appearances)
        return -log2((seen + patience * chances[Int(octet)]) / (seen + patience))
    }

    /// The counts of earlier octets: digits alone, as of cards, or the same few words.
    private var counts = [Double](repeating: 0, count: 256)
    private var total = 0.0

    package init() {}

    /// The bits of one octet by the first code alone.
    static func cost(_ octet: UInt8) -> Double { costs[Int(octet)] }

    private static let costs = chances.map { -log2($0) }

    /// The bits that octets cost, of which some may be left out because earlier ones foretell them; `isCounted` says of
    /// the octet at an index whether it counts.
    package mutating func bits(of octets: [UInt8], where isCounted: (Int) -> Bool = { _ in true }) -> Double {
        var (latin, other) = (1.0, 1.0)
        var index = 0
        while index < octets.count {
            let length = Self.characterLength(octets, index)
            for place in index..<(index + length) {
                let octet = Int(octets[place])
                if isCounted(place) {
                    let chance =
                        (counts[octet] + Self.patience * Self.chances[octet]) / (total + Self.patience)
                    let cost = -log2(chance)
                    latin += cost
                    other +=
                        length == 2
                        ? Self.twoOctets / 2 : length == 3 ? Self.threeOctets / 3 : cost + Self.otherwise
                }
                counts[octet] += 1
                total += 1
            }
            index += length
        }
        return min(latin, other)
    }

    /// The share of octets that are printable or part of a character of UTF-8, 0…1; 0 for none.
    package static func readableRatio(of octets: [UInt8]) -> Double {
        var (index, readable) = (0, 0)
        while index < octets.count {
            let length = characterLength(octets, index)
            if length > 1 || EncodedText.isPrintable(octets[index]) { readable += length }
            index += length
        }
        return Double(readable) / Double(max(1, octets.count))
    }

    /// Two or three for an octet with which a character of UTF-8 begins that is whole, else one.
    private static func characterLength(_ octets: [UInt8], _ index: Int) -> Int {
        characterLength(octets, index, end: octets.count)
    }

    /// The same for octets that end before the array does.
    static func characterLength(_ octets: [UInt8], _ index: Int, end: Int, mask: UInt8 = 0) -> Int {
        let length =
            switch octets[index] ^ mask {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            default: 1
            }
        guard length > 1, index + length <= end,
            octets[(index + 1)..<(index + length)].allSatisfy({ ($0 ^ mask) & 0xC0 == 0x80 })
        else { return 1 }
        return length
    }
}
