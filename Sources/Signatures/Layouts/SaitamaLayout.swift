/// How Saitama writes messages into labels.
///
///     <message><counter, 3 symbols>.zone          symbols a…z, 0…9, which stand for 0…35
///
/// The counter has a shuffled alphabet of its own. It seeds a Mersenne Twister that shuffles the alphabet of the message
/// anew for every query.
///
/// Source: fox-it/saitama-server, saitama/utils/encodings.py (`encode_int_into_str`,
/// `determine_shuffled_alphabet_from_seed`), saitama/utils/mersenne_twister.py.
package enum SaitamaLayout {
    /// The alphabet of the counter.
    static let counterAlphabet = Array("razupgnv2w01eos4t38h7yqidxmkljc6b9f5".utf8)
    static let counterLength = 3
    package static let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// The number that the last symbols of a label write, of which unknown ones count as 0.
    static func counter(of label: ArraySlice<UInt8>, _ alphabet: [UInt8]) -> Int {
        label.suffix(counterLength).reduce(0) { value, symbol in
            value * alphabet.count + (alphabet.firstIndex(of: symbol) ?? 0)
        }
    }

    /// A label without its shuffling.
    package struct Message: Sendable {
        /// Rises by one with each query.
        package let counter: Int
        /// The symbols before the counter as they were before they were shuffled.
        package let symbols: [UInt8]

        /// The message in a label in lower case, or `nil` where it has other symbols.
        ///
        /// - Complexity: O(1): labels are short.
        package init?(_ label: ArraySlice<UInt8>) {
            guard label.count > counterLength, label.allSatisfy(alphabet.contains) else { return nil }
            counter = SaitamaLayout.counter(of: label, counterAlphabet)
            let shuffled = shuffledAlphabet(seed: UInt32(truncatingIfNeeded: counter))
            symbols = label.dropLast(counterLength).compactMap { symbol in
                shuffled.firstIndex(of: symbol).map { alphabet[$0] }
            }
        }
    }

    /// The alphabet in the order in which the generator draws its symbols.
    private static func shuffledAlphabet(seed: UInt32) -> [UInt8] {
        var rest = alphabet
        return twisted(seed: seed, count: rest.count).map { rest.remove(at: Int($0) % rest.count) }
    }

    private static let distance = 397

    /// The first numbers of MT19937, fewer than half of its 624 words, of which each is made of seeded words alone.
    ///
    /// Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), §2.1; the seeding of their mt19937ar.c
    /// (2002).
    private static func twisted(seed: UInt32, count: Int) -> [UInt32] {
        var words = [seed]
        for place in 1..<(distance + count) {
            let last = words[place - 1]
            words.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(place))
        }
        return (0..<count).map { place in
            let pair = words[place] & 0x8000_0000 | words[place + 1] & 0x7FFF_FFFF
            var number = words[place + distance] ^ pair >> 1 ^ (pair & 1) &* 0x9908_B0DF
            number ^= number >> 11
            number ^= number << 7 & 0x9D2C_5680
            number ^= number << 15 & 0xEFC6_0000
            return number ^ number >> 18
        }
    }
}
