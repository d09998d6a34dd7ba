import DNSWire
import TestSupport
import Testing

/// RFC 6762 §5.4 and §10.2: the top bit of the class.
@Suite struct MulticastBitTests {
    @Test(
        arguments: [
            (0x0001, false, 0x0001, true), (0x8001, true, 0x0001, true), (0x80FF, true, 0x00FF, true),
            (0x8002, true, 0x0002, false), (0x0000, false, 0x0000, false),
        ] as [(UInt16, Bool, UInt16, Bool)]
    )
    func isNoPartOfTheClass(number: UInt16, hasBit: Bool, without: UInt16, isRegistered: Bool) {
        let recordClass = RecordClass(rawValue: number)
        #expect(recordClass.hasMulticastBit == hasBit)
        #expect(recordClass.withoutMulticastBit.rawValue == without)
        #expect(recordClass.isRegistered == isRegistered)
    }

    @Test func isNoAnomalyInQuestionsAndRecords() throws {
        var builder = MessageBuilder(flags: 0x8400)
        builder.addQuestion("host.local", type: 1, class: 0x8001)
        builder.addRecord(.answer, "host.local", type: 1, class: 0x8001, data: [192, 0, 2, 1])
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.anomalies.isEmpty)
        #expect(try parsed.data() == .a(0xC000_0201))
    }
}
