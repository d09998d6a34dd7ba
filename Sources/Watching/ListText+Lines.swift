import NetworkTypes

/// Lists with one entry on each line, or several as a hosts file has them.
///
/// | line | names |
/// |---|---|
/// | `example.com`, `.example.com` | the domain and all below it |
/// | `*.example.com` | names below it |
/// | `https://user@example.com:8443/path`, `example.com/path`, `example.com:443` | that host alone |
/// | `192.0.2.1`, `2001:db8::/32`, `192.0.2.1:443`, `[2001:db8::1]:443`, `http://192.0.2.1/x` | addresses |
/// | `0.0.0.0 example.com www.example.com` | those hosts alone |
/// | `||example.com^`, `||example.com^$third-party` | the domain and all below it |
/// | `@@||www.example.com^` | an exception: nothing of this list covers the domain or anything below it |
/// | `address=/example.com/0.0.0.0`, `local=/example.com/` (dnsmasq), `local-zone: "example.com" …` (Unbound) | the domain and all below it |
///
/// A single label is no entry unless a format says so: it is rather a word of a text that is no list.
///
/// Sources: hosts(5); the filter syntax of Adblock Plus and its options; dnsmasq(8); unbound.conf(5).
extension ListText {
    /// Reads one line; passes over lines that can say nothing about names, such as comments.
    func read(
        line range: Range<Int>,
        _ number: Int,
        _ malformed: (Int) -> Void,
        _ body: (Item, Int) -> Void
    ) {
        guard let first = octets[range].first, !Self.startsComment(first), !isAboutPages(range) else {
            return
        }
        var fields = fields(of: range)
        if let comment = fields.firstIndex(where: { Self.startsComment(octets[$0.lowerBound]) }) {
            fields.removeSubrange(comment...)
        }
        if fields.count == 1, let items = configuration(at: fields[0]) {
            for item in items { body(item, number) }
            if items.isEmpty { malformed(number) }
        } else if fields.count == 1, let item = item(at: fields[0]) {
            body(item, number)
        } else if fields.count > 1, isEqual(fields[0], "local-zone:") {
            if let item = nameItem(at: unquoted(fields[1]), .suffix) {
                body(item, number)
            } else {
                malformed(number)
            }
        } else if fields.count > 1, IPAddress(parsing: octets.span.extracting(fields[0])) != nil {
            // The machine's own hosts are no entries.
            for field in fields.dropFirst() where !isOwnHost(field) {
                if let item = nameItem(at: field, .exact) { body(item, number) } else { malformed(number) }
            }
        } else {
            malformed(number)
        }
    }

    /// The entry that stands alone in a field.
    func item(at field: Range<Int>) -> Item? {
        if isFilter(field) { return filter(at: field) }
        if let item = prefixItem(at: field) ?? host(inURL: field) ?? endpoint(at: field) { return item }
        let text = octets[field]
        if text.starts(with: "*.".utf8) { return nameItem(at: field.dropFirst(2), .below) }
        if text.first == UInt8(ascii: ".") { return nameItem(at: field.dropFirst(), .suffix) }
        return dottedNameItem(at: field, .suffix)
    }

    // MARK: - Parts

    private func prefixItem(at range: Range<Int>) -> Item? {
        AddressPrefix(parsing: octets.span.extracting(range)).map {
            Item(subject: .prefix($0), reach: .exact)
        }
    }

    private func nameItem(at range: Range<Int>, _ reach: WatchedEntry.Reach) -> Item? {
        // A number with dots that is no address is a mistake and no name.
        guard let last = octets[range].last(where: { $0 != UInt8(ascii: ".") }),
            !(0x30...0x39).contains(last) || octets[range].contains(where: { $0 | 0x20 &- 0x61 < 26 })
        else { return nil }
        return ListName(in: octets.span, at: range).map { Item(subject: .name($0), reach: reach) }
    }

    private func dottedNameItem(at range: Range<Int>, _ reach: WatchedEntry.Reach) -> Item? {
        octets[range].dropLast().contains(UInt8(ascii: ".")) ? nameItem(at: range, reach) : nil
    }

    /// A host alone, as URLs and endpoints name it.
    private func hostItem(at range: Range<Int>) -> Item? {
        if octets[range].first == UInt8(ascii: "["), octets[range].last == UInt8(ascii: "]") {
            return prefixItem(at: range.dropFirst().dropLast())
        }
        return prefixItem(at: range) ?? dottedNameItem(at: range, .exact)
    }

