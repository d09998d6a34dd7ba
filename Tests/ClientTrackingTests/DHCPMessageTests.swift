import ClientTracking
import NetworkTypes
import Testing

@Suite struct DHCPMessageTests {
    /// A message of Ethernet by the box of RFC 2131 §2, with options.
    static func octets(
        operation: UInt8 = 1,
        client: [UInt8] = [0x3C, 0x97, 0x0E, 1, 2, 3],
        given: [UInt8] = [0, 0, 0, 0],
        options: [(code: UInt8, octets: [UInt8])]
    ) -> [UInt8] {
        var message: [UInt8] = [operation, 1, 6, 0] + [UInt8](repeating: 0, count: 12)
        message +=
            given + [UInt8](repeating: 0, count: 8) + client + [UInt8](repeating: 0, count: 10 + 64 + 128)
        message += [0x63, 0x82, 0x53, 0x63]
        for option in options { message += [option.code, UInt8(option.octets.count)] + option.octets }
        return message + [255]
    }

    @Test func `a request names its device`() throws {
        let octets = Self.octets(options: [(53, [3]), (12, Array("laptop-7".utf8))])
        #expect(octets.count == 240 + 3 + 10 + 1)
        let read = DHCPMessage(octets.span)
        let message = try #require(read)
        #expect(message.client.description == "3c:97:0e:01:02:03")
        #expect(message.hostName == "laptop-7" && message.address == nil)
    }

    @Test func `an acknowledgment gives an address, an offer does not`() {
        func address(_ type: UInt8) -> IPAddress? {
            DHCPMessage(
                Self.octets(operation: 2, given: [10, 0, 0, 7], options: [(0, []), (53, [type])]).span
            )?.address
        }
        #expect(address(5) == IPAddress(v4: 0x0A00_0007))
        #expect(address(2) == nil)
    }

    @Test func `a full name counts where there is no host name`() {
        // RFC 4702 §2: flags with the bit for wire format clear, two codes, then text.
        let text = Self.octets(options: [(81, [0, 0, 0] + Array("pc.corp.example".utf8))])
        let name = DHCPMessage(text.span)?.hostName
        #expect(name == "pc.corp.example")
        let wire = Self.octets(options: [(81, [4, 0, 0, 2, 0x70, 0x63, 0])])
        let none = DHCPMessage(wire.span)?.hostName
        #expect(none == nil)
    }

    @Test func `names cannot forge lines`() {
        let octets = Self.octets(options: [(12, Array("a\n\u{1B}[31m\"b".utf8))])
        let name = DHCPMessage(octets.span)?.hostName
        #expect(name == "a\\010\\027[31m\\\"b")
    }

    @Test func `every prefix is read or refused`() {
        let octets = Self.octets(options: [(53, [3]), (12, Array("laptop-7".utf8)), (81, [0, 0, 0, 0x61])])
        var read = 0
        for count in 0...octets.count where DHCPMessage(octets.span.extracting(0..<count)) != nil {
            read += 1
        }
        #expect(read == octets.count - 239)
    }
}
