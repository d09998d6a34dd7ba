import DNSWire
package import Findings
package import NetworkTypes
import PublicSuffixes

/// Everything that a scan looks for by name or address: the user's lists and the built-in tables.
package struct Watchlist: Sendable {
    /// All entries, by their number.
    private var entries: [WatchedEntry] = []
    private var listNames: [String] = []
    private var categories: [String] = []
    private var categoryNumbers: [String: UInt16] = [:]
    private var names = DomainTable()
    /// Addresses that the user lists.
    package private(set) var listedAddresses = AddressTable([])
    /// Addresses of sinkholes, published ones and the user's.
    package private(set) var sinkholes = AddressTable([])
    /// Addresses whose packets are to be counted.
    package var watchedAddresses: [AddressTable] { [listedAddresses, sinkholes] }
    /// Whether a list of the user has names; then names in answers are looked at too.
    private(set) var hasListedNames = false
    /// The organization's resolvers, or none when the user did not say.
    package let resolvers: [AddressPrefix]

    /// A watchlist of the built-in tables and of the user's lists.
    ///
    /// - Parameters:
    ///   - blocks: Lists of names and addresses to report.
    ///   - sinkholes: Lists of addresses that sinkholes have.
    ///   - resolvers: The organization's resolvers.
    ///   - notify: Receives the notice to the user about each list.
    package init(
        blocks: [ListText] = [],
        sinkholes: [ListText] = [],
        resolvers: [AddressPrefix] = [],
        notify: (ListNotice) -> Void = { _ in }
    ) {
        self.resolvers = resolvers
        addKnownNames()
        var sinkholePrefixes = addKnownSinkholes()
        var listedPrefixes: [(prefix: AddressPrefix, entry: Int32)] = []
        for text in blocks {
            add(text, kinds: (.listedDomain, .listedAddress), prefixes: &listedPrefixes, notify)
        }
        for text in sinkholes { add(text, kinds: (nil, .sinkholed), prefixes: &sinkholePrefixes, notify) }
        listedAddresses = AddressTable(listedPrefixes)
        self.sinkholes = AddressTable(sinkholePrefixes)
    }

    // MARK: - What falls under it

    /// An entry that a name falls under.
    package struct Match {
        package let entry: Int32
        package let kind: FindingKind
        /// Labels of the name that are left of the entry's.
        let labelsBelow: Int
    }

    /// The entries that a name falls under.
    ///
    /// - Parameter octets: The name in wire format, with or without the root's octet.
    /// - Returns: Of each kind the entry with the longest name.
    /// - Complexity: O(octets of the name). Allocates only for names with entries.
    package func matches(_ octets: Span<UInt8>) -> [Match] {
        var covering: [(number: Int32, labelsBelow: Int)] = []
        names.forEachEntry(of: octets) { number, labelsBelow in
            if entries[Int(number)].reach.covers(labelsBelow: labelsBelow) {
                covering.append((number, labelsBelow))
            }
        }
        var matches: [Match] = []
        // Lists that an exception keeps out of it, even if they have longer or shorter names.
        var exempting = covering.compactMap { number, _ in
            entries[Int(number)].reach == .exception ? entries[Int(number)].list : nil
        }
        for (number, labelsBelow) in covering {
            let entry = entries[Int(number)]
            guard !exempting.contains(entry.list) else { continue }
            if entry.reach == .exempt || entry.reach == .exemptBelow {
                exempting.append(entry.list)
            } else if !matches.contains(where: { $0.kind == entry.kind }) {
                matches.append(Match(entry: number, kind: entry.kind, labelsBelow: labelsBelow))
            }
        }
        return matches
    }

    /// An entry by its number.
    package func entry(_ number: Int32) -> WatchedEntry { entries[Int(number)] }

    /// The description of an entry of a user's list in a report.
    package func listEntry(_ number: Int32) -> ListEntry {
        let entry = entries[Int(number)]
        return ListEntry(
            name: listNames[Int(entry.list)],
            line: Int(entry.line),
            category: entry.category.map { categories[Int($0)] },
            score: entry.score.map(Double.init)
        )
    }

    // MARK: - Filling

    private mutating func addList(_ name: String) -> UInt16 {
        listNames.append(name)
        return UInt16(truncatingIfNeeded: listNames.count - 1)
    }

    private mutating func addKnownNames() {
        for table in KnownNames.all {
            let list = addList(table.title)
            for name in table.names {
                let text = Array(name.utf8)
                guard let place = ListName(in: text.span, at: 0..<text.count) else { continue }
                let entry = Int32(truncatingIfNeeded: entries.count)
                entries.append(
                    WatchedEntry(
                        kind: table.kind,
                        list: list,
                        line: 0,
                        category: nil,
                        score: nil,
                        reach: .suffix
                    )
                )
                names.insert(place.hash, labelCount: place.labelCount, entry: entry)
            }
        }
    }

    private mutating func addKnownSinkholes() -> [(prefix: AddressPrefix, entry: Int32)] {
        var prefixes: [(prefix: AddressPrefix, entry: Int32)] = []
        for (owner, addresses) in KnownSinkholes.addresses {
            let list = addList(owner)
            for address in addresses {
                guard let prefix = AddressPrefix(address) else { continue }
                prefixes.append((prefix, Int32(truncatingIfNeeded: entries.count)))
                entries.append(
                    WatchedEntry(
                        kind: .sinkholed,
                        list: list,
                        line: 0,
                        category: nil,
                        score: nil,
                        reach: .exact
                    )
                )
            }
        }
        return prefixes
    }

    /// Adds a list; `kinds` say which findings its names and its addresses mean, `nil` when they mean nothing.
    private mutating func add(
        _ text: ListText,
        kinds: (name: FindingKind?, address: FindingKind),
        prefixes: inout [(prefix: AddressPrefix, entry: Int32)],
        _ notify: (ListNotice) -> Void
    ) {
        let list = addList(text.name)
        let suffixes = PublicSuffixList()
        var notice = ListNotice(list: text.name)
        if let content = text.foreignContent {
            notice.fault = content
            return notify(notice)
        }
        // Lists have some 15 octets or more a line.
        if kinds.name != nil { names.reserve(text.octets.count / 16) }
        entries.reserveCapacity(entries.count + text.octets.count / 16)
        text.forEachItem(malformed: { notice.noteMalformed(line: $0) }) { item, line in
            notice.noteEntry(line: line)
            var reach = item.reach
            let entry = Int32(truncatingIfNeeded: entries.count)
            let kind: FindingKind
            switch item.subject {
            case .prefix(let prefix):
                guard Self.isUsable(prefix) else {
                    notice.noteInside(line: line, prefix)
                    return
                }
                prefixes.append((prefix, entry))
                kind = kinds.address
                notice.addresses += 1
            case .name(let name):
                guard let nameKind = kinds.name else {
                    notice.noteMalformed(line: line)
                    return
                }
                if reach == .suffix || reach == .below,
                    suffixes.isSuffix(text.octets.span.extracting(name.range))
                        || Self.sharedParents.contains(name.hash)
                {
                    notice.noteShared(line: line, String(decoding: text.octets[name.range], as: UTF8.self))
                    guard reach == .suffix else { return }
                    reach = .exact
                }
                names.insert(name.hash, labelCount: name.labelCount, entry: entry)
                hasListedNames = true
                kind = nameKind
                // An exempted name is no reason to look for anything.
                if reach != .exempt, reach != .exemptBelow, reach != .exception { notice.names += 1 }
            }
            entries.append(
                WatchedEntry(
                    kind: kind,
                    list: list,
                    line: Int32(truncatingIfNeeded: line),
                    category: item.category.flatMap { number(ofCategory: $0) },
                    score: item.score,
                    reach: reach
                )
            )
        }
        if notice.names + notice.addresses == 0 { notice.fault = "holds no entry that can be used" }
        notify(notice)
    }

    /// ``SharedParents/names`` as ``ListName/hash`` has them.
    private static let sharedParents = Set(
        SharedParents.names.compactMap { name in
            let text = Array(name.utf8)
            return ListName(in: text.span, at: 0..<text.count)?.hash
        }
    )

    /// Whether a listed prefix tells anything: private networks in lists of bogons would match everybody.
    private static func isUsable(_ prefix: AddressPrefix) -> Bool {
        if prefix.length == prefix.address.bitCount { return true }
        return prefix.length >= 8 && AddressScope(prefix.address) == .global
    }

    /// The number of a category, of which there are few; those beyond 65,535 are left out.
    private mutating func number(ofCategory category: String) -> UInt16? {
        if let number = categoryNumbers[category] { return number }
        guard categories.count < Int(UInt16.max) else { return nil }
        categories.append(category)
        let number = UInt16(categories.count - 1)
        categoryNumbers[category] = number
        return number
    }
}

