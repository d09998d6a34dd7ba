/// A 48-bit address of IEEE 802, as Ethernet and Wi-Fi have it.
package struct HardwareAddress: Hashable, Comparable, Sendable {
    /// The six octets in the lower 48 bits, the first one uppermost.
    package let bits: UInt64

    /// The address in the lower 48 bits of a number.
    package init(bits: UInt64) {
        self.bits = bits & 0xFFFF_FFFF_FFFF
    }

    /// The first three octets, which a vendor has from IEEE.
    package var vendorPrefix: UInt32 { UInt32(truncatingIfNeeded: bits >> 24) }

    /// Whether software chose it, as of virtual machines and of phones that hide.
    package var isLocallyAdministered: Bool { bits >> 41 & 1 == 1 }

    /// Whether it is of one station; groups and nobody (all zeros) are not.
    package var isStation: Bool { bits != 0 && bits >> 40 & 1 == 0 }

    package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension HardwareAddress: CustomStringConvertible {
    /// Six pairs of hexadecimal digits with colons between them.
    package var description: String {
        (0..<6).map { index in
            let octet = bits >> (40 - 8 * UInt64(index)) & 0xFF
            return (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }.joined(separator: ":")
    }
}
