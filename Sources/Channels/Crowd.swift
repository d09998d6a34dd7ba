import DNSWire
import NetworkTypes
import ZoneProfiles

/// How many clients ask below one cut, each for about as many names, and how alike the names are that they ask for.
package struct Crowd: Sendable {
    /// The number of equally busy clients for which two names drawn by chance come from one client as often.
    ///
    /// 1 for one client, and little more where one of many asks for nearly all. 1 too where clients are resolvers, each
    /// of which may be one of many that ask for the same client.
    package let effectiveClients: Double
    /// The share of a part's names that have one of the few commonest layouts of all, 0…1.
    package let layoutShare: Double
    /// Whether a part of one client has much longer names than the others, whose names then say nothing of it.
    package let isUnlikeOthers: Bool

    /// Whether clients are resolvers, so that nobody knows how many machines ask.
    package let isOfResolvers: Bool

    private static let judgedClients = 4
    private static let muchLonger = 2
    /// A program asks for a few kinds of things; pieces of payload have all lengths.
    private static let programLayouts = 3

    /// - Parameters:
    ///   - part: The names that are judged.
    ///   - all: The names below the cut, of all clients.
    ///   - zone: The cut.
    ///   - profile: The profile that they are from.
    /// - Complexity: O(octets of the names), O(1) for few clients.
    init(of part: [NameRecord], among all: [NameRecord], zone: DomainName, profile: ZoneProfile) {
        isOfResolvers = profile.queries > 0 && 2 * profile.iterativeQueries >= profile.queries
        guard profile.clients.count >= Self.judgedClients, !isOfResolvers, !part.isEmpty else {
            (effectiveClients, layoutShare, isUnlikeOthers) = (1, 0, false)
            return
        }
        // Simpson's index, 1949: the chance that two names are of one client.
        let counts = all.reduce(into: [IPAddress: Int]()) { $0[$1.first.client, default: 0] += 1 }
        let total = Double(all.count)
        let chance = counts.values.reduce(0) { $0 + Double($1) * Double($1) } / (total * total)
        effectiveClients = 1 / chance
        let others = (count: all.count - part.count, octets: Self.octets(all, zone) - Self.octets(part, zone))
        isUnlikeOthers =
            others.count > 0
            && Self.octets(part, zone) * others.count >= Self.muchLonger * others.octets * part.count
        let layouts = all.reduce(into: [UInt64: Int]()) { $0[Self.layout($1.name, zone), default: 0] += 1 }
        let commonest = Set(
            layouts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.programLayouts).map(\.key)
        )
        layoutShare =
            Double(part.count { commonest.contains(Self.layout($0.name, zone)) }) / Double(part.count)
    }

    private static func octets(_ names: [NameRecord], _ zone: DomainName) -> Int {
        names.reduce(0) { $0 + $1.name.octets.count - zone.octets.count }
    }

    /// The layout that more than half of some names have.
    static func commonLayout(of names: [NameRecord], below zone: DomainName) -> UInt64? {
        let layouts = names.reduce(into: [UInt64: Int]()) { $0[layout($1.name, zone), default: 0] += 1 }
        return layouts.first { 2 * $0.value > names.count }?.key
    }

    /// A number for the lengths of the labels before the cut and the places of their hyphens.
    ///
    /// A decimal number is a label of one layout, however many digits it takes: those of addresses have one to three.
    ///
    /// Source: Fowler, Noll and Vo, FNV-1a of 64 bits; two layouts with one number would do no harm.
    static func layout(_ name: DomainName, _ zone: DomainName) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func absorb(_ value: Int) { hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3 }
        for label in name.labels.prefix(name.labelCount - zone.labelCount) {
            let isNumber = label.allSatisfy { (0x30...0x39).contains($0) }
            absorb(isNumber ? 0 : 256 + label.count)
            for (place, octet) in label.enumerated() where octet == UInt8(ascii: "-") { absorb(place) }
        }
        return hash
    }
}
