/// The names of a kind of finding elsewhere, its signs in a recording, and the cases in which a recording does not show it.
package struct CrossWalk: Sendable {
    /// In the order of ``MappedSystem``.
    package let terms: [MappedTerm]
    package let view: String
    package let blindSpot: String
}

extension FindingKind {
    /// The one table of the cross-walk.
    ///
    /// `Documentation.docc/ControlMapping.md` is written from it. Every finding is monitoring (SI-04) and has
    /// the action of the page; these two stand in ``everywhere``.
    ///
    /// Sources: Mappings Explorer (CRI Profile 2.1, SP 800-53 revision 5, VERIS 1.4.0); Amazon GuardDuty User Guide,
    /// EC2 finding types; Microsoft Defender for Cloud, alerts for DNS and for the network layer; Event Threat
    /// Detection, modules.
    package var crossWalk: CrossWalk {
        switch self {
        case .tunnel:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["AC-04", "SC-07", "SC-31", "SI-03", "SI-15"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_DataObfuscation"), Self.tool,
                    MappedTerm(.guardDuty, "Trojan:EC2/DNSDataExfiltration"), Self.firewall,
                ],
                view: "Distinct names and distinct answers that both carry information, and traces of tools.",
                blindSpot:
                    "Less than some 150 bytes, names made of words, and what is inside DoT, DoH, DoQ or DNSCrypt."
            )
        case .exfiltration:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["AC-04", "SC-07", "SC-31", "SI-03", "SI-15"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_DataExfiltration"), Self.tool,
                    MappedTerm(.guardDuty, "Trojan:EC2/DNSDataExfiltration"), Self.firewall,
                ],
                view: "Distinct names that carry information, whatever comes back.",
                blindSpot: "A few bytes a day, names made of words, and letter case."
            )
        case .infiltration:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["AC-04", "SC-07", "SC-31", "SI-03"],
                [MappedTerm(.alertsForDNS, "AzureDNS_DataInfiltration"), Self.tool, Self.firewall],
                view: "Answers that carry information, scripts and payload records among them.",
                blindSpot: "One record that is asked for once, and answers that only a cache has given."
            )
        case .covertField:
            CrossWalk(
                [.deviceConfiguration] + Self.device,
                nist: ["AC-04", "SC-31", "SI-10", "SI-15"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_ProtocolAnomaly"),
                    MappedTerm(.guardDuty, "Trojan:EC2/DNSDataExfiltration"),
                ],
                view: "Fields that vary where software keeps them constant or random.",
                blindSpot: "Cipher text in transaction ids, letter case, lifetimes, orders and delays."
            )
        case .beacon:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["SC-07", "SC-31", "SI-03"],
                [Self.tool, MappedTerm(.guardDuty, "Backdoor:EC2/C&CActivity.B!DNS"), Self.firewall],
                view: "Check-ins at regular times that carry state.",
                blindSpot: "Intervals longer than the recording, and jitter as wide as ordinary use."
            )
        case .nonDNSTraffic:
            CrossWalk(
                [.deviceConfiguration, .communicationsIntegrity] + Self.device,
                nist: ["AC-04", "CM-07", "SC-07", "SC-31"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_ProtocolAnomaly"),
                    MappedTerm(.trafficAnalytics, nil),
                ],
                view: "Datagrams and streams on the ports of DNS that are no DNS messages.",
                blindSpot:
                    "Other protocols that dress as DNS messages; these are channels, or pass for anomalies."
            )
        case .protocolAnomaly:
            CrossWalk(
                [.deviceConfiguration, .intrusionDetection],
                nist: ["CM-07", "SI-10"],
                [MappedTerm(.alertsForDNS, "AzureDNS_ProtocolAnomaly")],
                view: "Unlawful messages in a pattern that software does not make by accident.",
                blindSpot: "What a resolver mended or dropped before the capture point."
            )
        case .listedDomain:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["SC-07", "SI-03"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_ThreatIntelSuspectDomain"),
                    MappedTerm(.alertsForDNS, "AzureDNS_PhishingDomain", when: .category([.phishing])),
                    MappedTerm(.alertsForDNS, "AzureDNS_CurrencyMining", when: .category([.mining])),
                    MappedTerm(.securityCommandCenter, "MALWARE_BAD_DOMAIN"),
                    MappedTerm(
                        .securityCommandCenter,
                        "CRYPTOMINING_POOL_DOMAIN",
                        when: .category([.mining])
                    ),
                    MappedTerm(
                        .guardDuty,
                        "Backdoor:EC2/C&CActivity.B!DNS",
                        when: .category([.commandAndControl])
                    ),
                    MappedTerm(.guardDuty, "Trojan:EC2/DropPoint!DNS", when: .category([.dropPoint])),
                    MappedTerm(
                        .guardDuty,
                        "Trojan:EC2/PhishingDomainRequest!DNS",
                        when: .category([.phishing])
                    ),
                    MappedTerm(
                        .guardDuty,
                        "Trojan:EC2/DriveBySourceTraffic!DNS",
                        when: .category([.driveBy])
                    ),
                    MappedTerm(
                        .guardDuty,
                        "CryptoCurrency:EC2/BitcoinTool.B!DNS",
                        when: .category([.mining])
                    ),
                    MappedTerm(
                        .guardDuty,
                        "Impact:EC2/MaliciousDomainRequest.Reputation",
                        when: .noOtherCategory
                    ),
                    MappedTerm(
                        .guardDuty,
                        "Impact:EC2/SuspiciousDomainRequest.Reputation",
                        when: .category([.suspicious])
                    ),
                    MappedTerm(
                        .guardDuty,
                        "Impact:EC2/AbusedDomainRequest.Reputation",
                        when: .category([.abused])
                    ),
                    Self.firewall,
                ],
                view: "Names of a list of the user's own, in questions, alias chains and answers.",
                blindSpot:
                    "What the list does not have, and names that were resolved before the capture began."
            )
        case .listedAddress:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["SC-07", "SI-03"],
                [
                    MappedTerm(.alertsForNetworkLayer, "Network_CommunicationWithC2"),
                    MappedTerm(.securityCommandCenter, "MALWARE_BAD_IP"),
                    MappedTerm(.securityCommandCenter, "CRYPTOMINING_POOL_IP", when: .category([.mining])),
                    MappedTerm(.guardDuty, "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"),
                    MappedTerm(
                        .guardDuty,
                        "Backdoor:EC2/C&CActivity.B",
                        when: .category([.commandAndControl])
                    ),
                    MappedTerm(.guardDuty, "Trojan:EC2/DropPoint", when: .category([.dropPoint])),
                    MappedTerm(.guardDuty, "Trojan:EC2/BlackholeTraffic", when: .category([.sinkhole])),
                    MappedTerm(
                        .guardDuty,
                        "CryptoCurrency:EC2/BitcoinTool.B",
                        when: .category([.mining])
                    ),
                ],
                view: "Addresses of a list of the user's own, in answers and in every flow of the recording.",
                blindSpot: "Flows that do not pass the capture point, and addresses behind a proxy."
            )
        case .sinkholed:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["SC-07", "SI-03"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_SinkholedDomain"),
                    MappedTerm(.guardDuty, "Trojan:EC2/BlackholeTraffic!DNS"),
                    MappedTerm(
                        .guardDuty,
                        "Trojan:EC2/BlackholeTraffic",
                        when: .evidence("sinkhole_packets")
                    ),
                    MappedTerm(.guardDuty, "Impact:EC2/MaliciousDomainRequest.Reputation"),
                    Self.firewall,
                ],
                view:
                    "Public names that are answered with addresses that lead nowhere or to a known sinkhole, and packets to the sinkhole.",
                blindSpot: "Sinkholes that nobody has published."
            )
        case .generatedDomains:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["SC-07", "SI-03"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_DomainGenerationAlgorithm"),
                    MappedTerm(.guardDuty, "Trojan:EC2/DGADomainRequest.B"),
                    MappedTerm(.guardDuty, "Trojan:EC2/DGADomainRequest.C!DNS"),
                    MappedTerm(.guardDuty, "Impact:EC2/SuspiciousDomainRequest.Reputation"),
                ],
                view: "Bursts of registered domains that do not exist and read like no word.",
                blindSpot: "Few domains a day, and algorithms that put dictionary words together."
            )
        case .exploitCallback:
            CrossWalk(
                [.eventAnalysis, .intrusionDetection],
                nist: ["SC-07", "SI-03", "SI-10"],
                [MappedTerm(.securityCommandCenter, "LOG4J_BAD_DOMAIN"), Self.firewall],
                view: "Names under suffixes of interaction services, and look-up expressions left in names.",
                blindSpot: "Call-backs to an attacker's own domain without such an expression."
            )
        case .rebinding:
            CrossWalk(
                [.communicationsIntegrity, .deviceConfiguration],
                nist: ["AC-04", "SC-07", "SC-21"],
                [MappedTerm(.guardDuty, "UnauthorizedAccess:EC2/MetadataDNSRebind"), Self.firewall],
                view:
                    "Public names that are answered with private, loopback, link-local or metadata addresses.",
                blindSpot:
                    "Zones that are meant to be answered differently inside, when nothing else tells it."
            )
        case .resolverBypass:
            CrossWalk(
                [.deviceConfiguration, .communicationsIntegrity],
                nist: ["AC-04", "CM-06", "CM-07", "SC-07", "SC-20", "SC-21", "SC-22"],
                [
                    MappedTerm(.trafficAnalytics, nil),
                    MappedTerm(.guardDuty, "DefenseEvasion:EC2/UnusualDNSResolver"),
                ],
                view:
                    "DNS to other servers than the resolvers named or usual, and endpoints of encrypted DNS.",
                blindSpot: "DoH to a host that also serves other pages, unless its name or address is known."
            )
        case .baselineDeviation:
            CrossWalk(
                [.utilizationMonitoring],
                nist: ["CA-07", "CM-02"],
                [],
                view: "Rates, names, types and volumes far from what was learnt, in robust deviations.",
                blindSpot: "What was going on already while the baseline was learnt, and few samples."
            )
        case .anonymityNetwork:
            CrossWalk(
                [.eventAnalysis, .deviceConfiguration],
                nist: ["AC-04", "CM-07", "SC-07"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_DarkWeb", when: .ownNames),
                    MappedTerm(.alertsForDNS, "AzureDNS_DarkWebProxy", when: .gateway),
                    Self.firewall,
                ],
                view: "Names below onion and i2p, and names of gateways to them.",
                blindSpot: "Clients that use the network properly: they ask no DNS."
            )
        case .mining:
            CrossWalk(
                Self.device + Self.blockable,
                nist: ["CM-07", "SC-07", "SI-03"],
                [
                    MappedTerm(.alertsForDNS, "AzureDNS_CurrencyMining"),
                    MappedTerm(.securityCommandCenter, "CRYPTOMINING_POOL_DOMAIN"),
                    MappedTerm(.guardDuty, "CryptoCurrency:EC2/BitcoinTool.B!DNS"),
                    MappedTerm(.guardDuty, "Impact:EC2/BitcoinDomainRequest.Reputation"),
                    Self.firewall,
                ],
                view: "Names of mining pools.",
                blindSpot: "Private pools, proxies to pools, and pools that are used by address."
            )
        }
    }

    /// The CRI statements for a finding that shows a device under an attacker's control.
    private static let device: [MappedSystem] = [.intrusionDetection, .endUserDevices]
    /// The CRI statement for a finding that names something to be blocked from now on.
    private static let blockable: [MappedSystem] = [.eventAnalysis]
    private static let tool = MappedTerm(.alertsForDNS, "AzureDNS_SuspiciousDomain", when: .namedTool)
    private static let firewall = MappedTerm(.networkFirewall, nil)
}

