import DNSWire
import PayloadMeasures

/// Digests in names, by which clients ask a service about files, senders and messages.
package enum WrittenDigest {
    /// The symbols of 16, 20, 28, 32, 48 and 64 octets (MD5, SHA-1, SHA-2) in hexadecimal digits.
    private static let ofBase16: Set<Int> = [32, 40, 56, 64, 96, 128]
    /// The same in Base32, less padding (RFC 4648 §6).
    private static let ofBase32: Set<Int> = [26, 32, 45, 52, 77, 103]

    /// One service may ask about files and senders, each by a digest of its own length.
    private static let kinds = 3
    /// A label that comes again, in one of so many names, names the kind of a question.
    private static let kindLabels = 16

    /// The share of names whose labels together are a digest, of one of the few lengths that most have.
    ///
    /// - Parameter names: The labels of each that differ between names.
    /// - Returns: 0…1.
    package static func ratio(of names: [[ArraySlice<UInt8>]]) -> Double {
        let names = names.map { $0.map { $0.map(\.asciiLowercased)[...] } }
        let uses = Dictionary(names.joined().map { ($0, 1) }, uniquingKeysWith: +)
        let lengths = names.compactMap { labels -> Int? in
            let own = labels.filter { kindLabels * (uses[$0] ?? 0) <= max(kindLabels, names.count) }
            let symbols = own.flatMap { Identifier.digits(of: $0) }
            return isDigest(symbols) ? symbols.count : nil
        }
        let counts = Dictionary(lengths.map { ($0, 1) }, uniquingKeysWith: +).values.sorted(by: >)
        return Double(counts.prefix(kinds).reduce(0, +)) / Double(max(1, names.count))
    }

    private static func isDigest(_ symbols: [UInt8]) -> Bool {
        if ofBase16.contains(symbols.count), symbols.allSatisfy({ EncodedText.hexadecimalValue($0) != nil }) {
            return true
        }
        return ofBase32.contains(symbols.count) && symbols.allSatisfy(isLetterOrDigit)
    }

    private static func isLetterOrDigit(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
