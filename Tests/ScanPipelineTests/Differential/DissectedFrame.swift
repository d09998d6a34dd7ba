/// What a decoder found of DNS in one frame, written as tshark writes it with `-T fields`.
///
/// Several messages in one frame share its columns, their values in order and with commas between them.
struct DissectedFrame: Equatable, Sendable {
    let number: Int
    /// The ways of its messages, such as `udp/dns`, without repetitions in a row.
    let services: String
    /// The values of ``columns``, with tabs between them.
    let values: String

    /// The fields that are compared, by tshark's names.
    ///
    /// In the header of an update three counts have other names (RFC 2136 §2.2). `dns.resp.name` is there for
    /// all records but SRV, and `dns.resp.type` also for each type that NSEC and NSEC3 records list. Names in
    /// NetBIOS messages are left out, because tshark shows them decoded.
    static let columns = [
        "dns.id", "dns.flags.response", "dns.flags.opcode", "dns.flags.rcode",
        "dns.count.queries", "dns.count.zones", "dns.count.answers", "dns.count.prerequisites",
        "dns.count.auth_rr", "dns.count.updates", "dns.count.add_rr",
        "dns.qry.name", "dns.qry.type", "dns.resp.name", "dns.resp.type",
        "nbns.id", "nbns.flags.response", "nbns.flags.opcode", "nbns.flags.rcode",
        "nbns.count.queries", "nbns.count.answers", "nbns.count.auth_rr", "nbns.count.add_rr", "nbns.type",
    ]

    /// The first field in which it differs from what another decoder found in the same frame, other than those
    /// of `ignored`.
    func firstDifference(
        to other: DissectedFrame,
        ignoring ignored: Set<String>
    ) -> (field: String, values: (String, String))? {
        if self == other { return nil }
        if services != other.services { return ("services", (services, other.services)) }
        let pairs = zip(
            values.split(separator: "\t", omittingEmptySubsequences: false),
            other.values.split(separator: "\t", omittingEmptySubsequences: false)
        )
        for (field, (own, others)) in zip(Self.columns, pairs)
        where own != others && !ignored.contains(field) {
            return (field, (String(own), String(others)))
        }
        return nil
    }
}
