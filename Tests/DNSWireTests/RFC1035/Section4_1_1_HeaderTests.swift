import DNSWire
import TestSupport
import Testing

/// RFC 1035 §4.1.1, and RFC 4035 §3.1.6 and §3.2.2 for AD and CD.
@Suite struct Section4_1_1_HeaderTests {
    private func header(flags: UInt16) throws -> Header {
        try #require(ParsedMessage(MessageBuilder(id: 0xBEEF, flags: flags).octets).message.header)
    }

    @Test func readsEveryFieldOfItsTwelveOctets() throws {
        let parsed = ParsedMessage(hex("BEEF 8583 0000 0000 0000 0000"))
        let header = try #require(parsed.message.header)
        #expect(header.id == 0xBEEF)
        #expect(header.flags == 0x8583)
        #expect(parsed.error == nil)
    }

    @Test func readsTheAnnouncedCountsInTheirOrder() throws {
        let header = try #require(ParsedMessage(hex("0000 0000 0001 0203 0405 0607")).message.header)
        #expect(header.questionCount == 0x0001)
        #expect(header.answerCount == 0x0203)
        #expect(header.authorityCount == 0x0405)
        #expect(header.additionalCount == 0x0607)
    }

    /// The bits of the second line of the RFC's box, counted from the left.
    struct FlagRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bit: Int
        let read: @Sendable (Header) -> Bool
    }

    @Test(arguments: [
        FlagRow(testDescription: "QR", bit: 0) { $0.isResponse },
        FlagRow(testDescription: "AA", bit: 5) { $0.isAuthoritativeAnswer },
        FlagRow(testDescription: "TC", bit: 6) { $0.isTruncated },
        FlagRow(testDescription: "RD", bit: 7) { $0.recursionDesired },
        FlagRow(testDescription: "RA", bit: 8) { $0.recursionAvailable },
        FlagRow(testDescription: "Z", bit: 9) { $0.reservedBit },
        FlagRow(testDescription: "AD", bit: 10) { $0.authenticData },
        FlagRow(testDescription: "CD", bit: 11) { $0.checkingDisabled },
    ])
    func readsAFlagFromItsBitAlone(_ row: FlagRow) throws {
        let mask = UInt16(0x8000) >> row.bit
        #expect(row.read(try header(flags: mask)))
        #expect(!row.read(try header(flags: ~mask)))
    }

    @Test func readsOpcodeAndResponseCodeFromTheirFourBits() throws {
        #expect(try header(flags: 0x7800).opcode.rawValue == 15)
        #expect(try header(flags: 0x2800).opcode == .update)
        #expect(try header(flags: 0x87FF).opcode == .query)
        #expect(try header(flags: 0x000F).responseCode.rawValue == 15)
        #expect(try header(flags: 0xFFF3).responseCode == .nxDomain)
    }

    @Test(arguments: 0..<12)
    func refusesAMessageShorterThanItself(octetCount: Int) {
        let parsed = ParsedMessage(Array(repeating: 0, count: octetCount))
        #expect(parsed.error == .messageTooShort(offset: octetCount))
        #expect(parsed.message.header == nil)
        #expect(parsed.anomalies == [.messageTooShort])
    }
}
