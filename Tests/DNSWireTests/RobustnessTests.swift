import DNSWire
import Foundation
import TestSupport
import Testing

/// Sound messages, cut at every octet, with every bit flipped, and mutated at random.
@Suite struct RobustnessTests {
    @Test(arguments: SampleMessages.all) func samplesAreSound(octets: [UInt8]) {
        let parsed = ParsedMessage(octets)
        #expect(parsed.error == nil)
        #expect(parsed.anomalies.isEmpty)
        checkInvariants(octets, "sample")
    }

    /// A cut message has the same beginning, and says that it is cut.
    @Test(arguments: SampleMessages.all) func everyPrefix(octets: [UInt8]) {
        let whole = ParsedMessage(octets).message
        for length in 0..<octets.count {
            let prefix = Array(octets.prefix(length))
            let parsed = ParsedMessage(prefix)
            #expect(parsed.error?.offset == length)
            #expect(parsed.message.questions == Array(whole.questions.prefix(parsed.message.questions.count)))
            #expect(parsed.message.records == Array(whole.records.prefix(parsed.message.records.count)))
            checkInvariants(prefix, "prefix of \(length)")
        }
    }

    @Test(arguments: SampleMessages.all) func everyFlippedBit(octets: [UInt8]) {
        for bit in 0..<octets.count * 8 {
            var flipped = octets
            flipped[bit / 8] ^= 0x80 >> (bit % 8)
            checkInvariants(flipped, "bit \(bit)")
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>) func seededMutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<500 {
            checkInvariants(Mutation.mutated(using: &generator), "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func randomOctets(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let octets = (0..<Int.random(in: 0...120, using: &generator)).map { index in
                // Small counts, so that the octets behind the header are read at all.
                index >= 4 && index < 12 && index % 2 == 0 ? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            checkInvariants(octets, "seed \(seed), round \(round)")
        }
    }

    /// The seeds of the fuzzer, and whatever it once found.
    @Test func fuzzingCorpus() throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: Repository.url("Tests/Fuzzing/Corpus/message"),
            includingPropertiesForKeys: nil
        )
        #expect(!files.isEmpty)
        for file in files { checkInvariants(Array(try Data(contentsOf: file)), file.lastPathComponent) }
    }

    /// Each of 4,000 records owes its owner to the longest chain of pointers that is followed.
    ///
    /// Without a bound on the chain the walks could take 4,000 × 8,000 steps.
    @Test(.timeLimit(.minutes(1))) func chainsOfPointersDoNotMultiply() {
        var builder = MessageBuilder(flags: 0x8000)
        let start = builder.position + 11
        let chain = (0..<8000).flatMap { MessageBuilder.pointer($0 == 0 ? 12 : start + 2 * ($0 - 1)) }
        builder.addRecord(.answer, ".", type: 65280, data: chain)
        for index in 0..<4000 {
            let owner = MessageBuilder.pointer(start + 2 * (100 + index % 26))
            builder.addRaw(.answer, owner + hex("FF00 0001 00000000 0000"))
        }
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.error == nil)
        #expect(parsed.message.records.count == 4001)
        builder.addRaw(.answer, MessageBuilder.pointer(start + 2 * 7999))
        guard case .tooManyPointers = ParsedMessage(builder.octets).error else {
            Issue.record("a chain of 8,000 pointers was followed")
            return
        }
    }
}

/// Random changes of the kinds that break parsers.
enum Mutation {
    static func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        var octets = SampleMessages.all[Int.random(in: 0..<SampleMessages.all.count, using: &generator)]
        for _ in 0..<Int.random(in: 1...6, using: &generator) where octets.count > 12 {
            let place = Int.random(in: 2..<octets.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: octets[place] = UInt8.random(in: 0...255, using: &generator)
            case 1:
                octets[place] =
                    [0, 1, 0x3F, 0x40, 0x80, 0xC0, 0xFF][Int.random(in: 0..<7, using: &generator)]
            case 2:
                octets.removeSubrange(
                    place..<min(octets.count, place + Int.random(in: 1...9, using: &generator))
                )
            case 3: octets.insert(contentsOf: octets[max(0, place - 8)..<place], at: place)
            case 4 where place + 1 < octets.count:
                octets[place] = 0xC0
                octets[place + 1] = UInt8.random(in: 0...UInt8(min(255, octets.count)), using: &generator)
            default:
                octets[Int.random(in: 4..<12, using: &generator)] = UInt8.random(in: 0...4, using: &generator)
            }
        }
        return octets
    }
}
