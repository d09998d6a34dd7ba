package import DNSWire
import PayloadMeasures

/// Finds the deepest name under which the names of a profile fan out.
///
/// A tunnel's names end in the name that its operator configured, which is often deeper than the registered
/// domain: `t.example.com`.
package enum ZoneCut {
    /// The share of names that must lie below a deeper cut.
    ///
    /// One name in twenty may be the zone's own or a
    /// neighbor's, such as a look-up of its web server.
    package static let share = 0.95
    /// Deeper cuts need so many names below them; with fewer, common ends are coincidence.
    package static let minimumNames = 2

    /// The candidates for the cut of a zone, from the zone itself to the deepest.
    ///
    /// Each further one has ``share`` of the names of the one before below it.
    ///
    /// - Parameters:
    ///   - zone: The name to begin at; in lower case.
    ///   - names: Distinct names in or below the zone, in any case.
    /// - Returns: At least one name; each is a subdomain of the one before.
    /// - Complexity: O(names × labels).
    package static func candidates(below zone: DomainName, names: [DomainName]) -> [DomainName] {
        var candidates = [zone]
        var depth = zone.labelCount + 1
        // One name alone has a cut where a machine made its first label.
        let isIdentified =
            names.count == 1
            && names.allSatisfy { $0.labels.first(where: { _ in true }).map(isIdentifier) ?? false }
        let minimumNames = isIdentified ? 1 : minimumNames
        var names = names.map { (name: $0.lowercased, labelCount: $0.labelCount) }
        while true {
            let deeper = names.filter { $0.labelCount > depth }.map(\.name)
            guard let candidate = majorityEnd(of: deeper, labelCount: depth) else { break }
            let below = names.filter { $0.labelCount > depth && $0.name.isSubdomain(of: candidate) }
            // The other direction of a channel may be few names, beside the many of its polls.
            let isSplit = names.contains {
                !$0.name.isSubdomain(of: candidate) && isMadeByMachine($0.name, above: depth - 1)
            }
            guard below.count >= minimumNames, Double(below.count) >= share * Double(names.count), !isSplit
            else { break }
            candidates.append(candidate)
            names = below
            depth += 1
        }
        return candidates
    }

    /// Whether the labels left of the last `depth` ones could be payload: an identifier, or long and no words.
    private static func isMadeByMachine(_ name: DomainName, above depth: Int) -> Bool {
        name.prefix(dropping: depth).labels.contains { label in
            isIdentifier(label) || isMadeUp(label)
                || label.count >= payloadOctets && LetterPairs.meanCost(of: label) ?? 0 >= wordCost
        }
    }

    private static let payloadOctets = 16
    /// In bits; words of seven letters and more have less, 19 of 20 (``LetterPairs``).
    private static let wordCost = 4.7

    /// The end with so many labels that more than half of the names have, if there is one; else any of theirs.
    ///
    /// Source: Boyer and Moore, "MJRTY – A Fast Majority Vote Algorithm" (1981).
    private static func majorityEnd(of names: [DomainName], labelCount: Int) -> DomainName? {
        var candidate: DomainName?
        var votes = 0
        for name in names {
            if let current = candidate, votes > 0 {
                votes += name.isSubdomain(of: current) ? 1 : -1
            } else {
                candidate = name.suffix(labelCount: labelCount)
                votes = 1
            }
        }
        return candidate
    }

    /// The zone that a channel is reported under: the deepest candidate down to which a person chose all labels.
    ///
    /// A session's constant identifier is part of the names, not of the zone, and so are the labels before it.
    package static func zone(of candidates: [DomainName]) -> DomainName {
        let registered = candidates.first ?? .root
        let deeper = zip(candidates, candidates.dropFirst().map(Optional.some) + [nil])
        return deeper.dropFirst().enumerated().prefix { place, pair in
            let (candidate, next) = pair
            var labels = candidate.labels
            guard let label = labels.next() else { return true }
            // Below the name that an operator delegates, labels with numbers are machines and sessions.
            if place > 0, label.count(where: isDigit) >= 2 { return false }
            // One short number is a host, such as the name server in `1.example.com`; several are an address.
            if label.count <= 3, label.allSatisfy(isDigit) {
                return next?.labels.first { _ in true }.map(isPartOfAddress) != true
            }
            // The labels left of an underscored name are the subject that it asks about (RFC 8552).
            let underscore = UInt8(ascii: "_")
            let isAskedAbout = labels.next()?.first == underscore && label.first != underscore
            return !isAskedAbout && !isIdentifier(label) && !isMadeUp(label)
        }.last?.element.0 ?? registered
    }

    /// Whether no person would give a zone such a label: a long number, as of times and sessions, an address, letters
    /// and digits in turn, or a UUID.
    private static func isMadeUp(_ label: ArraySlice<UInt8>) -> Bool {
        if label.allSatisfy(isDigit) { return true }
        let parts = label.split(separator: UInt8(ascii: "-"))
        let numbers = parts.filter { $0.allSatisfy(isDigit) }
        if numbers.count >= 3 || numbers.contains(where: { $0.count >= 5 }) { return true }
        return parts.contains { part in
            guard part.allSatisfy({ isDigit($0) || (0x61...0x7A).contains($0 | 0x20) }) else { return false }
            let turns = zip(part, part.dropFirst()).count { isDigit($0) != isDigit($1) }
            return turns >= 3 || (turns == 2 && part.count >= 6)
        }
    }

    /// Whether a label could be an octet or a hexadecimal digit of an address.
    private static func isPartOfAddress(_ label: ArraySlice<UInt8>) -> Bool {
        label.count <= 3 && label.allSatisfy(isDigit)
            || label.count == 1 && label.allSatisfy { EncodedText.hexadecimalValue($0) != nil }
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    /// Whether any label of a subdomain looks made by a machine.
    package static func hasIdentifier(_ subdomain: DomainName) -> Bool {
        subdomain.labels.contains(where: isIdentifier)
    }

    /// The names below a zone that at least so many others lie below, with these, where none of them is the cut.
    ///
    /// - Returns: By descending number of names, then by name; at most ``sideZones``.
    /// - Complexity: O(names × labels).
    package static func sideZones(
        below zone: DomainName,
        names: [NameRecord],
        minimumNames: Int
    ) -> [(zone: DomainName, names: [NameRecord])] {
        guard names.count > minimumNames else { return [] }
        let depth = zone.labelCount + 1
        let deeper = names.filter { $0.name.labelCount > depth && $0.name.isSubdomain(of: zone) }
        return Dictionary(grouping: deeper) { $0.name.lowercased.suffix(labelCount: depth) }
            .filter { $0.value.count >= minimumNames && Double($0.value.count) < share * Double(names.count) }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .prefix(maximumSideZones)
            .map { side, names in
                (self.zone(of: candidates(below: side, names: names.map(\.name))), names)
            }
            // One chunk's first label, or a session, is no zone beside its neighbors.
            .filter { side, _ in
                side.prefix(dropping: zone.labelCount).labels.allSatisfy { label in
                    !isIdentifier(label) && !isMadeUp(label)
                }
            }
    }

    private static let maximumSideZones = 16

    /// Whether a label looks made by a machine: eight or more hexadecimal digits with decimal ones among them, or
    /// seven, of which several are decimal: a number of 32 bits has no more in one of sixteen cases.
    private static func isIdentifier(_ label: ArraySlice<UInt8>) -> Bool {
        let digits = label.count(where: isDigit)
        return (label.count >= 8 && digits > 0 || label.count == 7 && digits > 1)
            && label.allSatisfy { EncodedText.hexadecimalValue($0) != nil }
    }
}
