import Channels
import Glibc
import PayloadMeasures

/// An octet that is combined with each octet of a text by exclusive or, as simple tools hide one.
struct ConstantMask {
    let mask: UInt8
    /// Bits that text or the beginning of a file saves beyond the eight of its mask.
    let savedBits: Double
    /// Whether octets begin as a known kind of file does without it; else they are text.
    let isFile: Bool

    /// Octets that are looked at.
    private static let probed = 2_048
    /// Fewer octets are text under some mask by chance.
    private static let shortest = 64

    /// The mask under which octets begin as a known kind of file does, or are the most likely text.
    ///
    /// - Returns: `nil` where none makes a file or nothing but printable ASCII of them, or they are no cheaper to say then.
    /// - Complexity: O(octets) of some thousand, times the masks that make them printable.
    init?(of octets: [UInt8]) {
        guard octets.count >= Self.shortest else { return nil }
        let probe = Array(octets.prefix(Self.probed))
        guard PrintableText.varies(probe) else { return nil }
        if let (mask, bits) = Self.ofFile(probe) ?? Self.ofWideText(probe) {
            (self.mask, savedBits, isFile) = (mask, bits, true)
            return
        }
        let used = Set(probe)
        // What is language as it is hides nothing.
        guard !(used.allSatisfy(\.isPrintable) && Self.isLanguageOrNumbers(probe)) else { return nil }
        let masks = (1...255 as ClosedRange<UInt8>).filter { mask in
            used.allSatisfy { ($0 ^ mask).isPrintable }
        }
        let priced = masks.compactMap { mask -> (mask: UInt8, bits: Double, cost: Double)? in
            let octets = probe.map { $0 ^ mask }
            guard Self.isLanguageOrNumbers(octets) else { return nil }
            var text = TextCode()
            let bits = text.bits(of: octets)
            // Masks that turn letters into others are told apart by which letter follows which.
            let pairs = Double(octets.count) * (LetterPairs.meanCost(of: octets[...]) ?? 0)
            return (mask, bits, bits + pairs)
        }
        guard let best = priced.min(by: { $0.cost < $1.cost }) else { return nil }
        mask = best.mask
        isFile = false
        savedBits = 8 * Double(probe.count) - 8 - best.bits
        guard savedBits > 0 else { return nil }
    }

    /// The mask under which octets begin as a known kind of file does.
    private static func ofFile(_ octets: [UInt8]) -> (mask: UInt8, bits: Double)? {
        let kinds = log2(Double(ContentType.beginnings.count))
        for (beginning, name) in ContentType.beginnings {
            let mask = octets[0] ^ beginning[0]
            guard mask != 0, zip(octets, beginning).allSatisfy({ $0 ^ $1 == mask }) else { continue }
            var bits = 8 * Double(beginning.count - 1) - kinds
            // Of the flags behind it three bits are always 0 (RFC 1952 §2.3.1).
            if name == "gzip", octets[3] ^ mask < 0x20 { bits += 3 }
            if bits >= fewestBits { return (mask, bits) }
        }
        return nil
    }

    /// The mask that shows in every second octet, which is zero in UTF-16.
    private static func ofWideText(_ octets: [UInt8]) -> (mask: UInt8, bits: Double)? {
        let counts = Dictionary(octets.map { ($0, 1) }, uniquingKeysWith: +)
        guard let mask = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key, mask != 0,
            let narrow = WideText.narrow(octets.map { $0 ^ mask }), narrow.allSatisfy(\.isPrintable)
        else { return nil }
        var text = TextCode()
        return (mask, 8 * Double(octets.count) - text.bits(of: narrow))
    }

    /// Bits of a beginning that one content in many thousand has by chance.
    private static let fewestBits = 14.0

    /// Whether printable octets are words with white space between them, or numbers.
    ///
    /// Digits are letters under another mask, but letters without any space.
    private static func isLanguageOrNumbers(_ octets: [UInt8]) -> Bool {
        let digits = octets.count { (0x30...0x39).contains($0) }
        let letters = octets.count { (0x61...0x7A).contains($0 | 0x20) }
        let spaces = octets.count { $0 == 0x20 || $0 == 0x0A }
        // Zeros that fill something up are one letter under any mask.
        let counts = Dictionary(octets.map { ($0, 1) }, uniquingKeysWith: +)
        let most = counts.filter { $0.key != 0x20 }.values.max() ?? 0
        guard 4 * most <= octets.count else { return false }
        let isLanguage = 2 * (letters + digits) >= octets.count && 8 * letters >= octets.count
        return 4 * digits >= 3 * octets.count || isLanguage && 40 * spaces >= octets.count
    }
}
