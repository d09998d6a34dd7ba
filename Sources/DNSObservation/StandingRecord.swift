/// A fact in a record beyond the question that ordinary servers leave as it is for long.
///
/// Hashes stand for names and values: a reader that compares two of them only asks whether something changed.
package struct StandingRecord: Hashable, Sendable {
    /// The kind of the fact.
    package enum Kind: UInt8, Sendable {
        /// The serial number of an SOA record (RFC 1035 §3.3.13).
        case serial
        /// The networks of the addresses that the additional section has for one name and family: /24 of IPv4, /48
        /// of IPv6.
        case additionalAddresses
        /// All else that an SOA record says: the names of a server and a mailbox, and the intervals.
        case authority
        /// The data of an NSEC or NSEC3 record (RFC 4034 §4, RFC 5155 §3).
        case denial
    }

    package let kind: Kind
    /// The hash of the owner's name in lower case, mixed with the type.
    package let owner: UInt64
    /// The number of labels of the owner.
    package let ownerLabels: Int
    /// The serial itself, or a hash.
    package var value: UInt32
    /// The number of bits that the sender could choose.
    package var bits: Int

    package init(kind: Kind, owner: UInt64, ownerLabels: Int, value: UInt32, bits: Int) {
        self.kind = kind
        self.owner = owner
        self.ownerLabels = ownerLabels
        self.value = value
        self.bits = bits
    }
}
