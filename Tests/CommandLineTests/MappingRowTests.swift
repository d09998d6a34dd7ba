import Foundation
import TestSupport
import Testing

/// The mapping page of ATT&CK T1071.004, row by row: a capture in, the equivalent finding out, and silence of its twin.
///
/// Identifiers are the page's (Mappings Explorer, ATT&CK 16.1) and those of the products' own lists: Amazon GuardDuty
/// User Guide, EC2 finding types; Microsoft Defender for Cloud, alerts for DNS and for the network layer; Event Threat
/// Detection, modules; SP 800-53 revision 5. How often dnsscan baseline, clients and rules are right beyond the row,
/// their own suites test.
@Suite struct MappingRowTests {
    // MARK: The page

    private static let rows =
        MappingRow.rows("DE.AE-02.01", ["CRI DE.AE-02.01": .exfiltration])
        + MappingRow.rows("PR.IR-01.02", ["CRI PR.IR-01.02": .resolverBypass])
        + MappingRow.rows("DE.CM-01.01", ["CRI DE.CM-01.01": .tunnel])
        + MappingRow.rows("PR.IR-04.01", ["CRI PR.IR-04.01": .utilization])
        + MappingRow.rows("PR.IR-01.03", ["CRI PR.IR-01.03": .resolverBypass])
        + MappingRow.rows("PR.PS-01.08", ["CRI PR.PS-01.08": .tunnel])
        + MappingRow.rows(
            "nist_800_53",
            [
                "NIST AC-04": .resolverBypass, "NIST CA-07": .utilization, "NIST CM-02": .utilization,
                "NIST CM-06": .resolverBypass, "NIST CM-07": .otherProtocol, "NIST SC-07": .exfiltration,
                "NIST SC-20": .resolverBypass, "NIST SC-21": .metadata, "NIST SC-22": .resolverBypass,
                "NIST SC-31": .tunnel, "NIST SI-03": .infiltration, "NIST SI-04": .beacon,
                "NIST SI-10": .anomaly, "NIST SI-15": .covertField,
            ]
        )
        + MappingRow.rows("veris", ["action.hacking.variety.Other": .tunnel])
        + MappingRow.rows(
            "alerts_for_azure_network_layer",
            ["Network_CommunicationWithC2": .listedAddress("c2", ["Backdoor:EC2/C&CActivity.B"])]
        )
        + MappingRow.rows(
            "alerts_for_dns",
            [
                "AzureDNS_ProtocolAnomaly": .anomaly, "AzureDNS_ProtocolAnomaly": .otherProtocol,
                "AzureDNS_ProtocolAnomaly": .covertField, "AzureDNS_DarkWeb": .onion,
                "AzureDNS_DarkWebProxy": .onionGateway, "AzureDNS_SinkholedDomain": .sinkholed,
                "AzureDNS_PhishingDomain": .listedForPhishing,
                "AzureDNS_DomainGenerationAlgorithm": .generatedDomains,
                "AzureDNS_ThreatIntelSuspectDomain": .listed, "AzureDNS_CurrencyMining": .mining,
                "AzureDNS_CurrencyMining": .listedForMining, "AzureDNS_SuspiciousDomain": .tunnel,
                "AzureDNS_DataInfiltration": .infiltration, "AzureDNS_DataExfiltration": .exfiltration,
                "AzureDNS_DataObfuscation": .tunnel,
            ]
        )
        + MappingRow.rows("azure_dns_analytics", [nil: .tunnel])
        + MappingRow.rows(
            "azure_network_watcher_traffic_analytics",
            [nil: .resolverBypass, nil: .otherProtocol]
        )
        + MappingRow.rows(
            "security_command_center",
            [
                "LOG4J_BAD_DOMAIN": .exploitCallback, "MALWARE_BAD_DOMAIN": .listed,
                "CRYPTOMINING_POOL_DOMAIN": .mining, "CRYPTOMINING_POOL_DOMAIN": .listedForMining,
                "MALWARE_BAD_IP": .listedAddress("ours", []), "CRYPTOMINING_POOL_IP": .listedAddressForMining,
            ]
        )
        + MappingRow.rows(
            "amazon_guardduty",
            [
                "Backdoor:EC2/C&CActivity.B": .listedAddress("c2", ["Backdoor:EC2/C&CActivity.B"]),
                "Backdoor:EC2/C&CActivity.B!DNS": .listedDomain("c2", ["Backdoor:EC2/C&CActivity.B!DNS"]),
                "Backdoor:EC2/C&CActivity.B!DNS": .beacon,
                "Trojan:EC2/DNSDataExfiltration": .exfiltration,
                "Trojan:EC2/DGADomainRequest.B": .generatedDomains,
                "Trojan:EC2/DGADomainRequest.C!DNS": .generatedDomains,
                "Trojan:EC2/BlackholeTraffic": .sinkholeContacted,
                "Trojan:EC2/BlackholeTraffic": .listedAddress("sinkholes", ["Trojan:EC2/BlackholeTraffic"]),
                "Trojan:EC2/BlackholeTraffic!DNS": .sinkholed,
                "Trojan:EC2/DropPoint": .listedAddress("drop", ["Trojan:EC2/DropPoint"]),
                "Trojan:EC2/DropPoint!DNS": .listedDomain("drop", ["Trojan:EC2/DropPoint!DNS"]),
                "Trojan:EC2/DriveBySourceTraffic!DNS": .listedDomain(
                    "driveby",
                    ["Trojan:EC2/DriveBySourceTraffic!DNS"]
                ),
                "Trojan:EC2/PhishingDomainRequest!DNS": .listedForPhishing,
                "Impact:EC2/MaliciousDomainRequest.Reputation": .listed,
                "Impact:EC2/MaliciousDomainRequest.Reputation": .sinkholed,
                "Impact:EC2/SuspiciousDomainRequest.Reputation": .listedDomain(
                    "suspicious",
                    ["Impact:EC2/SuspiciousDomainRequest.Reputation"]
                ),
                "Impact:EC2/SuspiciousDomainRequest.Reputation": .generatedDomains,
                "Impact:EC2/AbusedDomainRequest.Reputation": .listedDomain(
                    "abused",
                    ["Impact:EC2/AbusedDomainRequest.Reputation"]
                ),
                "Impact:EC2/BitcoinDomainRequest.Reputation": .mining,
                "CryptoCurrency:EC2/BitcoinTool.B!DNS": .mining,
                "CryptoCurrency:EC2/BitcoinTool.B": .listedAddressForMining,
                "UnauthorizedAccess:EC2/MetadataDNSRebind": .metadata,
                "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom": .listedAddress("ours", []),
                "DefenseEvasion:EC2/UnusualDNSResolver": .resolverBypass,
            ]
        )
        + MappingRow.rows("aws_network_firewall", [nil: .tunnel])

