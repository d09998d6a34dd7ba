/// The event that a finding reports.
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
    /// Regular check-ins of little volume that carry state.
    case beacon
    /// Something else than DNS on a DNS port.
    case nonDNSTraffic = "non-dns-traffic"
    /// Malformed or unlawful messages in a pattern that software does not make by accident.
    case protocolAnomaly = "protocol-anomaly"
    /// A name on a block list that the user gave.
    case listedDomain = "listed-domain"
    /// An address on a block list that the user gave.
    case listedAddress = "listed-address"
    /// An answer that is a black hole or a sinkhole.
    case sinkholed
    /// A burst of names made by an algorithm.
    case generatedDomains = "generated-domains"
    /// A call back to an exploit's author, with the leaked data.
    case exploitCallback = "exploit-callback"
    /// A public name that is answered with an address inside.
    case rebinding
    /// DNS past the organization's resolvers.
    case resolverBypass = "resolver-bypass"
    /// Far from the traffic that a baseline learnt.
    case baselineDeviation = "baseline-deviation"
    /// Names and gateways of Tor and I2P.
    case anonymityNetwork = "anonymity-network"
    /// Pools that mine digital currency.
    case mining

    /// Whether its bytes are payload that was carried; otherwise they are those of messages and packets.
    package var carriesPayload: Bool {
        switch self {
        case .tunnel, .exfiltration, .infiltration, .covertField, .beacon, .nonDNSTraffic, .protocolAnomaly:
            true
        default: false
        }
    }

    /// Whether its messages may hold contents that can be read back: payload, or what a program gave away.
    package var mayHoldContents: Bool { carriesPayload || self == .exploitCallback }
}
