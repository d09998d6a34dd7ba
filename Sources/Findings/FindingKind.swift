/// What a finding says happened.
///
/// The raw values are the stable names of the report.
package enum FindingKind: String, CaseIterable, Sendable {
    /// Data in both directions.
    case tunnel
    /// Data mostly from the client to the zone's server.
    case exfiltration
    /// Data mostly from the zone's server to the client.
    case infiltration
    /// Data outside of names and rdata: header fields, EDNS options, octets behind the message.
    case covertField = "covert-field"
    /// Something else than DNS on a DNS port.
    case nonDNSTraffic = "non-dns-traffic"
}
