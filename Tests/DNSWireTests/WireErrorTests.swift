import DNSWire
import TestSupport
import Testing

/// What a message that ends early still tells.
///
/// Errors in names are tested with compression, errors in record data with the typed views.
@Suite struct WireErrorTests {
    /// A response whose octets are: header 0…11, question 12…28, answers 29…44 and 45…60.
    private var builder: MessageBuilder {
        var builder = MessageBuilder.response("example.com", type: 1)
        builder.addRecord(.answer, "example.com", type: 1, data: [192, 0, 2, 1])
        builder.addRecord(.answer, "example.com", type: 1, data: [192, 0, 2, 2])
        return builder
    }

    @Test(arguments: [
        (12, WireError.countExceedsMessage(offset: 12), 0, 0), (13, .truncated(offset: 13), 0, 0),
        (25, .truncated(offset: 25), 0, 0), (28, .truncated(offset: 28), 0, 0),
        (29, .countExceedsMessage(offset: 29), 1, 0), (30, .truncated(offset: 30), 1, 0),
        (40, .truncated(offset: 40), 1, 0), (44, .truncated(offset: 44), 1, 0),
        (45, .countExceedsMessage(offset: 45), 1, 1), (60, .truncated(offset: 60), 1, 1),
    ])
    func keepsWhatWasReadable(octetCount: Int, error: WireError, questions: Int, records: Int) {
        let parsed = ParsedMessage(Array(builder.octets.prefix(octetCount)))
        #expect(parsed.error == error)
        #expect(parsed.error?.offset == octetCount)
        #expect(parsed.message.header?.id == 0x1234)
        #expect(parsed.message.questions.count == questions)
        #expect(parsed.message.records.count == records)
        #expect(parsed.anomalies == [error.anomaly])
    }

    @Test func aBrokenAdditionalSectionLeavesTheOthers() {
        var builder = builder
        let place = builder.position
        builder.addRaw(.additional, hex("80"))
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.error == .reservedLabelType(offset: place))
        #expect(parsed.message.records.map(\.section) == [.answer, .answer])
    }

    @Test func everyCaseTellsItsOffset() {
        let cases: [(Int) -> WireError] = [
            WireError.messageTooShort, WireError.truncated, WireError.countExceedsMessage,
            WireError.pointerNotBackward, WireError.tooManyPointers, WireError.reservedLabelType,
            WireError.nameTooLong, WireError.dataTooShort, WireError.dataTooLong, WireError.lengthOutOfRange,
            WireError.keyOutOfOrder,
        ]
        for (index, make) in cases.enumerated() { #expect(make(1000 + index).offset == 1000 + index) }
    }

    /// Nothing beyond the 65,535 octets that a length field can announce belongs to the message.
    @Test func octetsBeyondTheLongestMessageTrail() {
        var builder = MessageBuilder.query("example.com", type: 1)
        builder.addTrailing(Array(repeating: 0, count: 70_000))
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.message.trailingOctetCount == 70_000)

        var long = MessageBuilder(flags: 0x8000)
        long.addRecord(.answer, ".", type: 10, data: Array(repeating: 1, count: 65_512))
        #expect(long.octets.count == 65_535)
        #expect(ParsedMessage(long.octets).error == nil)
        long.addRecord(.answer, ".", type: 10, data: [])
        #expect(ParsedMessage(long.octets).error == .countExceedsMessage(offset: 65_535))
    }
}
