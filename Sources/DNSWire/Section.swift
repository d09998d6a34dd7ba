/// The parts of a message that hold resource records, in their order.
///
/// Source: RFC 1035 §4.1. In an UPDATE they stand for prerequisite, update and additional data (RFC 2136 §2).
package enum Section: UInt8, CaseIterable, Hashable, Sendable {
    case answer
    case authority
    case additional
}
