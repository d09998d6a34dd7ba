import DNSWire
import TestSupport
import Testing

/// RFC 6891 §6.1: the OPT record.
@Suite struct Section6_1_OPTTests {
    @Test func readsItsFixedPart() throws {
        var builder = MessageBuilder.query("example.com", type: 1)
        builder.addOPT(payloadSize: 4096, extendedResponseCode: 0x12, version: 0, flags: 0xC003)
        let parsed = ParsedMessage(builder.octets)
        let edns = try #require(parsed.message.edns)
        #expect(edns.requestorPayloadSize == 4096)
        #expect(edns.extendedResponseCode == 0x12)
        #expect(edns.version == 0)
        #expect(edns.dnssecOK)
        #expect(edns.otherFlags == 0x4003)
        #expect(parsed.message.ednsOptions.isEmpty)
        #expect(parsed.anomalies.isEmpty, "class and time to live mean something else here")
    }

    @Test func listsItsOptions() throws {
        var builder = MessageBuilder.query("example.com", type: 1)
        let cookie = hex("0102030405060708")
        let start = builder.position + 11
        builder.addOPT(options: [(code: 10, data: cookie), (code: 12, data: []), (code: 65001, data: [7])])
        let parsed = ParsedMessage(builder.octets)
        #expect(
            parsed.message.ednsOptions == [
                EDNSOption(code: 10, offset: start + 4, length: 8),
                EDNSOption(code: 12, offset: start + 16, length: 0),
                EDNSOption(code: 65001, offset: start + 20, length: 1),
            ]
        )
        #expect(parsed.octets(start + 4..<start + 12) == cookie)
    }

    /// §6.1.3: the upper eight bits of the response code are here, the lower four in the header.
    @Test(arguments: [(0, 0, 0), (1, 0, 16), (1, 7, 23), (255, 15, 4095)] as [(UInt8, UInt16, UInt16)])
    func joinsTheResponseCode(upper: UInt8, lower: UInt16, expected: UInt16) {
        var builder = MessageBuilder.response("example.com", type: 1, responseCode: lower)
        builder.addOPT(extendedResponseCode: upper)
        #expect(ParsedMessage(builder.octets).message.responseCode.rawValue == expected)
    }

    @Test func theHeadersBitsStandAloneWithoutIt() {
        let builder = MessageBuilder.response("example.com", type: 1, responseCode: 3)
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.message.edns == nil)
        #expect(parsed.message.responseCode == .nxDomain)
    }

    @Test func aMessageForgetsTheOneBefore() throws {
        var builder = MessageBuilder.query("example.com", type: 1)
        let without = builder.octets
        builder.addOPT(options: [(code: 12, data: [0, 0])])
        builder.addTrailing([1])
        var message = Message()
        try message.parse(builder.octets.span)
        #expect(message.trailingOctetCount == 1)
        try message.parse(without.span)
        #expect(message == ParsedMessage(without).message)
        #expect(throws: WireError.messageTooShort(offset: 0)) { try message.parse([UInt8]().span) }
        #expect(message.header == nil)
        #expect(message.questions.isEmpty)
    }
}
