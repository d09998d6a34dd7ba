import Channels
import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// Readers of labels for signatures.
extension ArraySlice where Element == UInt8 {
    /// The number that the octets write in decimal digits without leading zeros, or `nil`.
    var decimalNumber: UInt32? {
        guard !isEmpty, count <= 10, count == 1 || first != UInt8(ascii: "0") else { return nil }
        var value: UInt64 = 0
        for octet in self {
            guard (0x30...0x39).contains(octet) else { return nil }
            value = value * 10 + UInt64(octet - 0x30)
        }
        return UInt32(exactly: value)
    }

    /// The number that up to eight hexadecimal digits write, or `nil`.
    var hexadecimalNumber: UInt32? {
        guard (1...8).contains(count) else { return nil }
        var value: UInt32 = 0
        for octet in self {
            guard let digit = EncodedText.hexadecimalValue(octet) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Whether the octets are this text, which is in lower case, in any case.
    package func isText(_ text: String) -> Bool {
        elementsEqual(text.utf8) { octet, expected in
            octet == expected || ((0x41...0x5A).contains(octet) && octet | 0x20 == expected)
        }
    }
}

extension Sequence<UInt8> {
    /// At most 40 characters for a person; octets that are not printable ASCII are shown as `?`.
    var shownText: String {
        String(
            decoding: prefix(40).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self
        )
    }
}

extension UnsignedInteger {
    /// `0x` and so many hexadecimal digits at least.
    package func hexadecimal(digits: Int) -> String {
        let text = String(self, radix: 16)
        return "0x" + String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}

extension Exchange.Response {
    /// The text of the first TXT record, its strings joined, or `nil` without one.
    package var text: [UInt8]? {
        answers.first { $0.type == .txt }.map { CharacterStringText.joined($0.octets) }
    }
}

extension AnswerRecord {
    /// The labels of the name that the rdata ends in, as far as they were kept.
    ///
    /// - Parameter count: Octets before the name.
    /// - Returns: Whole labels, but for a last one that is cut short.
    func labels(behind count: Int) -> [ArraySlice<UInt8>] {
        var labels: [ArraySlice<UInt8>] = []
        var rest = octets.dropFirst(count)
        while let length = rest.popFirst(), length > 0, length < 64 {
            labels.append(rest.prefix(Int(length)))
            rest = rest.dropFirst(Int(length))
        }
        return labels
    }
}
