import DNSObservation
import NetworkTypes
import Testing

/// Whom forwarders ask for, by the options that they add.
@Suite struct OriginatorTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: UInt16
        let octets: [UInt8]
        let text: String?
    }

    @Test(arguments: [
        // RFC 7871 §6: family, prefix lengths of source and scope, address.
        Row(
            testDescription: "one IPv4 address",
            code: 8,
            octets: [0, 1, 32, 0, 192, 0, 2, 7],
            text: "192.0.2.7"
        ),
        Row(
            testDescription: "one IPv6 address",
            code: 8,
            octets: [0, 2, 128, 0, 0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
            text: "2001:db8::7"
        ),
        Row(testDescription: "a network", code: 8, octets: [0, 1, 24, 0, 192, 0, 2], text: nil),
        // dnsmasq 2.90, src/edns0.c: six octets; with `text`, as people write them; a name that the user chose.
        Row(
            testDescription: "dnsmasq's hardware address",
            code: 65_001,
            octets: [0x02, 0x42, 0xAC, 0x11, 0, 9],
            text: "02:42:ac:11:00:09"
        ),
        Row(
            testDescription: "the same as text",
            code: 65_073,
            octets: Array("02:42:ac:11:00:09".utf8),
            text: "02:42:ac:11:00:09"
        ),
        Row(testDescription: "dnsmasq's name", code: 65_074, octets: Array("flat-12".utf8), text: "flat-12"),
        Row(testDescription: "no text", code: 65_074, octets: [0x1B, 0x5B], text: nil),
        Row(testDescription: "a cookie", code: 10, octets: [1, 2, 3, 4, 5, 6, 7, 8], text: nil),
    ])
    func originator(_ row: Row) {
        let end = Endpoint(address: IPAddress(v4: 1), port: 53)
        var observation = Observation(time: Timestamp(nanoseconds: 0), frame: 1, client: end, server: end)
        observation.extraOctets = row.octets
        observation.options = [ObservedOption(code: row.code, octets: 0..<row.octets.count)]
        #expect(observation.originator?.text == row.text)
    }
}
