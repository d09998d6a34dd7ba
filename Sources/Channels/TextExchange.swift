import DNSWire
import PayloadMeasures
import ZoneProfiles

/// Finds questions that are text and are answered with text, both encoded: a command's output, and the next command.
///
/// One is enough: that a name and an answer both decode to text by chance has odds of 2³² to 1 against it.
enum TextExchange {
    /// The bits beyond chance of a name, and of an answer; both after ways of reading are taken off.
    private static let bitsOfName = 6.0
    private static let bitsOfAnswer = 16.0

    /// How many of a channel's first exchanges are such ones.
    ///
    /// - Complexity: O(octets of the exchanges).
    static func count(in exchanges: [Exchange], below zone: DomainName) -> Int {
        exchanges.count { exchange in
            let texts = exchange.response?.answers.filter(mayBeText) ?? []
            guard !texts.isEmpty,
                isText(Array(exchange.name.prefix(dropping: zone.labelCount).labels), bitsOfName)
            else { return false }
            return isText(
                texts.map { $0.type == .txt ? CharacterStringText.joined($0.octets)[...] : $0.octets[...] },
                bitsOfAnswer
            )
        }
    }

    /// Whether an exchange has an answer of a type that brings back text.
    static func mayBeOne(_ exchange: Exchange) -> Bool {
        exchange.response?.answers.contains(where: mayBeText) ?? false
    }

    private static func mayBeText(_ answer: AnswerRecord) -> Bool {
        answer.type == .txt || answer.type == .null
    }

    /// Whether one of few pieces, or all of them joined, decodes to text by so many bits.
    private static func isText(_ pieces: [ArraySlice<UInt8>], _ bits: Double) -> Bool {
        (EncodedText.reading(of: [pieces])?.bits ?? 0) >= bits
    }
}
