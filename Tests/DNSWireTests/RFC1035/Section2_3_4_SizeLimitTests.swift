import DNSWire
import TestSupport
import Testing

/// RFC 1035 §2.3.4: labels have 63 octets at most, names 255.
@Suite struct Section2_3_4_SizeLimitTests {
    /// Three labels of 63 octets and one of `lastLabel`: 193 + `lastLabel` + 1 octets with the root.
    private func labels(lastLabel: Int) -> [[UInt8]] {
        [63, 63, 63, lastLabel].map { Array(repeating: 0x61, count: $0) }
    }

    @Test func readsANameOf255Octets() throws {
        var builder = MessageBuilder()
        builder.addQuestion(labels: labels(lastLabel: 61), type: 1)
        let parsed = ParsedMessage(builder.octets)
        let name = try #require(parsed.message.questions.first?.name)
        #expect(name.wireLength == 255)
        #expect(name.labelCount == 4)
        #expect(parsed.text(name).utf8.count == 253)
    }

    @Test func refusesANameOf256Octets() {
        var builder = MessageBuilder()
        builder.addQuestion(labels: labels(lastLabel: 62), type: 1)
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.error == .nameTooLong(offset: 12 + 3 * 64))
        #expect(parsed.anomalies == [.nameTooLong])
    }

    @Test func readsANameOf127Labels() throws {
        var builder = MessageBuilder()
        builder.addQuestion(labels: Array(repeating: [0x61], count: 127), type: 1)
        let name = try #require(ParsedMessage(builder.octets).message.questions.first?.name)
        #expect(name.labelCount == 127)
        #expect(name.wireLength == 255)
    }

    /// A pointer can make a name too long that is short where it stands.
    @Test func countsThePartBehindAPointer() {
        var builder = MessageBuilder(flags: 0x8000)
        builder.compressesNames = true
        builder.addQuestion(labels: labels(lastLabel: 61), type: 1)
        builder.addRecord(.answer, labels: [[0x62]] + labels(lastLabel: 61), type: 1, data: [1, 2, 3, 4])
        let parsed = ParsedMessage(builder.octets)
        // The label that goes beyond 255 octets is the last one of the name that the pointer leads to.
        #expect(parsed.error == .nameTooLong(offset: 12 + 3 * 64))
        #expect(parsed.message.questions.count == 1)
        #expect(parsed.message.records.isEmpty)
    }

    @Test func holdsItsOwnNamesToTheSameLimits() {
        #expect(DomainName(labels: labels(lastLabel: 61).map { $0[...] })?.octets.count == 254)
        #expect(DomainName(labels: labels(lastLabel: 62).map { $0[...] }) == nil)
        #expect(DomainName(labels: [Array(repeating: 0x61, count: 64)[...]]) == nil)
        #expect(DomainName(labels: [[][...]]) == nil)
        #expect(DomainName(octets: [0]) == nil)
        #expect(DomainName(octets: [2, 0x61]) == nil)
        #expect(DomainName(octets: [0xC0, 0x0C]) == nil)
        #expect(DomainName(octets: []) == .root)
    }
}
