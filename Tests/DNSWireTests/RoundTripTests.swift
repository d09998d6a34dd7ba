import DNSWire
import TestSupport
import Testing

/// What the independent encoder writes, the parser reads.
@Suite struct RoundTripTests {
    private struct Entry: Equatable {
        var labels: [[UInt8]]
        var type: UInt16
        var recordClass: UInt16
        var timeToLive: UInt32 = 0
        var section = Section.answer
        var data: [UInt8] = []
    }

    @Test(arguments: [(1, false), (2, true), (3, false), (4, true)] as [(UInt64, Bool)])
    func readsWhatWasWritten(seed: UInt64, compressed: Bool) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<100 {
            let names = (0..<4).map { _ in randomName(using: &generator) }
            func name() -> [[UInt8]] {
                let labels = names[Int.random(in: 0..<4, using: &generator)]
                return Array(labels.suffix(Int.random(in: 0...labels.count, using: &generator)))
            }
            var builder = MessageBuilder(
                id: .random(in: 0...UInt16.max, using: &generator),
                flags: .random(in: 0...UInt16.max, using: &generator)
            )
            builder.compressesNames = compressed
            let questions = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                Entry(labels: name(), type: .random(in: 0...300, using: &generator), recordClass: 1)
            }
            for entry in questions {
                builder.addQuestion(labels: entry.labels, type: entry.type, class: entry.recordClass)
            }
            var records: [Entry] = []
            for section in [Section.answer, .authority, .additional] {
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    let entry = Entry(
                        labels: name(),
                        type: [1, 10, 16, 28, 65280, 65399][Int.random(in: 0..<6, using: &generator)],
                        recordClass: .random(in: 0...UInt16.max, using: &generator),
                        timeToLive: .random(in: 0...UInt32.max, using: &generator),
                        section: section,
                        data: (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                            UInt8.random(in: 0...255, using: &generator)
                        }
                    )
                    records.append(entry)
                    builder.addRecord(
                        try #require(MessageBuilder.Section(rawValue: Int(section.rawValue) + 1)),
                        labels: entry.labels,
                        type: entry.type,
                        class: entry.recordClass,
                        timeToLive: entry.timeToLive,
                        data: entry.data
                    )
                }
            }

            let parsed = ParsedMessage(builder.octets)
            #expect(parsed.error == nil, "seed \(seed), round \(round)")
            let header = try #require(parsed.message.header)
            #expect(header.id == builder.id)
            #expect(header.flags == builder.flags)
            let span = parsed.octets.span
            let readQuestions = parsed.message.questions.map { question in
                Entry(
                    labels: question.name.domainName(in: span).labels.map(Array.init),
                    type: question.type.rawValue,
                    recordClass: question.recordClass.rawValue
                )
            }
            #expect(readQuestions == questions, "seed \(seed), round \(round)")
            let readRecords = parsed.message.records.enumerated().map { index, record in
                Entry(
                    labels: record.owner.domainName(in: span).labels.map(Array.init),
                    type: record.type.rawValue,
                    recordClass: record.recordClass.rawValue,
                    timeToLive: record.timeToLive,
                    section: record.section,
                    data: parsed.carriedOctets(index)
                )
            }
            #expect(readRecords == records, "seed \(seed), round \(round)")
        }
    }

    private func randomName(using generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
        }
    }
}
