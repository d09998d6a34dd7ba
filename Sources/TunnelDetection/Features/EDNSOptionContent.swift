/// Tells EDNS options whose content the standards prescribe from those that may hold anything.
///
/// Source: IANA "DNS EDNS0 Option Codes (OPT)"; RFC 5001, 6975, 7314, 7828, 7830, 7871, 7873, 7901, 8145,
/// 8914, 9567, 9660; 26946 is documented by Umbrella.
enum EDNSOptionContent {
    private static let padding: UInt16 = 12
    private static let prescribed: Set<UInt16> = [
        3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 18, 19, 20_292, 26_946,
    ]

    /// Whether a sender could choose the content: of an unknown option, or padding that is not all zero.
    static func isFree(code: UInt16, content: ArraySlice<UInt8>) -> Bool {
        if code == padding { return content.contains { $0 != 0 } }
        return !content.isEmpty && !prescribed.contains(code)
    }
}
