/// The class of a resource record or of a question.
///
/// Open: any 16-bit number is a class. In an OPT record the field holds a payload size instead.
///
/// Source: RFC 1035 §3.2.4, RFC 6895 §3.2; IANA "Domain Name System (DNS) Parameters", DNS CLASSes.
@usableFromInline
package struct RecordClass: RawRepresentable, Hashable, Sendable {
    @usableFromInline
    package let rawValue: UInt16

    @usableFromInline
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    // Without it each comparison in another room is a call through two tables.
    @inlinable
    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    package static let `in` = RecordClass(rawValue: 1)
    package static let ch = RecordClass(rawValue: 3)
    package static let hs = RecordClass(rawValue: 4)
    package static let none = RecordClass(rawValue: 254)
    package static let any = RecordClass(rawValue: 255)
}

// MARK: - Multicast DNS

extension RecordClass {
    /// Whether the top bit is set, which multicast DNS uses as a flag.
    ///
    /// In a question it asks for a unicast response, in a record it tells caches to flush.
    ///
    /// Source: RFC 6762 §5.4, §10.2.
    package var hasMulticastBit: Bool { rawValue & 0x8000 != 0 }

    /// The class proper, with the top bit cleared.
    package var withoutMulticastBit: RecordClass { RecordClass(rawValue: rawValue & 0x7FFF) }

    /// Whether the class, apart from the multicast bit, is in the IANA registry.
    package var isRegistered: Bool {
        switch withoutMulticastBit {
        case .in, .ch, .hs, .none, .any: true
        default: false
        }
    }
}

// MARK: - Order

extension RecordClass: Comparable {
    /// By number.
    @usableFromInline
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

// MARK: - Text

extension RecordClass: CustomStringConvertible {
    /// The registered mnemonic, or `CLASS` and the number.
    ///
    /// Source: RFC 3597 §5.
    @usableFromInline
    package var description: String {
        switch self {
        case .in: "IN"
        case .ch: "CH"
        case .hs: "HS"
        case .none: "NONE"
        case .any: "ANY"
        default: "CLASS\(rawValue)"
        }
    }
}
