import NetworkTypes

/// Reads zones of response policies (RPZ).
///
/// `example.com` stands for that name alone, `*.example.com` for the names below it, `24.0.2.0.192.rpz-ip` for
/// addresses; an entry that `rpz-passthru.` exempts counts against shorter names.
///
/// Source: draft-vixie-dnsop-dns-rpz §4, §5.
extension ListText {
    /// Reads all triggers of the zone.
    func readZone(_ malformed: (Int) -> Void, _ body: (Item, Int) -> Void) {
        var origin: [UInt8] = []
        var isInParentheses = false
        forEachLine { range, number in
            var fields = fields(of: range)
            if let comment = fields.firstIndex(where: { octets[$0.lowerBound] == UInt8(ascii: ";") }) {
                fields.removeSubrange(comment...)
            }
            guard let owner = fields.first else { return }
            let wasInParentheses = isInParentheses
            for field in fields {
                if octets[field].contains(UInt8(ascii: "(")) { isInParentheses = true }
                if octets[field].contains(UInt8(ascii: ")")) { isInParentheses = false }
            }
            if wasInParentheses { return }
            if isEqual(owner, "$origin"), fields.count > 1 {
                origin = lowercased(fields[1])
                return
            }
            guard octets[owner.lowerBound] != UInt8(ascii: "$"),
                let type = fields.firstIndex(where: {
                    isEqual($0, "cname") || isEqual($0, "a") || isEqual($0, "aaaa") || isEqual($0, "txt")
                })
            else {
                // The zone's own records and its directives trigger nothing.
                let isOwn = fields.contains { isEqual($0, "soa") || isEqual($0, "ns") }
                if isOwn, fields.contains(where: { isEqual($0, "soa") }), origin.isEmpty {
                    origin = lowercased(owner)
                }
                if octets[owner.lowerBound] != UInt8(ascii: "$"), !isOwn { malformed(number) }
                return
            }
            guard type > 0 else {
                malformed(number)
                return
            }
            let isExempt = type + 1 < fields.count && isEqual(fields[type + 1], "rpz-passthru.")
            guard let item = trigger(at: withoutOrigin(owner, origin), isExempt: isExempt) else {
                malformed(number)
                return
            }
            body(item, number)
        }
    }

    /// The owner without the zone's own name, when it is written in full.
    private func withoutOrigin(_ owner: Range<Int>, _ origin: [UInt8]) -> Range<Int> {
        guard octets[owner].last == UInt8(ascii: "."), !origin.isEmpty, owner.count > origin.count else {
            return owner
        }
        let start = owner.upperBound - origin.count
        guard lowercased(start..<owner.upperBound) == origin, octets[start - 1] == UInt8(ascii: ".") else {
            return owner
        }
        return owner.lowerBound..<(start - 1)
    }

    private func trigger(at owner: Range<Int>, isExempt: Bool) -> Item? {
        let labels = octets[owner].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if let last = labels.last, last.starts(with: "rpz-".utf8) {
            guard last.elementsEqual("rpz-ip".utf8), !isExempt else { return nil }
            return addressTrigger(labels.dropLast().map { String(decoding: $0, as: UTF8.self) })
        }
        let isWildcard = octets[owner].starts(with: "*.".utf8)
        let range = isWildcard ? (owner.lowerBound + 2)..<owner.upperBound : owner
        guard let name = ListName(in: octets.span, at: range) else { return nil }
        return Item(
            subject: .name(name),
            reach: isExempt ? (isWildcard ? .exemptBelow : .exempt) : isWildcard ? .below : .exact
        )
    }

    /// Prefix length and the address's parts backward, `zz` for a run of zeros: `128.57.zz.db8.2001`.
    private func addressTrigger(_ labels: [String]) -> Item? {
        guard labels.count >= 2, let length = Int(labels[0]) else { return nil }
        let parts = labels.dropFirst().reversed()
        let text: String
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) {
            text = parts.joined(separator: ".")
        } else {
            let joined = parts.map { $0 == "zz" ? "" : $0 }.joined(separator: ":")
            text = parts.first == "zz" ? ":" + joined : parts.last == "zz" ? joined + ":" : joined
        }
        guard let address = IPAddress(text), let prefix = AddressPrefix(address, length: length) else {
            return nil
        }
        return Item(subject: .prefix(prefix), reach: .exact)
    }
}
