package import NetworkTypes

/// A list of names and addresses in text, in the format that its content shows.
///
/// - lines: `example.com` and `.example.com` name the domain and all below it, `*.example.com` what is below it,
///   `192.0.2.1` and `2001:db8::/32` addresses, and `0.0.0.0 example.com`, as in a hosts file, that one name;
///   `||example.com^` is a domain too, as in filters of browsers;
/// - a zone of response policies (RPZ): `example.com` names that name alone, `*.example.com` what is below it,
///   `24.0.2.0.192.rpz-ip` addresses; what `rpz-passthru.` exempts counts against shorter names;
/// - values with commas, semicolons or tabs between them: columns by their heads, or the first one that holds a
///   name or address; a column of categories and one of scores, 0…1, 0…10 or 0…100 by the largest one.
///
/// `#`, `;` and `!` begin comments. What cannot be read is passed over line by line.
///
/// Source of RPZ: draft-vixie-dnsop-dns-rpz §4, §5.
package struct ListText: Sendable {
    /// What the user calls it.
    package let name: String
    package let octets: [UInt8]

    /// A list with a name, of which a report shows what is safe to print, and its content.
    package init(name: String, octets: [UInt8]) {
        self.name = Self.printable(ArraySlice(name.utf8)) ?? "list"
        self.octets = octets
    }

    /// One entry.
    package struct Item {
        /// What an entry lists.
        package enum Subject {
            case name(ListName)
            case prefix(AddressPrefix)
        }

        package let subject: Subject
        package var reach: WatchedEntry.Reach
        package var category: String?
        package var score: UInt8?
    }

    /// Lends every entry with the line that it stands in, from 1.
    ///
    /// - Parameters:
    ///   - malformed: Receives the number of each line that could not be read.
    ///   - body: Receives each entry.
    /// - Complexity: O(octets).
    package func forEachItem(malformed: (Int) -> Void, _ body: (Item, Int) -> Void) {
        switch format {
        case .lines: forEachLine { read(line: $0, $1, malformed, body) }
        case .zone: readZone(malformed, body)
        case .values(let separator): readValues(separator, malformed, body)
        }
    }

    // MARK: - Format

    private enum Format {
        case lines
        case zone
        case values(separator: UInt8)
    }

    /// Lines that are looked at to tell the format.
    private static let judgedLines = 50

    private var format: Format {
        var judged = 0
        var separated: [UInt8: Int] = [:]
        var isZone = false
        forEachLine { range, _ in
            guard judged < Self.judgedLines, let first = octets[range].first else { return }
            if first == UInt8(ascii: "$") { isZone = true }
            guard !Self.startsComment(first) else { return }
            judged += 1
            let fields = fields(of: range)
            if fields.contains(where: { isEqual($0, "soa") || isEqual($0, "cname") }) { isZone = true }
            for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
            where octets[range].contains(separator) {
                // Hosts files and comments behind entries have separators too, but not between values.
                let head = range.lowerBound..<(octets[range].firstIndex(of: separator) ?? range.upperBound)
                if separator != UInt8(ascii: ","),
                    AddressPrefix(parsing: octets.span.extracting(trimmed(head))) != nil
                {
                    continue
                }
                separated[separator, default: 0] += 1
            }
        }
        if isZone { return .zone }
        let best = separated.max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let best, 2 * best.value > judged { return .values(separator: best.key) }
        return .lines
    }

    // MARK: - Lines

    private func read(
        line range: Range<Int>,
        _ number: Int,
        _ malformed: (Int) -> Void,
        _ body: (Item, Int) -> Void
    ) {
        guard let first = octets[range].first, !Self.startsComment(first) else { return }
        var fields = fields(of: range)
        if let comment = fields.firstIndex(where: { Self.startsComment(octets[$0.lowerBound]) }) {
            fields.removeSubrange(comment...)
        }
        if fields.count == 1, let item = item(at: fields[0]) {
            body(item, number)
        } else if fields.count > 1, IPAddress(parsing: octets.span.extracting(fields[0])) != nil {
            // One line of a hosts file may name several hosts; the machine's own are no entries.
            for field in fields.dropFirst() where !isOwnHost(field) {
                if let name = ListName(in: octets.span, at: field) {
                    body(Item(subject: .name(name), reach: .exact), number)
                } else {
                    malformed(number)
                }
            }
        } else {
            malformed(number)
        }
    }

    private func isOwnHost(_ field: Range<Int>) -> Bool {
        ["localhost", "localhost.localdomain", "local", "broadcasthost", "0.0.0.0"].contains {
            isEqual(field, $0)
        }
            || octets[field].starts(with: "ip6-".utf8)
    }

    /// The entry that stands alone in a field.
    private func item(at field: Range<Int>) -> Item? {
        if let prefix = AddressPrefix(parsing: octets.span.extracting(field)) {
            return Item(subject: .prefix(prefix), reach: .exact)
        }
        var range = field
        var reach = WatchedEntry.Reach.suffix
        if octets[range].starts(with: "||".utf8), octets[range].last == UInt8(ascii: "^") {
            range = (range.lowerBound + 2)..<(range.upperBound - 1)
        } else if octets[range].starts(with: "*.".utf8) {
            range = (range.lowerBound + 2)..<range.upperBound
            reach = .below
        } else if octets[range].first == UInt8(ascii: ".") {
            range = (range.lowerBound + 1)..<range.upperBound
        }
        // A number with dots that is no address is a mistake and no name.
        guard let last = octets[range].last(where: { $0 != UInt8(ascii: ".") }),
            !(0x30...0x39).contains(last) || octets[range].contains(where: { $0 | 0x20 &- 0x61 < 26 }),
            let name = ListName(in: octets.span, at: range)
        else { return nil }
        return Item(subject: .name(name), reach: reach)
    }

    // MARK: - Values

    private struct Columns {
        var subject: Int?
        var category: Int?
        var score: Int?

        static let subjects = [
            "domain", "domain_name", "host", "hostname", "fqdn", "name", "indicator", "ioc", "ioc_value",
            "value",
            "dst_ip", "ip", "ip_address", "ipaddress", "address", "cidr", "network", "prefix",
        ]
        static let categories = [
            "category", "type", "threat", "threat_type", "class", "tag", "tags", "malware",
        ]
        static let scores = ["score", "confidence", "risk", "severity", "confidence_level", "weight"]

        /// The columns that these heads name, or `nil` when they are no heads.
        init?(heads: [String]) {
            subject = Self.subjects.lazy.compactMap { heads.firstIndex(of: $0) }.first
            category = Self.categories.lazy.compactMap { heads.firstIndex(of: $0) }.first
            score = Self.scores.lazy.compactMap { heads.firstIndex(of: $0) }.first
            guard subject != nil else { return nil }
        }

        init() {}
    }

    private func readValues(_ separator: UInt8, _ malformed: (Int) -> Void, _ body: (Item, Int) -> Void) {
        var columns: Columns?
        var scale = 1.0
        forEachLine { range, number in
            guard let first = octets[range].first else { return }
            var range = range
            if Self.startsComment(first) {
                // Some lists have their heads in the last comment.
                range = trimmed((range.lowerBound + 1)..<range.upperBound)
                if let heads = heads(in: range, separator) {
                    columns = heads
                    scale = scaleOfScores(in: heads.score, separator)
                }
                return
            }
            if columns == nil {
                columns = heads(in: range, separator)
                let found = columns
                scale = scaleOfScores(in: (found ?? guessed(in: range, separator)).score, separator)
                if found != nil { return }
            }
            let known = columns ?? guessed(in: range, separator)
            let values = values(in: range, separator)
            guard let column = known.subject, column < values.count, var item = item(at: values[column])
            else {
                malformed(number)
                return
            }
            if let column = known.category, column < values.count {
                item.category = Self.printable(octets[values[column]])
            }
            if let column = known.score, column < values.count, let score = self.number(at: values[column]) {
                item.score = UInt8(min(max(score * scale, 0), 100).rounded())
            }
            body(item, number)
        }
    }

    private func heads(in range: Range<Int>, _ separator: UInt8) -> Columns? {
        let heads = values(in: range, separator).map {
            String(decoding: octets[$0].map { $0 == 0x20 ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
                .lowercased()
        }
        return heads.count > 1 ? Columns(heads: heads) : nil
    }

    /// What the columns of a line without heads are by what they hold.
    private func guessed(in range: Range<Int>, _ separator: UInt8) -> Columns {
        var columns = Columns()
        for (index, value) in values(in: range, separator).enumerated() {
            if columns.subject == nil, octets[value].contains(UInt8(ascii: ".")), number(at: value) == nil,
                item(at: value) != nil
            {
                columns.subject = index
            } else if columns.score == nil, number(at: value) != nil {
                columns.score = index
            } else if columns.category == nil, columns.subject != nil {
                columns.category = index
            }
        }
        return columns
    }

    /// What scores are multiplied by to go up to 100: lists use shares, marks up to ten, or percentages.
    private func scaleOfScores(in column: Int?, _ separator: UInt8) -> Double {
        guard let column else { return 1 }
        var largest = 0.0
        forEachLine { range, _ in
            guard let first = octets[range].first, !Self.startsComment(first) else { return }
            let values = values(in: range, separator)
            if column < values.count, let score = number(at: values[column]) { largest = max(largest, score) }
        }
        return largest <= 1 ? 100 : largest <= 10 ? 10 : 1
    }

    private func number(at range: Range<Int>) -> Double? {
        range.count <= 8 ? Double(String(decoding: octets[range], as: UTF8.self)) : nil
    }

    /// The values of a line without spaces and quotes around them; a separator in quotes is part of its value.
    private func values(in range: Range<Int>, _ separator: UInt8) -> [Range<Int>] {
        var values: [Range<Int>] = []
        var start = range.lowerBound
        var isQuoted = false
        for index in range {
            if octets[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if octets[index] == separator, !isQuoted {
                values.append(unquoted(start..<index))
                start = index + 1
            }
        }
        values.append(unquoted(start..<range.upperBound))
        return values
    }

    private func unquoted(_ range: Range<Int>) -> Range<Int> {
        let range = trimmed(range)
        let quote = UInt8(ascii: "\"")
        guard range.count > 1, octets[range].first == quote, octets[range].last == quote else { return range }
        return trimmed((range.lowerBound + 1)..<(range.upperBound - 1))
    }

    /// Words of a list as a report may print them.
    private static func printable(_ octets: ArraySlice<UInt8>) -> String? {
        let kept = octets.prefix(64).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
    }

    // MARK: - Response policy zones

    private func readZone(_ malformed: (Int) -> Void, _ body: (Item, Int) -> Void) {
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

    // MARK: - Octets

    /// Lends each line without spaces around it.
    private func forEachLine(_ body: (Range<Int>, Int) -> Void) {
        var number = 0
        var start = octets.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0  // a byte order mark
        while start < octets.count {
            var end = start
            while end < octets.count, octets[end] != 0x0A { end += 1 }
            number += 1
            body(trimmed(start..<end), number)
            start = end + 1
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isSpace(octets[start]) { start += 1 }
        while end > start, Self.isSpace(octets[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The parts of a line between spaces.
    private func fields(of range: Range<Int>) -> [Range<Int>] {
        var fields: [Range<Int>] = []
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, !Self.isSpace(octets[end]) { end += 1 }
            if end > start { fields.append(start..<end) }
            start = end + 1
        }
        return fields
    }

    private func isEqual(_ range: Range<Int>, _ word: String) -> Bool {
        range.count == word.utf8.count && lowercased(range).elementsEqual(word.utf8)
    }

    private func lowercased(_ range: Range<Int>) -> [UInt8] {
        octets[range].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }

    private static func startsComment(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: "#") || octet == UInt8(ascii: ";") || octet == UInt8(ascii: "!")
    }
}
