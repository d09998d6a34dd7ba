import Foundation
import TestSupport
import Testing

/// One row of the mapping page: what a system calls something, and the scene in which dnsscan finds its equivalent.
struct MappingRow: CustomTestStringConvertible, Sendable {
    /// The row's identifier on the page.
    let system: String
    /// The identifier that the system has for it, as reports carry it; `nil` where it has no word of its own.
    let name: String?
    let scene: MappingScene

    var testDescription: String { "\(system) \(name ?? "–")" }

    /// The rows of one system.
    static func rows(
        _ system: String,
        _ scenes: KeyValuePairs<String?, MappingScene>
    ) -> [MappingRow] {
        scenes.map { MappingRow(system: system, name: $0.key, scene: $0.value) }
    }
}

/// A command over a capture in which something is found, and its quiet twin.
struct MappingScene: Sendable {
    /// What `dnsscan` is given, below `Fixtures`; `$1` is a folder with the captures of ``OfficeCapture/hourly(_:queries:zone:)``.
    let seen: String
    /// The same over traffic that only looks like it.
    let quiet: String
    let kind: String
    /// The finding's zone, `.` for none.
    let zone: String
    /// Exactly what the finding carries, in any order.
    let equivalents: Set<String>
    let controls: Set<String>
    /// A command that goes before.
    var preparation = "true"

    /// A finding with what other systems call it.
    struct Finding: Decodable {
        let kind: String
        let zone: String
        let equivalents: [String]
        let controls: [String]
        let veris: [String]

        var identifiers: [String] { equivalents + controls + veris }
    }

    /// All findings of a command of the scene, remarks included.
    func findings(_ command: String) throws -> [Finding] {
        let folder = try TemporaryFolder()
        if preparation != "true" { try folder.writeHourlyCaptures() }
        let result = try Command.script(
            "cd Fixtures && \(preparation) && dnsscan -f ndjson --min-severity info --fail-on never \(command)",
            [folder.url.path(percentEncoded: false)]
        )
        let unexpected = result.errors.split(separator: "\n").filter {
            !$0.contains("not everything could be inspected")
        }
        #expect(result.status == 0 && unexpected.isEmpty, "\(result.errors)")
        return try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
        }
    }
}

// MARK: - Scenes

extension MappingScene {
    /// A channel or answer that a recorded or generated capture shows without any list.
    private init(
        _ kind: String,
        _ zone: String,
        in capture: String,
        quiet: String,
        _ equivalents: Set<String>,
        _ controls: Set<String>
    ) {
        self.init(
            seen: "captures/" + capture,
            quiet: "captures/" + quiet,
            kind: kind,
            zone: zone,
            equivalents: equivalents,
            controls: controls
        )
    }

