/// The kind of query that a message is or answers, 0…15.
///
/// Source: RFC 1035 §4.1.1; IANA "Domain Name System (DNS) Parameters", DNS OpCodes.
@usableFromInline
package struct Opcode: RawRepresentable, Hashable, Sendable {
    @usableFromInline
    package let rawValue: UInt8

    @usableFromInline
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    // Without it each comparison in another room is a call through two tables.
    @inlinable
    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    package static let query = Opcode(rawValue: 0)
    package static let inverseQuery = Opcode(rawValue: 1)
    package static let status = Opcode(rawValue: 2)
    package static let notify = Opcode(rawValue: 4)
    package static let update = Opcode(rawValue: 5)
    package static let statefulOperations = Opcode(rawValue: 6)

    /// Whether the IANA registry names this opcode.
    package var isRegistered: Bool { rawValue <= 6 && rawValue != 3 }
}

// MARK: - Order

extension Opcode: Comparable {
    /// By number.
    @usableFromInline
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

// MARK: - Text

extension Opcode: CustomStringConvertible {
    /// The registered mnemonic, or `OPCODE` and the number.
    @usableFromInline
    package var description: String {
        switch self {
        case .query: "QUERY"
        case .inverseQuery: "IQUERY"
        case .status: "STATUS"
        case .notify: "NOTIFY"
        case .update: "UPDATE"
        case .statefulOperations: "DSO"
        default: "OPCODE\(rawValue)"
        }
    }
}
