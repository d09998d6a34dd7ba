/// All addresses that begin with the same bits.
package struct AddressPrefix: Hashable, Sendable {
    /// The first one; bits beyond the length are 0.
    package let address: IPAddress
    /// The number of leading bits that count: 0…32 or 0…128.
    package let length: Int

    /// The prefix of an address, or `nil` when it has not so many bits.
    package init?(_ address: IPAddress, length: Int) {
        guard (0...address.bitCount).contains(length) else { return nil }
        self.address = address.masked(to: length)
        self.length = length
    }

    /// Reads `ADDRESS` or `ADDRESS/LENGTH`; `nil` when it is neither.
    package init?(parsing text: Span<UInt8>) {
        var slash = text.count
        for index in text.indices.reversed() where text[index] == UInt8(ascii: "/") { slash = index }
        guard let address = IPAddress(parsing: text.extracting(0..<slash)) else { return nil }
        guard slash < text.count else {
            self.init(address, length: address.bitCount)
            return
        }
        let digits = text.extracting((slash + 1)..<text.count)
        guard (1...3).contains(digits.count) else { return nil }
        var length = 0
        for index in digits.indices {
            guard (0x30...0x39).contains(digits[index]) else { return nil }
            length = length * 10 + Int(digits[index] - 0x30)
        }
        self.init(address, length: length)
    }

    /// Reads a prefix in text; see ``init(parsing:)``.
    package init?(_ text: some StringProtocol) {
        let octets = Array(text.utf8)
        self.init(parsing: octets.span)
    }

    /// Reads a prefix as the configuration of a host has it: a link-local address may have a scope, `fe80::1%eth0`.
    ///
    /// The scope is left out: it names an interface of that host, which packets do not.
    ///
    /// Source: RFC 4007 §11.
    package init?(scoped text: some StringProtocol) {
        guard let percent = text.firstIndex(of: "%") else {
            self.init(text)
            return
        }
        let end = text[percent...].firstIndex(of: "/") ?? text.endIndex
        let scope = text[text.index(after: percent)..<end]
        self.init(String(text[..<percent]) + text[end...])
        guard !scope.isEmpty, AddressPrefix.linkLocal?.contains(address) == true else { return nil }
    }

    /// Source: RFC 4291 §2.5.6.
    private static let linkLocal = AddressPrefix("fe80::/10")

    /// Whether an address begins with the prefix.
    package func contains(_ other: IPAddress) -> Bool {
        other.isIPv4 == address.isIPv4 && other.masked(to: length) == address
    }
}

extension AddressPrefix: CustomStringConvertible {
    /// The address alone when all bits count, else with the length behind a slash.
    package var description: String {
        length == address.bitCount ? address.description : "\(address)/\(length)"
    }
}

extension IPAddress {
    /// 32 or 128.
    package var bitCount: Int { isIPv4 ? 32 : 128 }

    /// The same address with all bits behind the first `length` ones cleared.
    func masked(to length: Int) -> IPAddress {
        // Shifting by all bits or more gives 0, as it should.
        if isIPv4 {
            return IPAddress(v4: UInt32(truncatingIfNeeded: low) & ~(UInt32.max >> UInt32(length)))
        }
        return IPAddress(
            v6High: high & ~(UInt64.max >> UInt64(min(length, 64))),
            low: low & ~(UInt64.max >> UInt64(max(length - 64, 0)))
        )
    }
}
