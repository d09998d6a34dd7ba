package import DNSWire
import PayloadMeasures

/// Tells names that are addresses written backward from names that only look odd.
package enum ReverseAddressLayout {
    fileprivate static let reverseZones = [
        DomainName(presentation: "in-addr.arpa"), DomainName(presentation: "ip6.arpa"),
    ].compactMap { $0 }

    /// The share of subdomains that are one: four decimal labels up to 255, 32 labels of one hexadecimal
    /// digit, a telephone number of one digit a label, or short labels in the reverse zones themselves.
    ///
    /// - Returns: 0…1.
    package static func ratio(of subdomains: [DomainName], in zone: DomainName) -> Double {
        guard !subdomains.isEmpty else { return 0 }
        if zone.isReverseZone {
            let short = subdomains.count { $0.labels.allSatisfy { $0.count <= longestLabel } }
            return Double(short) / Double(subdomains.count)
        }
        let reverse = subdomains.count { subdomain in
            let labels = Array(subdomain.labels)
            let numbers = labels.prefix(while: isDecimalOctet)
            let areDigits = numbers.allSatisfy { $0.count == 1 }
            // Behind an address there may be a port and another address.
            let isIPv4 = numbers.count == 4 || numbers.count > 4 && !areDigits
            let isTelephone = areDigits && telephoneDigits.contains(numbers.count)
            let isIPv6 =
                labels.count >= 32
                && labels.prefix(32).allSatisfy {
                    $0.count == 1 && $0.allSatisfy { EncodedText.hexadecimalValue($0) != nil }
                }
            return isIPv4 || isIPv6 || isTelephone
        }
        return Double(reverse) / Double(subdomains.count)
    }

    /// ITU-T E.164 §6.2.1: 15 digits at most; with the country's code and without, nobody has fewer than 7.
    private static let telephoneDigits = 7...15

    /// Of service discovery, `_dns-sd` (RFC 6763 §11), and of parts of networks, `128-191` (RFC 2317).
    private static let longestLabel = 8

    private static func isDecimalOctet(_ label: ArraySlice<UInt8>) -> Bool {
        guard (1...3).contains(label.count), label.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        return label.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
    }
}

extension DomainName {
    /// Whether it is a zone of addresses that are written backward (RFC 1035 §3.5, RFC 3596 §2.5), or lies in one.
    package var isReverseZone: Bool {
        // Most names end otherwise, and that is cheap to see.
        (octets.last ?? 0) | 0x20 == UInt8(ascii: "a")
            && ReverseAddressLayout.reverseZones.contains(where: isSubdomain(of:))
    }
}
