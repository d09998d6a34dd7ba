import Channels
import PayloadMeasures

/// An octet that is combined with each octet of a text by exclusive or, as simple tools hide one.
struct ConstantMask {
    let mask: UInt8
    /// Bits that text saves beyond the eight of its mask.
    let savedBits: Double

    /// Octets that are looked at.
    private static let probed = 2_048
    /// Fewer octets are text under some mask by chance.
    private static let shortest = 64

    /// The mask under which octets are the most likely text.
    ///
    /// - Returns: `nil` where none makes nothing but printable ASCII of them, or they are no cheaper to say then.
    /// - Complexity: O(octets) of some thousand, times the masks that make them printable.
    init?(of octets: [UInt8]) {
        guard octets.count >= Self.shortest else { return nil }
        let probe = Array(octets.prefix(Self.probed))
        guard PrintableText.varies(probe) else { return nil }
        let used = Set(probe)
        let masks = (1...255 as ClosedRange<UInt8>).filter { mask in
            used.allSatisfy { ($0 ^ mask).isPrintable }
        }
        let priced = masks.compactMap { mask -> (mask: UInt8, bits: Double)? in
            let octets = probe.map { $0 ^ mask }
            guard Self.isLanguageOrNumbers(octets) else { return nil }
            var text = TextCode()
            return (mask, text.bits(of: octets))
        }
        guard let best = priced.min(by: { $0.bits < $1.bits }) else { return nil }
        mask = best.mask
        savedBits = 8 * Double(probe.count) - 8 - best.bits
        guard savedBits > 0 else { return nil }
    }

    /// Whether printable octets are words with white space between them, or numbers.
    ///
    /// Digits are letters under another mask, but letters without any space.
    private static func isLanguageOrNumbers(_ octets: [UInt8]) -> Bool {
        let digits = octets.count { (0x30...0x39).contains($0) }
        let letters = octets.count { (0x61...0x7A).contains($0 | 0x20) }
        let spaces = octets.count { $0 == 0x20 || $0 == 0x0A }
        return 4 * digits >= 3 * octets.count || 2 * letters >= octets.count && 40 * spaces >= octets.count
    }
}
