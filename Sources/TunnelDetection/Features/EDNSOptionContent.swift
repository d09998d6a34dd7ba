/// Tells EDNS options whose content the standards prescribe from those that may hold anything.
///
/// Source: IANA "DNS EDNS0 Option Codes (OPT)"; RFC 5001, 6975, 7314, 7828, 7830, 7871, 7873, 7901, 8145,
/// 8914, 9018, 9567, 9660; 20292 and 26946 are documented by Umbrella.
enum EDNSOptionContent {
    /// How far a sender can choose what an option holds.
    enum Freedom {
        /// Not at all: the standard says what it is.
        case prescribed
        /// Freely, but ordinary senders keep what they chose: a client cookie for each server, their own subnet.
        case identity
        /// Freely: unknown options, and content that the standard forbids.
        case free
    }

    static let clientSubnet: UInt16 = 8
    static let cookie: UInt16 = 10
    private static let padding: UInt16 = 12
    /// NSID, EXPIRE and the TCP keep-alive are empty when a client asks.
    private static let emptyInQueries: Set<UInt16> = [3, 9, 11]
    private static let prescribed: Set<UInt16> = [3, 5, 6, 7, 9, 11, 13, 14, 15, 18, 19, 20_292, 26_946]

    /// How far a sender could choose this content.
    static func freedom(code: UInt16, content: ArraySlice<UInt8>, isResponse: Bool) -> Freedom {
        switch code {
        case padding: return content.contains { $0 != 0 } ? .free : .prescribed
        case clientSubnet: return isLawfulSubnet(content, isResponse: isResponse) ? .identity : .free
        case cookie: return isLawfulCookie(content) ? .identity : .free
        case let code where emptyInQueries.contains(code) && !isResponse:
            // RFC 7828 §3.2.1 lets old clients send a timeout of two octets.
            return content.count <= 2 ? .prescribed : .free
        case let code where prescribed.contains(code): return .prescribed
        default: return content.isEmpty ? .prescribed : .free
        }
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

    /// Eight octets of the client, and 8 to 32 of the server or none (RFC 7873 §4).
    private static func isLawfulCookie(_ content: ArraySlice<UInt8>) -> Bool {
        content.count == 8 || (16...40).contains(content.count)
    }
}