    static let tunnel = MappingScene(
        "tunnel",
        "t.example.net",
        in: "tunnels/iodine_null_data.pcap",
        quiet: "ordinary/web_browsing.pcap",
        ["AzureDNS_DataObfuscation", "AzureDNS_SuspiciousDomain", "Trojan:EC2/DNSDataExfiltration"],
        [
            "CRI DE.AE-02.01", "CRI DE.CM-01.01", "CRI PR.PS-01.08", "NIST AC-04", "NIST SC-07", "NIST SC-31",
            "NIST SI-03", "NIST SI-04", "NIST SI-15",
        ]
    )
    static let exfiltration = MappingScene(
        "exfiltration",
        "h.example.org",
        in: "tunnels/generated_exfil_hex.pcap",
        quiet: "ordinary/antivirus_hashes.pcap",
        ["AzureDNS_DataExfiltration", "Trojan:EC2/DNSDataExfiltration"],
        tunnel.controls
    )
    static let infiltration = MappingScene(
        "infiltration",
        "stage.example.net",
        in: "tunnels/generated_infiltration_txt_stager.pcap",
        quiet: "ordinary/long_texts.pcap",
        ["AzureDNS_DataInfiltration"],
        tunnel.controls.subtracting(["NIST SI-15"])
    )
    static let covertField = MappingScene(
        "covert-field",
        ".",
        in: "covert/client_subnets.pcap",
        quiet: "ordinary/client_subnets.pcap",
        ["AzureDNS_ProtocolAnomaly", "Trojan:EC2/DNSDataExfiltration"],
        [
            "CRI DE.CM-01.01", "CRI PR.IR-01.02", "CRI PR.PS-01.08", "NIST AC-04", "NIST SC-31", "NIST SI-04",
            "NIST SI-10", "NIST SI-15",
        ]
    )
    static let beacon = MappingScene(
        "beacon",
        "ns1.example.org",
        in: "covert/beacon.pcap",
        quiet: "ordinary/polling_client.pcap",
        ["Backdoor:EC2/C&CActivity.B!DNS"],
        [
            "CRI DE.AE-02.01", "CRI DE.CM-01.01", "CRI PR.PS-01.08", "NIST SC-07", "NIST SC-31", "NIST SI-03",
            "NIST SI-04",
        ]
    )
    static let otherProtocol = MappingScene(
        "non-dns-traffic",
        ".",
        in: "tunnels/iodine_raw.pcap",
        quiet: "protocol/tcp.pcap",
        ["AzureDNS_ProtocolAnomaly"],
        [
            "CRI DE.CM-01.01", "CRI PR.IR-01.02", "CRI PR.IR-01.03", "CRI PR.PS-01.08", "NIST AC-04",
            "NIST CM-07", "NIST SC-07", "NIST SC-31", "NIST SI-04",
        ]
    )
    static let anomaly = MappingScene(
        "protocol-anomaly",
        ".",
        in: "covert/unlawful_messages.pcap",
        quiet: "anomalies/duplicate_opt.pcap",
        ["AzureDNS_ProtocolAnomaly"],
        ["CRI DE.CM-01.01", "CRI PR.IR-01.02", "NIST CM-07", "NIST SI-04", "NIST SI-10"]
    )
    /// What shows a machine that does an attacker's will, with something to be blocked.
    private static let infected: Set<String> = [
        "CRI DE.AE-02.01", "CRI DE.CM-01.01", "CRI PR.PS-01.08", "NIST SC-07", "NIST SI-03", "NIST SI-04",
    ]
    static let sinkholed = MappingScene(
        "sinkholed",
        "badsoft.com",
        in: "answers/sinkholed.pcap",
        quiet: "answers/sinkholed_quiet.pcap",
        [
            "AzureDNS_SinkholedDomain", "Trojan:EC2/BlackholeTraffic!DNS",
            "Impact:EC2/MaliciousDomainRequest.Reputation",
        ],
        infected
    )
    /// The twin has the answer, and nobody goes there.
    static let sinkholeContacted = MappingScene(
        "sinkholed",
        "badsoft.com",
        in: "answers/sinkhole_contacted.pcap",
        quiet: "answers/sinkholed.pcap",
        sinkholed.equivalents.union(["Trojan:EC2/BlackholeTraffic"]),
        infected
    )
    static let generatedDomains = MappingScene(
        "generated-domains",
        ".",
        in: "answers/generated_domains.pcap",
        quiet: "answers/generated_domains_quiet.pcap",
        [
            "AzureDNS_DomainGenerationAlgorithm", "Trojan:EC2/DGADomainRequest.B",
            "Trojan:EC2/DGADomainRequest.C!DNS", "Impact:EC2/SuspiciousDomainRequest.Reputation",
        ],
        infected
    )
    static let exploitCallback = MappingScene(
        "exploit-callback",
        "oast.fun",
        in: "answers/exploit_callback.pcap",
        quiet: "answers/exploit_callback_quiet.pcap",
        ["LOG4J_BAD_DOMAIN"],
        ["CRI DE.AE-02.01", "CRI DE.CM-01.01", "NIST SC-07", "NIST SI-03", "NIST SI-04", "NIST SI-10"]
    )
    static let metadata = MappingScene(
        "rebinding",
        "rebound.com",
        in: "answers/metadata.pcap",
        quiet: "answers/rebinding_quiet.pcap",
        ["UnauthorizedAccess:EC2/MetadataDNSRebind"],
        ["CRI PR.IR-01.02", "CRI PR.IR-01.03", "NIST AC-04", "NIST SC-07", "NIST SC-21", "NIST SI-04"]
    )
    private static let anonymous: Set<String> = [
        "CRI DE.AE-02.01", "CRI PR.IR-01.02", "NIST AC-04", "NIST CM-07", "NIST SC-07", "NIST SI-04",
    ]
    static let onion = MappingScene(
        "anonymity-network",
        "onion",
        in: "answers/anonymity_network.pcap",
        quiet: "answers/anonymity_network_quiet.pcap",
        ["AzureDNS_DarkWeb"],
        anonymous
    )
    static let onionGateway = MappingScene(
        "anonymity-network",
        "onion.ws",
        in: "answers/anonymity_network.pcap",
        quiet: "answers/anonymity_network_quiet.pcap",
        ["AzureDNS_DarkWebProxy"],
        anonymous
    )
    static let mining = MappingScene(
        "mining",
        "nanopool.org",
        in: "answers/mining.pcap",
        quiet: "answers/mining_quiet.pcap",
        [
            "AzureDNS_CurrencyMining", "CRYPTOMINING_POOL_DOMAIN", "CryptoCurrency:EC2/BitcoinTool.B!DNS",
            "Impact:EC2/BitcoinDomainRequest.Reputation",
        ],
        infected.union(["NIST CM-07"])
    )
    static let resolverBypass = MappingScene(
        seen: "--resolver 10.53.0.53 captures/answers/resolver_bypass.pcap",
        quiet: "--resolver 10.53.0.48/28 captures/answers/resolver_bypass_quiet.pcap",
        kind: "resolver-bypass",
        zone: ".",
        equivalents: ["DefenseEvasion:EC2/UnusualDNSResolver"],
        controls: [
            "CRI PR.IR-01.02", "CRI PR.IR-01.03", "NIST AC-04", "NIST CM-06", "NIST CM-07", "NIST SC-07",
            "NIST SC-20", "NIST SC-21", "NIST SC-22", "NIST SI-04",
        ]
    )
    static let utilization = MappingScene(
        seen: #"--baseline "$1/base.json" "$1/busy""#,
        quiet: #"--baseline "$1/base.json" "$1/ordinary""#,
        kind: "baseline-deviation",
        zone: "example.org",
        equivalents: [],
        controls: ["CRI PR.IR-04.01", "NIST CA-07", "NIST CM-02", "NIST SI-04"],
        preparation: #"dnsscan baseline -q "$1/day" -o "$1/base.json""#
    )