    /// What the lists have and no recording or no finding shows; by system.
    private static let unseen: KeyValuePairs<String, [String]> = [
        "nist_800_53": ["AC-03", "SC-10", "SC-23", "SC-37"],
        "alerts_for_azure_network_layer": [
            "Network_ResourceIpIndicatedAsMalicious", "Network_TrafficFromUnrecommendedIP", "DDOS",
        ],
        "alerts_for_dns": ["AzureDNS_RandomizedDomain"],
        "azure_policy": ["posture is not traffic"],
        "security_command_center": ["LOG4J_BAD_IP"],
        "amazon_guardduty": ["Backdoor:EC2/DenialOfService.Dns"],
    ]

    // MARK: Findings

    @Test(arguments: rows)
    func `a row has its finding, with exactly these identifiers`(row: MappingRow) throws {
        let scene = row.scene
        let findings = try scene.findings(scene.seen)
        let finding = try #require(
            findings.first { $0.kind == scene.kind && $0.zone == scene.zone },
            "\(findings)"
        )
        #expect(Set(finding.equivalents) == scene.equivalents)
        #expect(Set(finding.controls) == scene.controls)
        #expect(finding.veris == ["action.hacking.variety.Other"])
        #expect(row.name.map(finding.identifiers.contains) ?? true)
    }

    @Test(arguments: rows)
    func `its twin is quiet`(row: MappingRow) throws {
        let findings = try row.scene.findings(row.scene.quiet)
        if let name = row.name {
            #expect(!findings.contains { $0.identifiers.contains(name) }, "\(findings)")
        } else {
            #expect(!findings.contains { $0.kind == row.scene.kind }, "\(findings)")
        }
    }

    // MARK: Rows that are commands of their own

    /// Azure DNS Analytics: which clients asked for the zone of a tunnel.
    ///
    /// More in `ClientsCommandTests`.
    @Test func `who talked to it`() throws {
        let arguments = ["clients", "-f", "ndjson", "--zone", "t.example.net"]
        let seen = try Command.run(arguments + ["Fixtures/captures/tunnels/iodine_null_data.pcap"])
        #expect(seen.status == 0 && seen.output.contains(#""address":"10.53.0.2""#), "\(seen.output)")
        let quiet = try Command.run(arguments + ["Fixtures/captures/ordinary/web_browsing.pcap"])
        #expect(quiet.status == 0 && quiet.output == "")
    }

    /// AWS Network Firewall and DE.AE-02.01: a rule for what was found, and none for nothing.
    ///
    /// More in `RulesCommandTests`.
    @Test func `a rule that blocks it`() throws {
        let folder = try TemporaryFolder()
        func rules(_ capture: String) throws -> String {
            let script = """
                dnsscan -f json --fail-on never -o "$1/report.json" -q "Fixtures/captures/$2" &&
                dnsscan rules "$1/report.json" --as suricata --action drop
                """
            let result = try Command.script(script, [folder.url.path(percentEncoded: false), capture])
            #expect(result.status == 0, "\(result.errors)")
            return result.output
        }
        #expect(try rules("tunnels/iodine_null_data.pcap").contains(#"content:".t.example.net";"#))
        #expect(try !rules("ordinary/web_browsing.pcap").contains("drop dns"))
    }

    /// PR.PS-01.08: the machine that sent it.
    ///
    /// More in `ClientsCommandTests`.
    @Test func `the device can be found`() throws {
        let folder = try TemporaryFolder()
        try Data(OfficeCapture().octets).write(to: URL(filePath: folder.path("office.pcap")))
        let result = try Command.run(["clients", "--zone", "evil.example", folder.path("office.pcap")])
        #expect(result.output.contains("08:00:27:00:00:07") && result.output.contains("laptop-7"))
    }

    /// Azure Policy: which service is off nobody can see, but what could not be inspected is told.
    @Test func `what could not be inspected is told in place of posture`() throws {
        let seen = try Command.run(["-f", "json", "Fixtures/captures/answers/resolver_bypass.pcap"])
        #expect(seen.output.contains(#""protocol": "DoT""#))
        let quiet = try Command.run(["-f", "json", "Fixtures/captures/answers/resolver_bypass_quiet.pcap"])
        #expect(quiet.output.contains(#""encrypted_dns": []"#))
    }

    // MARK: The map

    private struct Map: Decodable {
        struct Term: Decodable {
            let name: String?
        }
        struct System: Decodable {
            let id: String
            let blindSpot: String
            let terms: [Term]
        }
        let systems: [System]

        static func printed() throws -> Map {
            let result = try Command.run(["coverage-map", "--format", "json"])
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Map.self, from: Data(result.output.utf8))
        }
    }

    @Test func `every term of the map has a row here, and no other`() throws {
        for system in try Map.printed().systems {
            let here = Set(Self.rows.filter { $0.system == system.id }.map(\.name))
            #expect(here == Set(system.terms.map(\.name)), "\(system.id)")
        }
    }

    @Test func `the map says what has no finding`() throws {
        let systems = try Map.printed().systems
        for (id, names) in Self.unseen {
            let system = try #require(systems.first { $0.id == id })
            #expect(names.allSatisfy { system.blindSpot.contains($0) }, "\(system.blindSpot)")
        }
        #expect(systems.filter { $0.terms.isEmpty }.map { $0.id } == ["azure_policy"])
    }
}