extension CrossWalk {
    /// The terms that hold for every finding of any kind.
    package static let everywhere = [
        MappedTerm(.nist80053, "NIST SI-04"), MappedTerm(.veris, "action.hacking.variety.Other"),
        MappedTerm(.dnsAnalytics, nil),
    ]

    fileprivate init(
        _ statements: [MappedSystem],
        nist controls: [String],
        _ products: [MappedTerm],
        view: String,
        blindSpot: String
    ) {
        let all =
            statements.map { MappedTerm($0, "CRI " + $0.rawValue) }
            + controls.map { MappedTerm(.nist80053, "NIST " + $0) } + Self.everywhere + products
        // Within a system they keep the order in which they stand here.
        terms = MappedSystem.allCases.flatMap { system in all.filter { $0.system == system } }
        self.view = view
        self.blindSpot = blindSpot
    }
}

// MARK: - Of one finding

extension Finding {
    /// The CRI Profile statements and SP 800-53 controls that it is evidence for, sorted.
    package var controls: [String] { terms(of: [.criProfile, .nist]).sorted() }
    /// The types that cloud products give to the same, in the order of the table.
    package var equivalents: [String] { terms(of: [.azure, .googleCloud, .aws]) }
    package var veris: [String] { terms(of: [.veris]) }

    private func terms(of catalogs: Set<MappedSystem.Catalog>) -> [String] {
        kind.crossWalk.terms.filter { catalogs.contains($0.system.catalog) && $0.fits(self) }
            .compactMap(\.name)
    }
}
