package import NetworkTypes

/// The host that asked a forwarder, as the forwarder says in an EDNS option.
package enum Originator: Hashable, Sendable {
    case address(IPAddress)
    case hardware(HardwareAddress)
    /// An operator's name for a customer or device, as far as it is printable.
    case tag(String)

    /// As reports name it.
    package var text: String {
        switch self {
        case .address(let address): address.description
        case .hardware(let address): address.description
        case .tag(let tag): tag
        }
    }
}

extension Observation {
    /// The host that asked the sender of this query, as the query's options say, or `nil`.
    ///
    /// | option | |
    /// |---|---|
    /// | 8 | client subnet, where it is one address: a prefix of 32 or 128 bits (RFC 7871 §6) |
    /// | 65001 | hardware address (dnsmasq `--add-mac`) |
    /// | 65073 | the same as text (dnsmasq `--add-mac=text`, `base64`) |
    /// | 65074 | a name for the customer's device (dnsmasq `--add-cpe-id`) |
    ///
    /// Source for dnsmasq: src/dns-protocol.h, src/edns0.c of version 2.90.
    package var originator: Originator? {
        for option in options {
            let octets = extraOctets[option.octets]
            if let originator = Self.originator(option.code, octets) { return originator }
        }
        return nil
    }

    private static func originator(_ code: UInt16, _ octets: ArraySlice<UInt8>) -> Originator? {
        switch (code, octets.count) {
        case (8, 8) where octets.starts(with: [0, 1, 32]):
            return .address(IPAddress(v4: UInt32(truncatingIfNeeded: number(octets.suffix(4)))))
        case (8, 20) where octets.starts(with: [0, 2, 128]):
            return .address(
                IPAddress(v6High: number(octets.suffix(16).prefix(8)), low: number(octets.suffix(8)))
            )
        case (65_001, 6):
            return .hardware(HardwareAddress(bits: number(octets)))
        case (65_073, 1...32), (65_074, 1...64):
            // Reports show it, so nothing else than letters, digits and marks.
            guard octets.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
            return .tag(String(decoding: octets, as: UTF8.self))
        default:
            return nil
        }
    }

    private static func number(_ octets: ArraySlice<UInt8>) -> UInt64 {
        octets.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
