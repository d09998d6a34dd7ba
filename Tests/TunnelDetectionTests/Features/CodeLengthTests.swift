import DNSWire
import Foundation
import PayloadMeasures
import TestSupport
import Testing

/// The bound on information: never much below the truth, and low for what can be foreseen.
@Suite struct CodeLengthTests {
    @Test func nothingCostsNothing() {
        #expect(CodeLength.bytes(of: []) == 0)
    }

    /// Of uniformly random payload, at most one in 2ⁿ gets a code n bits shorter than itself.
    ///
    /// That is Kraft's inequality. With 16 bits of slack a failure by chance has probability 2⁻¹⁶ for each of 36 cases; the seeds
    /// are fixed, so it cannot come and go.
    @Test(arguments: [TextEncoding.base16, .base32, .base64], [1, 16, 400])
    func randomPayloadIsNeverUnderestimated(encoding: TextEncoding, count: Int) {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed << 32 | UInt64(count))
            let payload = generator.octets(count)
            let names = encoding.labels(payload, length: 48)
            #expect(CodeLength.bytes(of: names) >= Double(count) - 2)
        }
    }

    /// The same bound holds where labels that come again are told by their number.
    @Test(arguments: [1, 4, 40])
    func randomLabelsThatComeAgainAreNotUnderestimated(labelCount: Int) {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let labels = (0..<labelCount).map { _ in TextEncoding.base32.encode(generator.octets(10)) }
            let names = (0..<400).compactMap { _ in
                DomainName(labels: [(labels.randomElement(using: &generator) ?? [])[...]])
            }
            let information = 10 * Double(labelCount) + 400 * log2(Double(labelCount)) / 8
            let length = CodeLength.bytes(of: names)
            #expect(length >= information - 2)
            #expect(length <= 1.5 * information + 60)
        }
    }

    /// A token that three hosts of a probe share is told once: 12.5 octets for three names.
    ///
    /// A pointer back to one of 7,200 earlier parts has 13 bits, twice for each token; the choice of one of four parts,
    /// all known, has 3 at most. The code of random octets is at most a quarter longer than these.
    @Test func partsThatComeAgainAreToldOnce() {
        var generator = SeededGenerator(seed: 11)
        let tokens = 600
        let names = (0..<tokens).flatMap { _ in
            let token = String(
                decoding: TextEncoding.base32.encode(generator.octets(13)).prefix(20),
                as: UTF8.self
            )
            return ["i1", "i2", "s1"].compactMap { DomainName(presentation: "p4-\(token)-\($0).v4") }
        }
        let length = CodeLength.bytes(of: names)
        #expect(length >= 12.5 * Double(tokens) - 2)
        #expect(length <= (1.25 * 12.5 + 2 * 13 / 8 + 3 * 4 * 3 / 8) * Double(tokens))
    }

    /// Texts of one form cost what is filled in: eight digits, which say 3.3 octets, at most twice that and the form.
    @Test func whatIsFilledIntoAFormIsTold() {
        var generator = SeededGenerator(seed: 12)
        let texts = (0..<400).map { _ in
            let digits = (0..<8).map { _ in "\(Int.random(in: 0..<10, using: &generator))" }.joined()
            return Array("sip:customer;npdi;rn=+49D\(digits)@gateway.carrier.example;user=phone".utf8)
        }
        let length = CodeLength.bytes(ofTexts: texts)
        let information = 400 * 8 * log2(10.0) / 8
        #expect(length >= information - 2)
        #expect(length <= 2 * information + 400)
    }

    /// Random payload in a form is never underestimated either.
    @Test(arguments: [1, 16, 200])
    func randomPayloadInAFormIsNotUnderestimated(count: Int) {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let texts = (0..<count).map { _ in
                Array("v=cfg1; k=".utf8) + TextEncoding.base64.encode(generator.octets(30))
                    + Array("; end".utf8)
            }
            #expect(CodeLength.bytes(ofTexts: texts) >= 30 * Double(count) - 2)
        }
    }

    /// The estimate is no wild one either: the code of 4,000 random octets is at most a quarter longer.
    @Test(arguments: [TextEncoding.base16, .base32, .base64])
    func randomPayloadIsNotGreatlyOverestimated(encoding: TextEncoding) {
        var generator = SeededGenerator(seed: 5)
        let payload = generator.octets(4_000)
        #expect(CodeLength.bytes(of: encoding.labels(payload, length: 48)) <= 1.25 * 4_000)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let strings: [String]
        /// What a code that knew the rule would have to say at most, generously, in bytes for each string.
        let mostForEach: Double
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "constant names", strings: Array(repeating: "www", count: 500), mostForEach: 0.4),
        // The octet before does not always tell the next one; at most 1.5 of 8 bits each for 37 octets.
        Row(
            name: "constant long names",
            strings: Array(repeating: "a-rather-long-name-that-never-changes", count: 500),
            mostForEach: 7
        ),
        // A counter of three digits tells at most log2(1000) bits = 1.25 bytes, written in 6.6 octets.
        Row(name: "counter names", strings: (100..<600).map { "chunk-\($0)" }, mostForEach: 3),
        // One of eight host names tells 3 bits.
        Row(
            name: "host names",
            strings: (0..<500).map { ["www", "mail", "api", "cdn", "img", "ns1", "ns2", "ftp"][$0 * 7 % 8] },
            mostForEach: 2
        ),
    ])
    func whatCanBeForeseenCostsLittle(_ row: Row) {
        let strings = row.strings.map { Array($0.utf8) }
        #expect(CodeLength.bytes(of: strings) <= row.mostForEach * Double(strings.count))
    }

    /// Whatever comes later, what was coded stays coded.
    @Test func moreStringsNeverCostLess() {
        var generator = SeededGenerator(seed: 9)
        let strings = (0..<12).map { _ in generator.octets(Int.random(in: 0...20, using: &generator)) }
        // Each model's length only grows, so their minimum does too.
        let lengths = strings.indices.map { CodeLength.bytes(of: strings[...$0]) }
        #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 })
    }

    /// One string of one octet, by hand.
    ///
    /// Two symbols at 0.05 of 257 · 0.05, the second after the first has been
    /// counted: log2(257) + log2(257 + 20) bits in order 0; in order 1 both contexts are new: 2 · log2(257),
    /// which is less. And one bit for the choice.
    @Test func oneOctetByHand() {
        #expect(abs(CodeLength.bytes(of: [[0x61]]) - 2.126_406) < 1e-5)
    }
}
