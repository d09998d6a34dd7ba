/// The reach of an address.
///
/// Documentation, multicast and reserved addresses count as global here: they are no addresses inside.
///
/// Source: RFC 6890 and the IANA special-purpose address registries.
package enum AddressScope: UInt8, CaseIterable, Sendable {
    case global
    /// 0.0.0.0/8 and ::, no address at all.
    case unspecified
    /// 127.0.0.0/8 and ::1.
    case loopback
    /// RFC 1918, shared address space (RFC 6598) and unique local addresses (RFC 4193).
    case privateUse
    /// 169.254.0.0/16 and fe80::/10, where clouds also serve their metadata.
    case linkLocal

    /// The scope of an address; of one that embeds an IPv4 address (mapped, or NAT64's) the scope of that.
    package init(_ address: IPAddress) {
        guard !address.isIPv4 else {
            self.init(v4: UInt32(truncatingIfNeeded: address.low))
            return
        }
        let isMapped = address.high == 0 && address.low >> 32 == 0xFFFF
        let isTranslated = address.high == 0x0064_FF9B_0000_0000 && address.low >> 32 == 0
        if isMapped || isTranslated {
            self.init(v4: UInt32(truncatingIfNeeded: address.low))
        } else if address.high == 0, address.low <= 1 {
            self = address.low == 0 ? .unspecified : .loopback
        } else {
            switch address.high >> 48 {
            case 0xFC00...0xFDFF: self = .privateUse
            case 0xFE80...0xFEBF: self = .linkLocal
            default: self = .global
            }
        }
    }

    private init(v4 bits: UInt32) {
        switch (bits >> 24, bits >> 16 & 0xFF) {
        case (0, _): self = .unspecified
        case (127, _): self = .loopback
        case (10, _), (172, 16...31), (192, 168), (100, 64...127): self = .privateUse
        case (169, 254): self = .linkLocal
        default: self = .global
        }
    }
}

/// Several scopes together.
package struct AddressScopes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// One scope alone.
    package init(_ scope: AddressScope) {
        rawValue = 1 << scope.rawValue
    }

    /// The empty set; as the literal `[]` it would take the standard library 700 instructions in another room.
    package static var none: AddressScopes { AddressScopes(rawValue: 0) }
    package static let global = AddressScopes(.global)
    package static let unspecified = AddressScopes(.unspecified)
    package static let loopback = AddressScopes(.loopback)
    package static let privateUse = AddressScopes(.privateUse)
    package static let linkLocal = AddressScopes(.linkLocal)
    /// All that no public name should have.
    package static let inside: AddressScopes = [.unspecified, .loopback, .privateUse, .linkLocal]
}

/// IPv4, IPv6 or both.
package struct AddressFamilies: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The family of an address.
    package init(of address: IPAddress) {
        self = address.isIPv4 ? .ipv4 : .ipv6
    }

    /// The empty set, see ``AddressScopes/none``.
    package static var none: AddressFamilies { AddressFamilies(rawValue: 0) }
    package static let ipv4 = AddressFamilies(rawValue: 1)
    package static let ipv6 = AddressFamilies(rawValue: 2)
}
