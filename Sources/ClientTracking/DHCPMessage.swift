import DNSWire
package import NetworkTypes

/// The facts in a DHCP message about the device that wants an address.
///
///     | op | htype | hlen | hops | xid, 4 | secs, 2 | flags, 2 | ciaddr, 4 | yiaddr, 4 | siaddr, 4 | giaddr, 4 |
///     | chaddr, 16 | sname, 64 | file, 128 | 63 82 53 63 | options: code, length, octets |
///
/// Sources: RFC 2131 §2; RFC 2132 §3.14 host name, §9.1 requested address, §9.6 message type; RFC 4702 client name.
package struct DHCPMessage: Equatable {
    /// The device's hardware address.
    package let client: HardwareAddress
    /// The name of the device, with the escapes of names; `nil` when it does not say.
    package let hostName: String?
    /// The address that the device has from now on, if a server says so.
    package let address: IPAddress?

    /// Reads the payload of a datagram, or gives `nil` when it is no such message of Ethernet.
    package init?(_ octets: Span<UInt8>) {
        guard octets.count >= 240, octets[0] == 1 || octets[0] == 2, octets[1] == 1, octets[2] == 6,
            octets[236] == 0x63, octets[237] == 0x82, octets[238] == 0x53, octets[239] == 0x63
        else { return nil }
        func number(_ range: Range<Int>) -> UInt64 { range.reduce(0) { $0 << 8 | UInt64(octets[$1]) } }
        client = HardwareAddress(bits: number(28..<34))
        guard client.isStation else { return nil }
        var name: [UInt8] = []
        var fullName: [UInt8] = []
        var type: UInt8 = 0
        var position = 240
        while position < octets.count, octets[position] != 255 {
            if octets[position] == 0 {
                position += 1
                continue
            }
            guard position + 1 < octets.count else { break }
            let start = position + 2
            let end = start + Int(octets[position + 1])
            guard end <= octets.count else { break }
            switch octets[position] {
            case 12: name = (start..<end).map { octets[$0] }
            case 53 where end > start: type = octets[start]
            // Flags and two codes, then the name, in text when bit 2 of the flags is clear.
            case 81 where end - start > 3 && octets[start] & 0x04 == 0:
                fullName = ((start + 3)..<end).map { octets[$0] }
            default: break
            }
            position = end
        }
        let text = name.isEmpty ? fullName : name
        // Names of hosts have no spaces or controls; the escapes of labels make names with them harmless. Dots stay.
        hostName =
            text.isEmpty
            ? nil
            : text.split(separator: UInt8(ascii: ".")).map { DomainName.presentation(ofLabel: $0) }
                .joined(separator: ".")
        let isAcknowledged = octets[0] == 2 && type == 5
        let given = number(16..<20)
        address = isAcknowledged && given != 0 ? IPAddress(v4: UInt32(given)) : nil
    }
}
