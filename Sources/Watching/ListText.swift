import InternationalNames
package import NetworkTypes

/// A list of names and addresses in text, in the format that its content shows.
///
/// - lines, see `ListText+Lines.swift`: domains, URLs, addresses, a hosts file, filters of browsers (Adblock), lines of
///   dnsmasq and Unbound;
/// - a zone of response policies (RPZ), see `ListText+PolicyZone.swift`;
/// - values with commas, semicolons or tabs between them, see `ListText+Values.swift`.
///
/// Names may be U-labels; and `bad[.]example`, as people write a name that nobody shall click on, is `bad.example`.
/// `#`, `;` and `!` begin comments. The reader passes over lines that it cannot read, see ``ListNotice``.
package struct ListText: Sendable {
    /// The user's name for it.
    package let name: String
    /// The content with A-labels for U-labels; its lines are those of the file.
    package let octets: [UInt8]

    /// A list with a name, of which a report shows the part that is safe to print, and its content.
    ///
    /// - Complexity: O(octets).
    package init(name: String, octets: [UInt8]) {
        self.name = Self.printable(ArraySlice(name.utf8)) ?? "list"
        self.octets = Self.normalized(octets)
    }

    /// One entry.
    package struct Item {
        /// The subject that an entry lists.
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
            // The options of a browser's filter have commas between them.
            guard !isFilter(fields[0]) else { return }
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

    /// The sign that the text is no list at all, in words that go on from the list's name; `nil` when there is none.
    ///
    /// A server may answer with a page where a feed was. Rules of intrusion detection hold names in a language of
    /// their own; after reading a part of them, the reader would seem to have read them all.
    var foreignContent: String? {
        var content: String?
        var isFirst = true
        forEachLine { range, number in
            guard content == nil, let first = octets[range].first else { return }
            defer { isFirst = false }
            if isFirst, first == UInt8(ascii: "<") {
                content = "is an HTML or XML document and no list"
            } else if Self.ruleActions.contains(where: { isEqual(word(at: range), $0) }),
                octets[range].contains(UInt8(ascii: "(")), octets[range].last == UInt8(ascii: ")"),
                octets[range].contains(UInt8(ascii: ";"))
            {
                content =
                    "holds a rule of Suricata or Snort in line \(number); a list holds names and addresses"
            }
        }
        return content
    }

    private static let ruleActions = [
        "alert", "drop", "reject", "pass", "log", "rejectsrc", "rejectdst", "rejectboth",
    ]

    /// The part of a line before its first space.
    func word(at range: Range<Int>) -> Range<Int> {
        range.lowerBound..<(octets[range].firstIndex(where: Self.isSpace) ?? range.upperBound)
    }

    // MARK: - Octets

    /// Lends each line without spaces around it.
    func forEachLine(_ body: (Range<Int>, Int) -> Void) {
        var number = 0
        var start = 0
        while start < octets.count {
            var end = start
            while end < octets.count, octets[end] != 0x0A { end += 1 }
            number += 1
            body(trimmed(start..<end), number)
            start = end + 1
        }
    }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isSpace(octets[start]) { start += 1 }
        while end > start, Self.isSpace(octets[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The parts of a line between spaces.
    func fields(of range: Range<Int>) -> [Range<Int>] {
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

    func isEqual(_ range: Range<Int>, _ word: String) -> Bool {
        range.count == word.utf8.count && lowercased(range).elementsEqual(word.utf8)
    }

    func lowercased(_ range: Range<Int>) -> [UInt8] {
        octets[range].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }

    static func startsComment(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: "#") || octet == UInt8(ascii: ";") || octet == UInt8(ascii: "!")
    }

    /// Words of a list as a report may print them.
    static func printable(_ octets: ArraySlice<UInt8>) -> String? {
        let kept = octets.prefix(64).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
    }
}
