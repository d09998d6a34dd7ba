/// The outcome of a query, 0…4095.
///
/// The lower four bits stand in the header, the upper eight in the OPT record, if there is one.
/// TSIG and TKEY records hold codes of the same registry in 16 bits.
///
/// Source: RFC 1035 §4.1.1, RFC 6891 §6.1.3; IANA "Domain Name System (DNS) Parameters", DNS RCODEs.
@usableFromInline
package struct ResponseCode: RawRepresentable, Hashable, Sendable {
    @usableFromInline
    package let rawValue: UInt16

    @usableFromInline
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    // Without it each comparison in another room is a call through two tables.
    @inlinable
    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    package static let noError = ResponseCode(rawValue: 0)
    package static let formatError = ResponseCode(rawValue: 1)
    package static let serverFailure = ResponseCode(rawValue: 2)
    package static let nxDomain = ResponseCode(rawValue: 3)
    package static let notImplemented = ResponseCode(rawValue: 4)
    package static let refused = ResponseCode(rawValue: 5)
    package static let yxDomain = ResponseCode(rawValue: 6)
    package static let yxRRset = ResponseCode(rawValue: 7)
    package static let nxRRset = ResponseCode(rawValue: 8)
    package static let notAuthoritative = ResponseCode(rawValue: 9)
    package static let notZone = ResponseCode(rawValue: 10)
    package static let dsoTypeNotImplemented = ResponseCode(rawValue: 11)
    /// BADVERS in an OPT record, BADSIG in a TSIG record: the registry gives 16 to both.
    package static let badVersion = ResponseCode(rawValue: 16)
    package static let badKey = ResponseCode(rawValue: 17)
    package static let badTime = ResponseCode(rawValue: 18)
    package static let badMode = ResponseCode(rawValue: 19)
    package static let badName = ResponseCode(rawValue: 20)
    package static let badAlgorithm = ResponseCode(rawValue: 21)
    package static let badTruncation = ResponseCode(rawValue: 22)
    package static let badCookie = ResponseCode(rawValue: 23)
}

// MARK: - Order

extension ResponseCode: Comparable {
    /// By number.
    @usableFromInline
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

// MARK: - Text

extension ResponseCode: CustomStringConvertible {
    /// The registered mnemonic in capitals, or `RCODE` and the number.
    @usableFromInline
    package var description: String {
        switch self {
        case .noError: "NOERROR"
        case .formatError: "FORMERR"
        case .serverFailure: "SERVFAIL"
        case .nxDomain: "NXDOMAIN"
        case .notImplemented: "NOTIMP"
        case .refused: "REFUSED"
        case .yxDomain: "YXDOMAIN"
        case .yxRRset: "YXRRSET"
        case .nxRRset: "NXRRSET"
        case .notAuthoritative: "NOTAUTH"
        case .notZone: "NOTZONE"
        case .dsoTypeNotImplemented: "DSOTYPENI"
        case .badVersion: "BADVERS"
        case .badKey: "BADKEY"
        case .badTime: "BADTIME"
        case .badMode: "BADMODE"
        case .badName: "BADNAME"
        case .badAlgorithm: "BADALG"
        case .badTruncation: "BADTRUNC"
        case .badCookie: "BADCOOKIE"
        default: "RCODE\(rawValue)"
        }
    }
}
