/// One entry of the question section.
///
///     | QNAME, 1…255 octets uncompressed | QTYPE, 2 octets | QCLASS, 2 octets |
///
/// Source: RFC 1035 §4.1.2.
package struct Question: Hashable, Sendable {
    package let name: ParsedName
    package let type: RecordType
    package let recordClass: RecordClass
}
