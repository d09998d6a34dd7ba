import DNSWire
package import NetworkTypes
import PayloadMeasures

/// The id and nonce that interactsh puts into each name that it hands out.
///
///     [<leak>.…]<id, 20 symbols><nonce, 13 symbols>.zone
///
/// - Id: an xid, which is Unix seconds (32 bits, big-endian), machine (24), process (16) and counter (24) in base32hex. Twenty
///   symbols have four bits to spare, so the last one is `0` or `g`. One client has one id.
/// - Nonce: random octets in z-base-32, new for every name that the client makes.
///
/// The id validates itself by its time, which lies in the year before the message. A random label of 33 letters and digits is
/// like one with a chance of 10⁻⁵ (alphabet of the id 0.1, spare bits 1/16, time 1/136, alphabet of the nonce 0.2), one of base32hex
/// symbols with 8·10⁻⁵: too many for all names that there are, so one label is no proof outside the project's own zones. A second one
/// with the same id has a chance of 32⁻²⁰ where labels are random. A zone may begin all its labels of 33 symbols with the same
/// 20: two nonces leave 2·10⁻⁵ of such zones, if any has them. Of zones with one such label and much left of it, 7·10⁻⁶ have one
/// whose time lies in the last month.
///
/// Both lengths can be set otherwise; such names are not recognized.
///
/// Source: projectdiscovery/interactsh, pkg/client/client.go (`New`, `URL`), pkg/options/default.go, pkg/server/dns_server.go
/// (`handleInteraction`); rs/xid, id.go.
package struct InteractshID: Hashable, Sendable {
    /// In lower case.
    package let id: [UInt8]
    /// In lower case.
    package let nonce: [UInt8]
    /// The time at which the client that has the id began.
    package let created: Timestamp

    private static let idLength = 20
    private static let nonceLength = 13
    private static let base32hex = PayloadEncoding("0123456789abcdefghijklmnopqrstuv", ignoresCase: true)
    private static let zBase32 = PayloadEncoding("ybndrfg8ejkmcpqxot1uwisza345h769", ignoresCase: true)
    /// Servers forget a client that says nothing for 30 days; sessions can be kept, and clocks be wrong.
    private static let longestAge = 366.0 * 86_400
    private static let clockError = 86_400.0

    /// The id that a label holds, or `nil` when it is no id with a nonce of this time.
    ///
    /// - Complexity: O(1) for labels of other lengths.
    init?(_ label: ArraySlice<UInt8>, at time: Timestamp) {
        guard label.count == Self.idLength + Self.nonceLength,
            label.suffix(Self.nonceLength).allSatisfy(Self.zBase32.contains),
            let octets = Self.base32hex.octets(of: label.prefix(Self.idLength))
        else { return nil }
        let seconds = octets.prefix(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        created = Timestamp(nanoseconds: seconds * 1_000_000_000)
        guard (-Self.clockError...Self.longestAge).contains(time.seconds(since: created)) else { return nil }
        id = label.prefix(Self.idLength).map(\.asciiLowercased)
        nonce = label.suffix(Self.nonceLength).map(\.asciiLowercased)
    }

    /// How many labels of a name lie right of the last one with an id.
    ///
    /// - Parameters:
    ///   - octets: The name in wire format without the root's octet.
    ///   - time: When it was seen.
    /// - Returns: Their number, or `nil` when no label has an id.
    /// - Complexity: O(labels) for names without a label of that length.
    package static func labelsBehind(in octets: [UInt8], at time: Timestamp) -> Int? {
        var start = 0
        var labelsBehind: Int?
        while start < octets.count {
            let end = start + 1 + Int(octets[start])
            guard end <= octets.count else { return nil }
            if InteractshID(octets[(start + 1)..<end], at: time) != nil {
                labelsBehind = 0
            } else if let count = labelsBehind {
                labelsBehind = count + 1
            }
            start = end
        }
        return labelsBehind
    }
}