/// The notice to the user about a list that was read.
package struct ListNotice: Sendable {
    /// The list's name.
    package let list: String
    /// The fault that keeps the list from being used, in words that go on from its name; `nil` for a list that is in
    /// force.
    package internal(set) var fault: String?
    /// Entries that were taken over.
    package internal(set) var names = 0
    package internal(set) var addresses = 0
    /// Lines with at least one entry.
    private var understood = 0
    private var lastUnderstood = 0
    /// Lines that could not be read, and the first of them.
    package private(set) var malformed = 0
    package private(set) var firstMalformed = 0
    private var lastMalformed = 0
    private var shared: [String] = []
    private var sharedCount = 0
    private var inside: [String] = []
    private var insideCount = 0
    /// Examples named.
    private static let named = 3

    init(list: String) {
        self.list = list
    }

    /// Counts a line with an entry, which may have several.
    package mutating func noteEntry(line: Int) {
        if line != lastUnderstood { understood += 1 }
        lastUnderstood = line
    }

    /// Counts a line that could not be read; the first one is remembered.
    package mutating func noteMalformed(line: Int) {
        guard line != lastMalformed else { return }
        if malformed == 0 { firstMalformed = line }
        malformed += 1
        lastMalformed = line
    }

    mutating func noteShared(line: Int, _ name: String) {
        sharedCount += 1
        if shared.count < Self.named { shared.append("\(name) in line \(line)") }
    }

    mutating func noteInside(line: Int, _ prefix: AddressPrefix) {
        insideCount += 1
        if inside.count < Self.named { inside.append("\(prefix) in line \(line)") }
    }

    /// Whether the reader did not understand so much of the list that a scan may have missed listed names.
    ///
    /// That is more than a tenth of its lines that are neither empty nor comments.
    package var isDoubtful: Bool { 10 * malformed > understood + malformed }

    /// The warnings about a list that is in force, one line each.
    package var warnings: [String] {
        var warnings: [String] = []
        if malformed > 0 {
            let (count, all) = (malformed, understood + malformed)
            let lines = count == 1 ? "line of \(all) was" : "lines of \(all) were"
            warnings.append("\(count) \(lines) not understood, first line \(firstMalformed)")
        }
        if sharedCount > 0 {
            warnings.append(
                "\(sharedCount == 1 ? "1 name is" : "\(sharedCount) names are") shared by many parties and matched exactly only: "
                    + shared.joined(separator: ", ")
            )
        }
        if insideCount > 0 {
            warnings.append(
                "\(insideCount == 1 ? "1 prefix is" : "\(insideCount) prefixes are") inside or too wide and left out: "
                    + inside.joined(separator: ", ")
            )
        }
        return warnings
    }
}
