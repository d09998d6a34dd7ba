import PublicSuffixes

/// Finds the registered domain of query names, remembering those seen lately.
package struct ZoneFinder: Sendable {
    /// The place where a name belongs.
    package struct Place {
        /// Hash of the name in lower case.
        package let nameHash: UInt64
        /// The zone's index, when the name was remembered.
        package let zoneIndex: Int?
        /// Labels of the whole name.
        package let labelCount: Int
        /// Octets of the registered domain at the name's end.
        let zoneLength: Int
        /// Whether the suffix stands in the public suffix list.
        package let isListed: Bool
    }

    private struct Remembered {
        var nameHash: UInt64 = 0
        var zoneIndex: Int32 = -1
        var labelCount: UInt8 = 0
        var isListed = false
        var zoneLength: UInt8 = 0
    }

    private let suffixes = PublicSuffixList()
    /// Each name has two possible slots, one beside the other; the latest name takes the first one and moves
    /// its holder to the second.
    private var remembered = [Remembered](repeating: Remembered(), count: slotCount)
    private static let slotCount = 1 << 16
    private var lowercased: [UInt8] = []

    package init() {}

    /// The place of a name.
    ///
    /// - Parameters:
    ///   - octets: The name in wire format without the root's octet, not empty.
    ///   - nameHash: The hash of the name in lower case.
    /// - Returns: Its zone, as far as it is known, and where the zone begins in the name.
    /// - Complexity: O(1) for a name that is remembered; else a walk through the public suffix list.
    package mutating func place(of octets: [UInt8], nameHash: UInt64) -> Place {
        let index = Self.slot(of: nameHash)
        let first = remembered[index]
        let slot = first.nameHash == nameHash ? first : remembered[index ^ 1]
        if slot.zoneIndex >= 0, slot.nameHash == nameHash {
            return Place(
                nameHash: nameHash,
                zoneIndex: Int(slot.zoneIndex),
                labelCount: Int(slot.labelCount),
                zoneLength: Int(slot.zoneLength),
                isListed: slot.isListed
            )
        }
        // Label lengths are below 0x40, so they are no letters.
        lowercased = octets.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let (zoneLabels, isListed) = suffixes.registeredDomain(of: lowercased)
        var labelCount = 0
        walkLabels { _ in labelCount += 1 }
        var (label, zoneStart) = (0, lowercased.count)
        walkLabels { start in
            if label == labelCount - zoneLabels { zoneStart = start }
            label += 1
        }
        return Place(
            nameHash: nameHash,
            zoneIndex: nil,
            labelCount: labelCount,
            zoneLength: lowercased.count - zoneStart,
            isListed: isListed
        )
    }

    /// The registered domain in lower case; valid for the place that was found last.
    package func zoneOctets(of place: Place) -> [UInt8] {
        Array(lowercased.suffix(place.zoneLength))
    }

    /// Keeps where a name belongs until another one takes its slot.
    package mutating func remember(_ place: Place, zoneIndex: Int) {
        let index = Self.slot(of: place.nameHash)
        remembered[index ^ 1] = remembered[index]
        remembered[index] = Remembered(
            nameHash: place.nameHash,
            zoneIndex: Int32(truncatingIfNeeded: zoneIndex),
            labelCount: UInt8(clamping: place.labelCount),
            isListed: place.isListed,
            zoneLength: UInt8(clamping: place.zoneLength)
        )
    }

    private static func slot(of nameHash: UInt64) -> Int {
        Int(truncatingIfNeeded: nameHash) & (slotCount - 2)
    }

    /// Forgets all names, because the zones' indices have changed.
    mutating func forgetAll() {
        for index in remembered.indices { remembered[index].zoneIndex = -1 }
    }

    /// Gives the place where each label of the last name starts.
    private func walkLabels(_ body: (Int) -> Void) {
        var position = 0
        while position < lowercased.count {
            body(position)
            position += 1 + Int(lowercased[position])
        }
    }
}
