/// One resource record, as its place in the message.
///
///     | NAME, 1…255 octets uncompressed | TYPE, 2 octets | CLASS, 2 octets |
///     | TTL, 4 octets | RDLENGTH, 2 octets | RDATA, RDLENGTH octets |
///
/// Its data is read on demand, see ``data(in:)`` and ``appendCarriedOctets(in:to:)``.
///
/// Source: RFC 1035 §4.1.3.
package struct ResourceRecord: Hashable, Sendable {
    /// The part of the message that holds it.
    package let section: Section
    /// NAME: the name that the record belongs to.
    package let owner: ParsedName
    /// TYPE: how the data is to be read.
    package let type: RecordType
    /// CLASS; the payload size in an OPT record, with a flag in the top bit in multicast DNS.
    package let recordClass: RecordClass
    /// The time for which the record may be cached, in seconds.
    ///
    /// A number of 31 bits by RFC 2181 §8, handed on here as it came. In an OPT record: codes and flags.
    package let timeToLive: UInt32
    private let dataStart: UInt16
    private let dataCount: UInt16

    init(
        section: Section,
        owner: ParsedName,
        type: RecordType,
        recordClass: RecordClass,
        timeToLive: UInt32,
        dataStart: UInt16,
        dataCount: UInt16
    ) {
        self.section = section
        self.owner = owner
        self.type = type
        self.recordClass = recordClass
        self.timeToLive = timeToLive
        self.dataStart = dataStart
        self.dataCount = dataCount
    }

    /// The place where the record begins.
    package var offset: Int { owner.start }

    /// The place where the data begins.
    package var dataOffset: Int { Int(dataStart) }

    /// The number of octets of the data, names in it still compressed.
    package var dataLength: Int { Int(dataCount) }

    /// The octets of the data; they lie inside the message that the record was parsed from.
    package var dataRange: Range<Int> { dataOffset..<dataOffset + dataLength }
}
