import TestSupport

/// Encoders of RFC 4648 without padding, to make what the program has to recognize.
enum TextEncoding: String, CaseIterable, Sendable {
    case base16 = "0123456789abcdef"
    case base32 = "abcdefghijklmnopqrstuvwxyz234567"
    case base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    /// iodine's own order.
    case iodineBase32 = "abcdefghijklmnopqrstuvwxyz012345"
    /// RFC 4648 §4, as dns2tcp writes it.
    case standardBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    var bitsPerSymbol: Int {
        switch self {
        case .base16: 4
        case .base32, .iodineBase32: 5
        case .base64, .standardBase64: 6
        }
    }

    func encode(_ octets: some Sequence<UInt8>) -> [UInt8] {
        let symbols = Array(rawValue.utf8)
        let bits = octets.flatMap { octet in (0..<8).map { octet >> (7 - UInt8($0)) & 1 } }
        return stride(from: 0, to: bits.count, by: bitsPerSymbol).map { start in
            let group = bits[start..<min(start + bitsPerSymbol, bits.count)]
            let padded = group + Array(repeating: 0, count: bitsPerSymbol - group.count)
            return symbols[padded.reduce(0) { $0 << 1 | Int($1) }]
        }
    }

    /// The text cut into labels of so many symbols.
    func labels(_ octets: some Sequence<UInt8>, length: Int = 63) -> [[UInt8]] {
        let text = encode(octets)
        return stride(from: 0, to: text.count, by: length).map {
            Array(text[$0..<min($0 + length, text.count)])
        }
    }
}

extension SeededGenerator {
    mutating func octets(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }
}
