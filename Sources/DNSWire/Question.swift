/// One entry of the question section.
///
///     | QNAME, 1…255 octets uncompressed | QTYPE, 2 octets | QCLASS, 2 octets |
///
/// Source: RFC 1035 §4.1.2.
package struct Question: Hashable, Sendable {
    /// QNAME: the name that the question asks for.
    package let name: ParsedName
    /// QTYPE: a type of record, or one that stands for several such as ANY.
    package let type: RecordType
    /// QCLASS; multicast DNS uses its top bit as a flag.
    package let recordClass: RecordClass
}
