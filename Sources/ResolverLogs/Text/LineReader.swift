import DNSWire
import FoundationEssentials
import NetworkTypes

/// Reads the lines of one producer.
protocol LineReader {
    /// Reads a line, given without its end.
    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent

    /// Whether a line is one that only this producer writes.
    mutating func isOwn(_ line: ArraySlice<UInt8>) -> Bool
}

extension LineReader {
    mutating func isOwn(_ line: ArraySlice<UInt8>) -> Bool {
        switch read(line) {
        case .messages, .unnamed: true
        case .unreadable, .other: false
        }
    }
}

/// The content of a line of a log.
enum LineContent {
    /// One or two messages, in order; the notes leave out the facts that all lines of this producer lack.
    case messages([LoggedMessage], notes: [LogAnomaly] = [])
    /// A query whose name the producer did not write down.
    case unnamed(UnnamedQuery, notes: [LogAnomaly])
    /// A line that should say something of a query, and cannot be read.
    case unreadable
    /// A line about something else.
    case other
}

/// A query whose name the log does not tell.
struct UnnamedQuery {
    let time: Timestamp
    let client: IPAddress
    let type: RecordType
}

extension ArraySlice<UInt8> {
    /// The parts between spaces.
    var words: [ArraySlice<UInt8>] { split(separator: UInt8(ascii: " ")) }

    /// Whether it is this text.
    func isText(_ text: String) -> Bool { elementsEqual(text.utf8) }

    /// Whether it begins like an object of JSON.
    var isJSONObject: Bool { first == UInt8(ascii: "{") }
}

extension String {
    init(_ word: ArraySlice<UInt8>) { self.init(decoding: word, as: UTF8.self) }
}

extension RecordType {
    private static let numbers: [String: UInt16] = {
        // The registry's types in use, and the last two, TA and DLV (IANA, "Resource Record TYPEs").
        let registered = Array(UInt16(1)...300) + [32_768, 32_769]
        return Dictionary(
            registered.map { (RecordType(rawValue: $0).description, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }()

    /// The type with a mnemonic in capitals, or with a number as `TYPE65399`, `type=65399` or `65399`.
    init?(mnemonic: String) {
        let number =
            Self.numbers[mnemonic]
            ?? ["TYPE", "type=", ""].first(where: mnemonic.hasPrefix).flatMap {
                UInt16(mnemonic.dropFirst($0.count))
            }
        guard let number else { return nil }
        self.init(rawValue: number)
    }
}

extension RecordClass {
    /// The class with a mnemonic in capitals, or with a number as `CLASS65280`.
    init?(mnemonic: String) {
        let known: [RecordClass] = [.in, .ch, .hs, .none, .any]
        if let match = known.first(where: { $0.description == mnemonic }) {
            self = match
        } else if mnemonic.hasPrefix("CLASS"), let number = UInt16(mnemonic.dropFirst(5)) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }
}

extension ResponseCode {
    private static let codes: [String: UInt16] = Dictionary(
        (UInt16(0)...23).map { (ResponseCode(rawValue: $0).description, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The code with a mnemonic in capitals.
    init?(mnemonic: String) {
        guard let code = Self.codes[mnemonic] else { return nil }
        self.init(rawValue: code)
    }
}

extension DomainName {
    /// The name whose labels a log wrote with dots between them, as they are or each in a way of its own.
    init?(labels text: ArraySlice<UInt8>, unescaped: (ArraySlice<UInt8>) -> [UInt8] = { Array($0) }) {
        if text.isText(".") {
            self = .root
            return
        }
        let text = text.last == UInt8(ascii: ".") ? text.dropLast() : text
        let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        self.init(labels: labels.map { unescaped($0)[...] })
    }
}

extension JSONDecoder {
    /// For keys of words with underscores between them.
    static var ofSnakeCase: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