    /// The host of `HOST:PORT`.
    private func endpoint(at range: Range<Int>) -> Item? {
        guard let colon = octets[range].lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let port = octets[(colon + 1)..<range.upperBound]
        guard (1...5).contains(port.count), port.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return hostItem(at: range.lowerBound..<colon)
    }

    /// The host of a URL, with or without its scheme (RFC 3986 §3).
    private func host(inURL range: Range<Int>) -> Item? {
        let slash = UInt8(ascii: "/")
        guard let first = octets[range].firstIndex(of: slash) else { return nil }
        var start = range.lowerBound
        if first > start, octets[first - 1] == UInt8(ascii: ":"), first + 1 < range.upperBound,
            octets[first + 1] == slash
        {
            start = first + 2
        } else if octets[(first + 1)..<range.upperBound].allSatisfy({ (0x30...0x39).contains($0) }) {
            // A prefix of an impossible length rather than a path.
            return nil
        }
        let end =
            octets[start..<range.upperBound].firstIndex {
                $0 == slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            }
            ?? range.upperBound
        if let at = octets[start..<end].lastIndex(of: UInt8(ascii: "@")) { start = at + 1 }
        return endpoint(at: start..<end) ?? hostItem(at: start..<end)
    }

    private func isOwnHost(_ field: Range<Int>) -> Bool {
        ["localhost", "localhost.localdomain", "local", "broadcasthost", "0.0.0.0"].contains {
            isEqual(field, $0)
        }
            || octets[field].starts(with: "ip6-".utf8)
    }

    // MARK: - Filters of browsers

    /// Whether a field is a filter by its beginning.
    func isFilter(_ field: Range<Int>) -> Bool {
        octets[field].starts(with: "||".utf8) || octets[field].starts(with: "@@".utf8)
    }

    /// Whether a line speaks of the elements of pages, or is the title of a list of filters.
    private func isAboutPages(_ range: Range<Int>) -> Bool {
        if lowercased(range.prefix(8)).elementsEqual("[adblock".utf8) { return true }
        let field = word(at: range)
        guard let mark = octets[field].firstIndex(of: UInt8(ascii: "#")) else { return false }
        return ["##", "#@#", "#?#", "#$#", "#%#"].contains {
            octets[mark..<field.upperBound].starts(with: $0.utf8)
        }
    }

    /// Options that leave a filter one of its whole domain; with others it holds for some pages or requests only.
    private static let harmlessOptions: Set<String> = [
        "all", "document", "doc", "important", "third-party", "3p", "popup",
    ]

    /// `||NAME^` with options, an exception with `@@` before it.
    private func filter(at field: Range<Int>) -> Item? {
        let isException = octets[field].starts(with: "@@".utf8)
        let pattern = isException ? field.dropFirst(2) : field
        guard octets[pattern].starts(with: "||".utf8) else { return nil }
        let name = pattern.dropFirst(2)
        let end =
            octets[name].firstIndex { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "$") } ?? name.upperBound
        var rest = octets[end..<name.upperBound]
        if rest.first == UInt8(ascii: "^") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "|") { rest = rest.dropFirst() }
        if rest.first == UInt8(ascii: "$") {
            let options = rest.dropFirst().split(separator: UInt8(ascii: ",")).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard options.allSatisfy(Self.harmlessOptions.contains) else { return nil }
        } else if !rest.isEmpty {
            return nil
        }
        let domain = name.lowerBound..<end
        if octets[domain].starts(with: "*.".utf8) {
            return nameItem(at: domain.dropFirst(2), isException ? .exception : .below)
        }
        if !isException, let item = prefixItem(at: domain) { return item }
        return nameItem(at: domain, isException ? .exception : .suffix)
    }

    // MARK: - Configurations of resolvers

    /// The domains of a line of dnsmasq that answers for them itself; `nil` when it is none.
    private func configuration(at field: Range<Int>) -> [Item]? {
        let directives = ["address=/", "local=/", "server=/"]
        guard let directive = directives.first(where: { octets[field].starts(with: $0.utf8) }),
            let last = octets[field].lastIndex(of: UInt8(ascii: "/"))
        else { return nil }
        let domains = (field.lowerBound + directive.utf8.count)..<last
        // A server behind the domains means that the resolver asks this server for them.
        guard last >= domains.lowerBound, directive == "address=/" || last + 1 == field.upperBound else {
            return []
        }
        let names = octets[domains].split(separator: UInt8(ascii: "/")).map {
            nameItem(at: $0.startIndex..<$0.endIndex, .suffix)
        }
        let items = names.compactMap { $0 }
        return items.count == names.count ? items : []
    }
}
