import DNSWire
import PayloadMeasures

/// How far the addresses of reverse look-ups below one cut are spread.
///
/// A client that looks hosts up asks for neighbors; data puts its octets everywhere, each once.
package struct ReverseAddressSpread {
    /// The share of free octets that are printable characters, 0…1; 0 unless the networks differ.
    package private(set) var printableRatio = 0.0
    /// How many networks there are for each one that as many random addresses would lie in, 0…1.
    ///
    /// Of IPv6 only where the names are no addresses: hosts are spread at random by themselves (RFC 8981, RFC 7217), and
    /// a client that walks the tree of names asks for all lengths.
    package private(set) var networkRatio = 0.0

    private static let reverseIPv4 = DomainName(presentation: "in-addr.arpa")
    private static let reverseIPv6 = DomainName(presentation: "ip6.arpa")
    /// With fewer names, every address has a network of its own.
    private static let minimumNames = 48
    /// The hosts of a few networks may be printable by their numbers.
    private static let minimumNetworks = 16

    /// The spread of the names below a cut; outside of the reverse zones, only whether the addresses are text.
    init(_ names: [DomainName], below zone: DomainName) {
        guard names.count >= Self.minimumNames else { return }
        if let reverse = Self.reverseIPv4, zone.isSubdomain(of: reverse) {
            let free = 6 - zone.labelCount
            let addresses = names.compactMap { $0.labelCount == 6 ? Self.octets(of: $0) : nil }
            guard free >= 2 else { return }
            let octets = addresses.map { Array($0.suffix(free)) }
            measureNetworks(octets, freeOctets: free)
            measureText(octets, networkOctets: 1)
        } else if let reverse = Self.reverseIPv6, zone.isSubdomain(of: reverse) {
            measureSubnets(names)
            measureText(ofProvider: names)
        } else {
            // Lists are asked for addresses under any suffix (RFC 5782 §2.1).
            let addresses = names.compactMap { name in
                name.labelCount == zone.labelCount + 4 ? Self.octets(of: name) : nil
            }
            guard 10 * addresses.count >= 9 * names.count else { return }
            measureText(addresses, networkOctets: 1)
        }
    }

    private mutating func measureNetworks(_ addresses: [[UInt8]], freeOctets: Int) {
        let count = Double(addresses.count)
        let networks = Double(Set(addresses.map(\.first)).count)
        let smaller = Double(Set(addresses.map { $0.dropLast() }).count)
        guard addresses.count >= Self.minimumNames, freeOctets < 3 || smaller >= 0.9 * count else { return }
        // Distinct values among so many draws from 256.
        networkRatio = networks / (256 * (1 - power(255.0 / 256, addresses.count)))
    }

    /// A site has /48 (RFC 6177 §2), a network /64 (RFC 4291 §2.5.4), in nibbles.
    private static let siteNibbles = 12
    private static let networkNibbles = 16

    private static let addressLabels = 34
    /// The share of names that have the same length.
    private static let equalLengths = 0.9

    /// Networks of the site that most names are of, when they all leave out as many nibbles of an address.
    private mutating func measureSubnets(_ names: [DomainName]) {
        let lengths = Dictionary(grouping: names, by: \.labelCount)
        guard let usual = lengths.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }),
            usual.key != Self.addressLabels,
            Double(usual.value.count) >= Self.equalLengths * Double(names.count)
        else { return }
        let networks = names.compactMap { name -> ArraySlice<UInt8>? in
            let nibbles = name.labels.dropLast(2).reversed().prefix(Self.networkNibbles)
            let isNetwork = nibbles.count == Self.networkNibbles && nibbles.allSatisfy { $0.count == 1 }
            return isNetwork ? Array(nibbles.joined())[...] : nil
        }
        let sites = Dictionary(grouping: networks) { $0.prefix(Self.siteNibbles) }
        // At most one has half of the names.
        guard let site = sites.values.first(where: { 2 * $0.count > names.count }),
            site.count >= Self.minimumNames
        else { return }
        let all = power(16, Self.networkNibbles - Self.siteNibbles)
        networkRatio = Double(Set(site).count) / (all * (1 - power(1 - 1 / all, site.count)))
    }

    /// A provider has /32 (RFC 6177 §1), in octets.
    private static let providerOctets = 4
    private static let fewestFreeOctets = 2

    /// Reads the octets that the addresses of one provider do not share, whole addresses or the beginnings of some.
    private mutating func measureText(ofProvider names: [DomainName]) {
        let addresses = names.compactMap { Self.nibbles($0) }
        let providers = Dictionary(grouping: addresses) { $0.prefix(Self.providerOctets) }
        // At most one has half of the names.
        guard let ofOne = providers.values.first(where: { 2 * $0.count > names.count }),
            let first = ofOne.first, let length = ofOne.map(\.count).min()
        else { return }
        let shared = (0..<length).prefix { place in ofOne.allSatisfy { $0[place] == first[place] } }.count
        guard length >= shared + Self.fewestFreeOctets else { return }
        measureText(ofOne.map { Array($0[shared...]) }, networkOctets: Self.fewestFreeOctets)
    }

    private mutating func measureText(_ addresses: [[UInt8]], networkOctets: Int) {
        let networks = Set(addresses.map { $0.prefix(networkOctets) }).count
        guard addresses.count >= Self.minimumNames, networks >= Self.minimumNetworks else { return }
        let octets = addresses.joined()
        printableRatio = Double(octets.count(where: EncodedText.isPrintable)) / Double(max(1, octets.count))
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }

    /// The octets that a name's first labels write down backward, in the order of the address.
    private static func octets(of name: DomainName) -> [UInt8]? {
        let octets = name.labels.prefix(4).compactMap { UInt8(String(decoding: $0, as: UTF8.self)) }
        return octets.count == 4 ? octets.reversed() : nil
    }

    /// The octets of a name in `ip6.arpa`, in the order of the address, of which it may be the beginning.
    private static func nibbles(_ name: DomainName) -> [UInt8]? {
        let count = name.labelCount - 2
        let values = name.labels.prefix(count).compactMap { label in
            label.count == 1 ? label.first.flatMap(EncodedText.hexadecimalValue) : nil
        }
        guard values.count == count, count.isMultiple(of: 2) else { return nil }
        let ordered = Array(values.reversed())
        return stride(from: 0, to: count, by: 2).map { UInt8(ordered[$0] << 4 | ordered[$0 + 1]) }
    }
}
