/// The first twelve octets of a message.
///
///       0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15
///     |                      ID                       |
///     |QR|   OPCODE  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
///     |                    QDCOUNT                    |
///     |                    ANCOUNT                    |
///     |                    NSCOUNT                    |
///     |                    ARCOUNT                    |
///
/// Source: RFC 1035 §4.1.1; AD and CD from RFC 4035 §3.1.6 and §3.2.2.
package struct Header: Hashable, Sendable {
    /// The number of octets of every header.
    package static let octetCount = 12

    /// The number that the client chose to tell responses apart.
    package let id: UInt16
    /// The second line of the box, flags and codes together.
    package let flags: UInt16
    /// The number of entries that the header claims for the question section; the octets may hold fewer.
    package let questionCount: UInt16
    /// The number of records that the header claims for the answer section; the octets may hold fewer.
    package let answerCount: UInt16
    /// The number of records that the header claims for the authority section; the octets may hold fewer.
    package let authorityCount: UInt16
    /// The number of records that the header claims for the additional section; the octets may hold fewer.
    package let additionalCount: UInt16

    /// Reads the header of a message that has at least ``octetCount`` octets.
    init(of octets: Span<UInt8>) {
        id = octets.uint16(at: 0)
        flags = octets.uint16(at: 2)
        questionCount = octets.uint16(at: 4)
        answerCount = octets.uint16(at: 6)
        authorityCount = octets.uint16(at: 8)
        additionalCount = octets.uint16(at: 10)
    }

    /// QR: whether this is a response and not a query.
    package var isResponse: Bool { flags & 0x8000 != 0 }

    /// OPCODE: the kind of query, copied into the response.
    package var opcode: Opcode { Opcode(rawValue: UInt8(truncatingIfNeeded: flags >> 11 & 0xF)) }

    /// AA: whether the responder is an authority for the name in the question.
    package var isAuthoritativeAnswer: Bool { flags & 0x0400 != 0 }

    /// TC: whether the sender says that it left something out for want of space.
    package var isTruncated: Bool { flags & 0x0200 != 0 }

    /// RD: whether the client asks the server to pursue the query.
    package var recursionDesired: Bool { flags & 0x0100 != 0 }

    /// RA: whether the server offers to pursue queries.
    package var recursionAvailable: Bool { flags & 0x0080 != 0 }

    /// Z: the one bit that must still be zero.
    package var reservedBit: Bool { flags & 0x0040 != 0 }

    /// AD: whether the server holds the data for authentic.
    package var authenticData: Bool { flags & 0x0020 != 0 }

    /// CD: whether the client takes data that has not been checked.
    package var checkingDisabled: Bool { flags & 0x0010 != 0 }

    /// RCODE: the lower four bits of the response code; see ``Message/responseCode`` for all twelve.
    package var responseCode: ResponseCode { ResponseCode(rawValue: flags & 0xF) }
}
