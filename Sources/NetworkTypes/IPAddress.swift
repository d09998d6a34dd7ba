/// An IPv4 or IPv6 address.
///
/// Held as two 64-bit words in network order, so that comparing and hashing need no allocation.
/// An IPv4 address is never equal to the IPv4-mapped IPv6 address with the same octets.
@usableFromInline
package struct IPAddress: Hashable, Sendable {
    /// The first eight octets, most significant first; 0 for IPv4.
    @usableFromInline
    package let high: UInt64
    /// The last eight octets, most significant first; an IPv4 address fills the lower four.
    @usableFromInline
    package let low: UInt64
    /// Whether this is an IPv4 address.
    @usableFromInline
    package let isIPv4: Bool

    /// An IPv4 address from its 32 bits in network order.
    package init(v4 bits: UInt32) {
        high = 0
        low = UInt64(bits)
        isIPv4 = true
    }

    /// An IPv6 address from its two halves in network order.
    package init(v6High high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        isIPv4 = false
    }
}

// MARK: - Octets

extension IPAddress {
    /// An address of 4 or 16 octets in network order, or `nil`.
    package init?(octets: [UInt8]) {
        func number(_ range: Range<Int>) -> UInt64 { octets[range].reduce(0) { $0 << 8 | UInt64($1) } }
        switch octets.count {
        case 4: self.init(v4: UInt32(truncatingIfNeeded: number(0..<4)))
        case 16: self.init(v6High: number(0..<8), low: number(8..<16))
        default: return nil
        }
    }

    /// Its 4 or 16 octets in network order.
    package var octets: [UInt8] {
        let words = isIPv4 ? [low << 32] : [high, low]
        return words.flatMap { word in
            (0..<(isIPv4 ? 4 : 8)).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }
}

// MARK: - Kinds

extension IPAddress {
    /// Whether it names a group of hosts: 224.0.0.0/4, ff00::/8, or everybody on the link.
    ///
    /// Source: RFC 1112 §4, RFC 4291 §2.7, RFC 919 §7.
    package var isMulticast: Bool {
        isIPv4 ? low >> 28 == 0xE || low == 0xFFFF_FFFF : high >> 56 == 0xFF
    }

    /// Whether packets to it never leave the host: 127.0.0.0/8, ::1.
    ///
    /// Source: RFC 1122 §3.2.1.3, RFC 4291 §2.5.3.
    package var isLoopback: Bool { isIPv4 ? low >> 24 == 127 : high == 0 && low == 1 }
}

// MARK: - Keys of tables

// Addresses are looked up several times for every message and from several rooms. With these inlined a look-up
// costs 60 instructions and not 350.
extension IPAddress {
    @inlinable
    package func _rawHashValue(seed: Int) -> Int {
        var hash = TableHash()
        hash.absorb(self)
        return hash.value
    }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        hasher.combine(low)
        hasher.combine(high)
    }

    @inlinable
    package static func == (left: Self, right: Self) -> Bool {
        left.low == right.low && left.high == right.high && left.isIPv4 == right.isIPv4
    }
}

// MARK: - Order

extension IPAddress: Comparable {
    /// IPv4 before IPv6, then by value.
    @usableFromInline
    package static func < (left: Self, right: Self) -> Bool {
        if left.isIPv4 != right.isIPv4 { return left.isIPv4 }
        return (left.high, left.low) < (right.high, right.low)
    }
}

// MARK: - Text

extension IPAddress: CustomStringConvertible {
    /// The canonical text: dotted decimal, or RFC 5952 for IPv6.
    @usableFromInline
    package var description: String {
        isIPv4 ? dottedDecimal(UInt32(truncatingIfNeeded: low)) : ipv6Text
    }

    private func dottedDecimal(_ bits: UInt32) -> String {
        "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
    }

    /// RFC 5952 §4: lower-case hexadecimal, no leading zeros, the longest run of two or more zero
    /// groups shortened, the first one on a tie; §5: IPv4-mapped addresses in mixed notation.
    private var ipv6Text: String {
        if high == 0, low >> 32 == 0xFFFF {
            return "::ffff:" + dottedDecimal(UInt32(truncatingIfNeeded: low))
        }
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> (48 - 16 * UInt64(index % 4)))
        }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.isEmpty { return text(groups[...]) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}
