/// Lists of values: columns by their heads, or the first one that holds a name or address; a column of categories and one
/// of scores, 0…1, 0…10 or 0…100 by the largest one.
extension ListText {
    private struct Columns {
        /// In the order in which they are asked: a row may have a domain or just an address.
        var subjects: [Int] = []
        var category: Int?
        var score: Int?

        static let subjects = [
            "domain", "domain_name", "host", "hostname", "fqdn", "name", "indicator", "ioc", "ioc_value",
            "observable", "value", "url", "uri",
            "dst_ip", "ip", "ip_address", "ipaddress", "address", "cidr", "network", "prefix",
        ]
        static let categories = [
            "category", "type", "threat", "threat_type", "class", "tag", "tags", "malware",
        ]
        static let scores = ["score", "confidence", "risk", "severity", "confidence_level", "weight"]

        /// The columns that these heads name, or `nil` when they are no heads.
        init?(heads: [String]) {
            subjects = Self.subjects.compactMap { heads.firstIndex(of: $0) }
            category = Self.categories.lazy.compactMap { heads.firstIndex(of: $0) }.first
            score = Self.scores.lazy.compactMap { heads.firstIndex(of: $0) }.first
            guard !subjects.isEmpty else { return nil }
        }

        init() {}
    }

    func readValues(_ separator: UInt8, _ malformed: (Int) -> Void, _ body: (Item, Int) -> Void) {
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
            let subjects = known.subjects.lazy.filter { $0 < values.count }
            guard var item = subjects.compactMap({ item(at: values[$0]) }).first else {
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

    /// The columns of a line without heads, guessed by their content.
    private func guessed(in range: Range<Int>, _ separator: UInt8) -> Columns {
        var columns = Columns()
        for (index, value) in values(in: range, separator).enumerated() {
            if columns.subjects.isEmpty, octets[value].contains(UInt8(ascii: ".")), number(at: value) == nil,
                item(at: value) != nil
            {
                columns.subjects = [index]
            } else if columns.score == nil, number(at: value) != nil {
                columns.score = index
            } else if columns.category == nil, !columns.subjects.isEmpty {
                columns.category = index
            }
        }
        return columns
    }

    /// The factor by which scores go up to 100: lists use shares, marks up to ten, or percentages.
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

    func unquoted(_ range: Range<Int>) -> Range<Int> {
        let range = trimmed(range)
        let quote = UInt8(ascii: "\"")
        guard range.count > 1, octets[range].first == quote, octets[range].last == quote else { return range }
        return trimmed((range.lowerBound + 1)..<(range.upperBound - 1))
    }
}
