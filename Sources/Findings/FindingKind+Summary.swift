extension FindingKind {
    /// The event that a finding of this kind reports, in one sentence that holds for every one of them.
    ///
    /// It begins with a capital letter and never with the kind's raw value: readers of SARIF cut the rule's name off
    /// the front of a message (sarif-tools 3.0.5).
    package var summary: String {
        switch self {
        case .tunnel: "Data moves through DNS in both directions."
        case .exfiltration: "Data leaves through DNS, mostly from the client to the zone's server."
        case .infiltration: "Data arrives through DNS, mostly from the zone's server to the client."
        case .covertField: "Fields of DNS messages outside names and record data carry data."
        case .beacon: "A client checks in over DNS at regular times, with little volume."
        case .nonDNSTraffic: "Something other than DNS uses a port of DNS."
        case .protocolAnomaly:
            "DNS messages break the rules in a pattern that software does not make by accident."
        case .listedDomain: "A client asked for a name that stands on a list of the user's."
        case .listedAddress: "An address that stands on a list of the user's was answered or contacted."
        case .sinkholed: "A name was answered with the address of a black hole or a sinkhole."
        case .generatedDomains: "A client asked for a burst of names that an algorithm made."
        case .exploitCallback: "A host called back to the author of an exploit, with what leaked."
        case .rebinding: "A public name was answered with an address inside the network."
        case .resolverBypass: "A client used DNS past the organization's resolvers."
        case .baselineDeviation: "A client or zone is far from what its baseline says."
        case .anonymityNetwork: "A client asked for names or gateways of an anonymity network."
        case .mining: "A client asked for pools that mine digital currency."
        }
    }
}
