/// A row of the mapping page of ATT&CK T1071.004: a control, a vocabulary or a product that deals with DNS channels.
///
/// Source: Center for Threat-Informed Defense, Mappings Explorer, T1071.004 with ATT&CK 16.1; in the page's order.
package enum MappedSystem: String, CaseIterable, Sendable {
    case eventAnalysis = "DE.AE-02.01"
    case deviceConfiguration = "PR.IR-01.02"
    case intrusionDetection = "DE.CM-01.01"
    case utilizationMonitoring = "PR.IR-04.01"
    case communicationsIntegrity = "PR.IR-01.03"
    case endUserDevices = "PR.PS-01.08"
    case nist80053 = "nist_800_53"
    case veris = "veris"
    case alertsForNetworkLayer = "alerts_for_azure_network_layer"
    case alertsForDNS = "alerts_for_dns"
    case dnsAnalytics = "azure_dns_analytics"
    case trafficAnalytics = "azure_network_watcher_traffic_analytics"
    case azurePolicy = "azure_policy"
    case securityCommandCenter = "security_command_center"
    case guardDuty = "amazon_guardduty"
    case networkFirewall = "aws_network_firewall"

    /// The organization that keeps the row's vocabulary.
    package enum Catalog: String, Sendable {
        case criProfile = "CRI Profile"
        case nist = "NIST"
        case veris = "VERIS"
        case azure = "Azure"
        case googleCloud = "Google Cloud"
        case aws = "AWS"
    }

    package var catalog: Catalog {
        switch self {
        case .eventAnalysis, .deviceConfiguration, .intrusionDetection, .utilizationMonitoring,
            .communicationsIntegrity, .endUserDevices:
            .criProfile
        case .nist80053: .nist
        case .veris: .veris
        case .alertsForNetworkLayer, .alertsForDNS, .dnsAnalytics, .trafficAnalytics, .azurePolicy: .azure
        case .securityCommandCenter: .googleCloud
        case .guardDuty, .networkFirewall: .aws
        }
    }

    /// The name of the row.
    package var name: String {
        switch self {
        case .eventAnalysis: "Event analysis and detection"
        case .deviceConfiguration: "Network device configurations"
        case .intrusionDetection: "Intrusion detection and prevention"
        case .utilizationMonitoring: "Utilization monitoring"
        case .communicationsIntegrity: "Network communications integrity and availability"
        case .endUserDevices: "End-user device protection"
        case .nist80053: "SP 800-53 revision 5"
        case .veris: "Incident description, actions"
        case .alertsForNetworkLayer: "Alerts for Azure Network Layer"
        case .alertsForDNS: "Alerts for DNS (Defender for DNS)"
        case .dnsAnalytics: "Azure DNS Analytics"
        case .trafficAnalytics: "Network Watcher: Traffic Analytics"
        case .azurePolicy: "Azure Policy"
        case .securityCommandCenter: "Security Command Center, Event Threat Detection"
        case .guardDuty: "Amazon GuardDuty"
        case .networkFirewall: "AWS Network Firewall"
        }
    }

    /// The way in which dnsscan does on a recording the work that the system does on its network.
    package var view: String {
        switch self {
        case .eventAnalysis:
            "Findings with evidence, and `dnsscan rules`, which turns them into rules that block what comes next."
        case .deviceConfiguration:
            "Traffic that a resolver or firewall set up as intended would not let pass: DNS past the resolvers, other protocols on its ports, record types that nobody needs."
        case .intrusionDetection:
            "Signatures of tools that validate themselves, and features of channels where no tool is known."
        case .utilizationMonitoring:
            "`dnsscan baseline` learns rates, names, types and volumes of clients and zones; `--baseline` reports what is far from them."
        case .communicationsIntegrity:
            "Which clients reach which resolvers, and public names that lead to addresses inside."
        case .endUserDevices:
            "Each finding names its clients; `dnsscan clients` adds hardware address, vendor and the names that a device gives itself, so that it can be found."
        case .nist80053:
            "The scan is system monitoring (SI-04); volumes and rates of a channel are what covert channel analysis (SC-31) asks for."
        case .veris:
            "Every finding carries the action that the page relates to DNS channels."
        case .alertsForNetworkLayer:
            "Addresses of a list of the user's own, in answers and in every IP flow of the recording."
        case .alertsForDNS:
            "A finding for each alert type, told apart by direction as there: down, up, both."
        case .dnsAnalytics:
            "`dnsscan clients --zone` or `--address`: who asked, when, how much, what came back, and who then connected there."
        case .trafficAnalytics:
            "Protocols on ports where they do not belong, as far as ports and protocols of DNS are concerned."
        case .azurePolicy:
            "Nothing in a recording shows which services are switched on. In its place every report says what could not be inspected, so that monitoring which is missing does not pass for silence."
        case .securityCommandCenter:
            "Call-backs of exploits with the labels that they leak, and domains and addresses of lists."
        case .guardDuty:
            "A finding for each DNS finding type, and for the flow types where addresses are listed."
        case .networkFirewall:
            "`dnsscan rules --as suricata` writes rules on `dns.query` in the firewall's own rule language."
        }
    }

    /// The part of it that a recording cannot show.
    package var blindSpot: String {
        switch self {
        case .eventAnalysis: "Whether a rule is in force, and whether it stopped anything."
        case .deviceConfiguration:
            "The configuration itself; a rule that nothing has run into leaves no trace in a recording."
        case .intrusionDetection: "Malware that never spoke while the capture ran, and what is encrypted."
        case .utilizationMonitoring:
            "Anything with a baseline of a few hours; then it gives no verdict and says so."
        case .communicationsIntegrity:
            "Segments that the capture point does not see, and paths that nobody took."
        case .endUserDevices: "The process and user on the device, and devices behind a router."
        case .nist80053:
            "Controls of access, sessions and out-of-band channels: AC-03, SC-10, SC-23 and SC-37 have no finding."
        case .veris: "Who acted, on which asset, and to what effect."
        case .alertsForNetworkLayer:
            "Threat intelligence that is not in a list, and flow records beside the capture. Network_ResourceIpIndicatedAsMalicious, Network_TrafficFromUnrecommendedIP and DDOS have no finding: they are about the resource's own repute, about rules learnt in the cloud, and about load."
        case .alertsForDNS:
            "Reputation from many tenants. AzureDNS_RandomizedDomain has no finding: one odd name is evidence and never more."
        case .dnsAnalytics:
            "Dynamic registration by servers that the capture does not see, and load over weeks."
        case .trafficAnalytics: "Security groups and the flows that they denied."
        case .azurePolicy: "All of it: posture is not traffic."
        case .securityCommandCenter:
            "Scanners' own tests are told from attacks by their domains alone. LOG4J_BAD_IP has no finding of its own: a list with such addresses gives MALWARE_BAD_IP."
        case .guardDuty:
            "Age and popularity of domains, and reputation of addresses that is not in a list. Backdoor:EC2/DenialOfService.Dns has no finding: whether a flood harms its target, the target's own capture shows."
        case .networkFirewall:
            "What the firewall would decide by state from before the capture, or by TLS and HTTP."
        }
    }
}
