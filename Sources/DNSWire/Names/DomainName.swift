/// A domain name that stands alone, in uncompressed wire format without the root's final octet.
///
///     | 1…63 | octets … | 1…63 | octets … |      empty for the root
///
/// The case is kept, because it can carry something, and counts for equality; compare ``lowercased``
/// names where it should not.
///
/// Source: RFC 1035 §3.1; RFC 2181 §11: a label may hold any octets.
package struct DomainName: Hashable, Sendable {
    /// The most octets that it can have: 255 on the wire less the root's one.
    package static let maximumOctetCount = 254

    /// Labels with their length octets, in the case that they came in.
    package let octets: [UInt8]

    /// The name `.`, without labels.
    package static let root = DomainName(uncheckedOctets: [])

    /// Octets that are known to be labels of 1…63 octets and 254 octets in all at most.
    init(uncheckedOctets octets: [UInt8]) {
        self.octets = octets
    }

    /// The name that these octets are in wire format, or `nil` when they are none.
    ///
    /// - Parameter octets: Labels with their length octets, without the root's.
    package init?(octets: [UInt8]) {
        guard octets.count <= Self.maximumOctetCount else { return nil }
        var position = 0
        while position < octets.count {
            guard (1...63).contains(octets[position]) else { return nil }
            position += Int(octets[position]) + 1
        }
        guard position == octets.count else { return nil }
        self.octets = octets
    }

    /// The name with these labels, or `nil` when one is empty or too long or all are too many.
    package init?(labels: some Sequence<ArraySlice<UInt8>>) {
        var octets: [UInt8] = []
        for label in labels {
            guard (1...63).contains(label.count), octets.count <= Self.maximumOctetCount else { return nil }
            octets.append(UInt8(label.count))
            octets += label
        }
        self.init(octets: octets)
    }

    /// The name that rdata consists of, which ends in the root's octet, or `nil` when it is none.
    package init?(rdata octets: ArraySlice<UInt8>) {
        guard octets.last == 0 else { return nil }
        self.init(octets: Array(octets.dropLast()))
    }
}

// MARK: - Labels

extension DomainName {
    /// Whether it has no labels.
    package var isRoot: Bool { octets.isEmpty }

    /// The labels from left to right, the root left out.
    package var labels: Labels { Labels(octets: octets[...]) }

    /// The number of its labels, the root not counted: 0…127.
    package var labelCount: Int {
        var (position, count) = (0, 0)
        while position < octets.count {
            position += Int(octets[position]) + 1
            count += 1
        }
        return count
    }

    /// The name that the last `labelCount` labels make.
    ///
    /// The whole name when it has fewer, the root for 0 and below.
    package func suffix(labelCount: Int) -> DomainName {
        var start = 0
        for _ in 0..<max(0, self.labelCount - max(0, labelCount)) { start += Int(octets[start]) + 1 }
        return start == 0 ? self : DomainName(uncheckedOctets: Array(octets[start...]))
    }

    /// The labels to the left of the last `labelCount` ones.
    ///
    /// The root when it has no more than these, the whole name for 0 and below.
    package func prefix(dropping labelCount: Int) -> DomainName {
        DomainName(uncheckedOctets: Array(octets.dropLast(suffix(labelCount: labelCount).octets.count)))
    }

    /// The labels of a name, from left to right.
    package struct Labels: Sequence, IteratorProtocol {
        /// The octets that have not been handed out yet.
        fileprivate var octets: ArraySlice<UInt8>

        package mutating func next() -> ArraySlice<UInt8>? {
            guard let length = octets.popFirst() else { return nil }
            defer { octets = octets.dropFirst(Int(length)) }
            return octets.prefix(Int(length))
        }
    }
}

// MARK: - Case

extension DomainName {
    /// The same name with A…Z made a…z.
    ///
    /// Source: RFC 4034 §6.2; RFC 4343 §3: only ASCII letters have case.
    package var lowercased: DomainName {
        let isLowercase = octets.allSatisfy { $0 == $0.asciiLowercased }
        return isLowercase ? self : DomainName(uncheckedOctets: octets.map { $0.asciiLowercased })
    }

    /// Whether the name is `ancestor` or lies below it, case left aside.
    package func isSubdomain(of ancestor: DomainName) -> Bool {
        // The cut must fall between two labels: octets alone could match across one.
        let (octets, end) = (octets.span, ancestor.octets.span)
        let surplus = octets.count - end.count
        var start = 0
        while start < surplus { start += Int(octets[start]) + 1 }
        guard start == surplus else { return false }
        return end.indices.allSatisfy { octets[start + $0].asciiLowercased == end[$0].asciiLowercased }
    }
}

// MARK: - Order

extension DomainName: Comparable {
    /// The canonical order, and by octets for names that differ only in case.
    ///
    /// Source: RFC 4034 §6.1.
    package static func < (left: Self, right: Self) -> Bool {
        let (leftLabels, rightLabels) = (Array(left.labels), Array(right.labels))
        for (leftLabel, rightLabel) in zip(leftLabels.reversed(), rightLabels.reversed()) {
            let (leftKey, rightKey) = (leftLabel.map(\.asciiLowercased), rightLabel.map(\.asciiLowercased))
            if leftKey != rightKey { return leftKey.lexicographicallyPrecedes(rightKey) }
        }
        if leftLabels.count != rightLabels.count { return leftLabels.count < rightLabels.count }
        return left.octets.lexicographicallyPrecedes(right.octets)
    }
}
