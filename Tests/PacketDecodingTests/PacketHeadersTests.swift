import NetworkTypes
import PacketDecoding
import Testing

@Suite struct PacketHeadersTests {
    private static let client = IPAddress(v4: 0xC000_020A)
    private static let server = IPAddress(v4: 0xC633_6435)
    /// The source of ``Build/ethernet(_:type:)``.
    private static let sender = HardwareAddress(bits: 0x0200_0000_0001)

    private func headers(_ octets: [UInt8], linkType: Int32 = 1) -> PacketHeaders? {
        PacketHeaders(octets.span, linkType: linkType)
    }

    @Test func `UDP in Ethernet`() throws {
        let frame = Build.ethernet(Build.packet4)
        let packet = try #require(headers(frame))
        #expect(packet.source == Self.client && packet.destination == Self.server)
        #expect(packet.transport == 17 && packet.sourcePort == 40_000 && packet.destinationPort == 53)
        #expect(packet.hardwareSource == Self.sender)
        #expect(packet.length == frame.count - 14)
        #expect(Array(frame[packet.payload]) == Build.query())
    }

    @Test func `TCP has ports and no payload`() throws {
        let segment = Build.tcp(sequence: 1, from: 40_000, to: 443)
        let packet = try #require(headers(Build.ethernet(Build.ipv4(segment, transport: 6))))
        #expect(packet.transport == 6 && packet.destinationPort == 443 && packet.payload.isEmpty)
    }

    @Test func `IPv6 with a fragment header keeps the protocol behind it`() throws {
        let first = Build.fragmentHeader(next: 17, offset: 0, more: true, id: 1) + Build.udp(Build.query())
        let packet = try #require(headers(Build.ethernet(Build.ipv6(first, next: 44), type: 0x86DD)))
        #expect(packet.transport == 17 && packet.destinationPort == 53)
        let later = Build.fragmentHeader(next: 17, offset: 8, more: false, id: 1) + [1, 2, 3]
        let rest = try #require(headers(Build.ethernet(Build.ipv6(later, next: 44), type: 0x86DD)))
        #expect(rest.destinationPort == 0 && rest.payload.isEmpty)
    }

    @Test func `a later fragment has no ports`() throws {
        let packet = try #require(headers(Build.ethernet(Build.ipv4([9, 9, 9, 9], offset: 8))))
        #expect(packet.transport == 17 && packet.sourcePort == 0 && packet.payload.isEmpty)
    }

    @Test func `the innermost packet counts, and only its own frame's sender`() throws {
        let inner = Build.ipv4(Build.udp(Build.query()), source: [10, 0, 0, 7])
        let inIP = try #require(headers(Build.ethernet(Build.ipv4(inner, transport: 4))))
        #expect(inIP.source == IPAddress(v4: 0x0A00_0007) && inIP.hardwareSource == nil)
        var bridged = Build.ethernet(inner)
        bridged[11] = 9
        let vxlan = Build.udp([8, 0, 0, 0, 0, 0, 1, 0] + bridged, from: 50_000, to: 4789)
        let inVXLAN = try #require(headers(Build.ethernet(Build.ipv4(vxlan))))
        #expect(inVXLAN.source == IPAddress(v4: 0x0A00_0007) && inVXLAN.destinationPort == 53)
        #expect(inVXLAN.hardwareSource == HardwareAddress(bits: 0x0200_0000_0009))
    }

    @Test func `senders of cooked captures and Wi-Fi`() throws {
        let cooked: [UInt8] = [0, 0, 0, 1, 0, 6, 1 << 1, 1, 2, 3, 4, 5, 0, 0, 8, 0] + Build.packet4
        #expect(headers(cooked, linkType: 113)?.hardwareSource == HardwareAddress(bits: 0x0201_0203_0405))
        // A data frame to the distribution system: BSSID, source, destination (IEEE 802.11 §9.3.2.1).
        let wireless: [UInt8] =
            [0x08, 0x01, 0, 0] + [2, 0, 0, 0, 0, 1] + [2, 0, 0, 0, 0, 2] + [2, 0, 0, 0, 0, 3] + [0, 0]
            + [0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + Build.packet4
        #expect(headers(wireless, linkType: 105)?.hardwareSource == HardwareAddress(bits: 0x0200_0000_0002))
        #expect(headers(Build.packet4, linkType: 12)?.hardwareSource == nil)
    }

    @Test func `what is no IP packet has no headers`() {
        #expect(headers(Build.ethernet([0, 1, 8, 0], type: 0x0806)) == nil)
        #expect(headers(Build.packet4, linkType: 147) == nil)
        let frame = Build.ethernet(Build.packet4)
        for count in 0..<34 { #expect(headers(Array(frame.prefix(count))) == nil) }
        // Cut within UDP, the addresses stay.
        #expect(headers(Array(frame.prefix(36)))?.source == Self.client)
    }
}