    /// A domain of a user's list with a name that says what is in it, and the same list where nothing is of it.
    static func listedDomain(_ list: String, _ equivalents: Set<String>) -> MappingScene {
        MappingScene(
            seen: "--block \(list)=lists/domains.txt captures/answers/listed_domain.pcap",
            quiet: "--block \(list)=lists/domains.txt captures/answers/listed_domain_quiet.pcap",
            kind: "listed-domain",
            zone: "bad.example.net",
            equivalents: equivalents.union(["AzureDNS_ThreatIntelSuspectDomain", "MALWARE_BAD_DOMAIN"]),
            controls: infected
        )
    }

    /// An address of such a list that is contacted, and neighbors of the list's addresses.
    static func listedAddress(_ list: String, _ equivalents: Set<String>) -> MappingScene {
        MappingScene(
            seen: "--block \(list)=lists/addresses.txt captures/answers/listed_address.pcap",
            quiet: "--block \(list)=lists/addresses.txt captures/answers/listed_address_quiet.pcap",
            kind: "listed-address",
            zone: ".",
            equivalents: equivalents.union([
                "Network_CommunicationWithC2", "MALWARE_BAD_IP",
                "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
            ]),
            controls: infected
        )
    }

    static let listedForPhishing = listedDomain(
        "phishing",
        ["AzureDNS_PhishingDomain", "Trojan:EC2/PhishingDomainRequest!DNS"]
    )
    static let listedForMining = listedDomain(
        "mining",
        ["AzureDNS_CurrencyMining", "CRYPTOMINING_POOL_DOMAIN", "CryptoCurrency:EC2/BitcoinTool.B!DNS"]
    )
    static let listedAddressForMining = listedAddress(
        "mining",
        ["CRYPTOMINING_POOL_IP", "CryptoCurrency:EC2/BitcoinTool.B"]
    )
    static let listed = listedDomain("ours", ["Impact:EC2/MaliciousDomainRequest.Reputation"])
}
