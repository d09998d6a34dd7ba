package import DNSWire

/// Names of NetBIOS in messages of its name service.
package enum NetBIOSName {
    /// The name that a first label stands for, or `nil` when it is none of a computer.
    ///
    /// Sixteen octets, each written as two letters from `A` on, the upper half first. The last octet is the kind of
    /// service, 0x00 and 0x20 those of a computer; blanks fill up.
    ///
    /// Source: RFC 1001 §14.1; RFC 1002 §4.1.
    package static func text(of name: DomainName) -> String? {
        guard let label = name.labels.first(where: { _ in true }), label.count == 32 else { return nil }
        let halves = label.map { $0 &- UInt8(ascii: "A") }
        guard halves.allSatisfy({ $0 < 16 }) else { return nil }
        var octets = (0..<16).map { halves[2 * $0] << 4 | halves[2 * $0 + 1] }
        guard let kind = octets.popLast(), kind == 0x00 || kind == 0x20 else { return nil }
        while octets.last == 0x20 { octets.removeLast() }
        guard let first = octets.first, first != UInt8(ascii: "*") else { return nil }
        return DomainName.presentation(ofLabel: octets[...])
    }
}
