/// Tells EDNS options whose content the standards prescribe from those that may hold anything.
///
/// Source: IANA "DNS EDNS0 Option Codes (OPT)"; RFC 5001, 6975, 7314, 7828, 7830, 7871, 7873, 7901, 8145,
/// 8914, 9018, 9567, 9660; 20292 and 26946 are documented by Umbrella.
package enum EDNSOptionContent {
    /// How far a sender can choose the content of an option.
    package enum Freedom {
        /// Not at all: the standard sets the content.
        case prescribed
        /// Freely, but ordinary senders keep their choice: a client cookie for each server, their own subnet, a
        /// server's name.
        case identity
        /// Freely: unknown options, and content that the standard forbids.
        case free
    }

    package static let clientSubnet: UInt16 = 8
    package static let cookie: UInt16 = 10
    package static let clientCookieOctets = 8
    private static let padding: UInt16 = 12
    /// NSID, EXPIRE and the TCP keep-alive are empty when a client asks.
    private static let emptyInQueries: Set<UInt16> = [3, 9, 11]
    private static let prescribed: Set<UInt16> = [5, 6, 7, 9, 11, 13, 14, 18, 19]
    package static let serverIdentifier: UInt16 = 3
    private static let extendedError: UInt16 = 15
    /// The content of Umbrella's options begins with a word of its own.
    private static let words: [UInt16: String] = [20_292: "ODNS", 26_946: "OpenDNS"]
    /// The longest word that an explanation for people can have, in octets.
    private static let longestWord = 24

    /// How far a sender could choose this content.
    package static func freedom(code: UInt16, content: ArraySlice<UInt8>, isResponse: Bool) -> Freedom {
        switch code {
        case padding: return content.contains { $0 != 0 } ? .free : .prescribed
        case clientSubnet: return isLawfulSubnet(content, isResponse: isResponse) ? .identity : .free
        case cookie: return isLawfulCookie(content) ? .identity : .free
        case let code where emptyInQueries.contains(code) && !isResponse:
            // RFC 7828 §3.2.1 lets old clients send a timeout of two octets.
            return content.count <= 2 ? .prescribed : .free
        case serverIdentifier: return content.isEmpty ? .prescribed : .identity
        case extendedError: return isExplanation(content) ? .prescribed : .free
        case let code where words[code] != nil:
            return content.starts(with: (words[code] ?? "").utf8) ? .prescribed : .free
        case let code where prescribed.contains(code): return .prescribed
        default: return content.isEmpty ? .prescribed : .free
        }
    }

    /// A code of two octets, and text for people, with spaces between its words (RFC 8914 §2).
    private static func isExplanation(_ content: ArraySlice<UInt8>) -> Bool {
        content.dropFirst(2).split(separator: 0x20).allSatisfy { $0.count <= longestWord }
    }

    /// A family, a prefix length, a scope that queries leave at 0, and as much of the address as the prefix
    /// has, all bits behind it clear (RFC 7871 §6).
    private static func isLawfulSubnet(_ content: ArraySlice<UInt8>, isResponse: Bool) -> Bool {
        let octets = Array(content)
        guard octets.count >= 4, octets[0] == 0, isResponse || octets[3] == 0 else { return false }
        let prefix = Int(octets[2])
        let addressBits = [1: 32, 2: 128][octets[1]] ?? 0
        guard prefix <= addressBits, octets.count == 4 + (prefix + 7) / 8 else { return false }
        guard prefix % 8 != 0, let last = octets.last else { return true }
        return last & (0xFF >> UInt8(prefix % 8)) == 0
    }

    /// How many networks of 16 bits (IPv4) or 32 bits (IPv6) there are for each subnet, 0…1.
    package static func networkRatio(ofSubnets contents: [[UInt8]]) -> Double {
        let networks = contents.map { content in
            content.prefix(2) + content.dropFirst(4).prefix(content.dropFirst().first == 1 ? 2 : 4)
        }
        return Double(Set(networks).count) / Double(max(1, contents.count))
    }

    /// Eight octets of the client, and 8 to 32 of the server or none (RFC 7873 §4).
    private static func isLawfulCookie(_ content: ArraySlice<UInt8>) -> Bool {
        content.count == 8 || (16...40).contains(content.count)
    }
}
