import FindingReport
import Findings
import Foundation
import Testing

/// The cross-walk against the mapping page of T1071.004 and the products' own lists of types.
@Suite struct CoverageMapTests {
    private func finding(
        _ kind: FindingKind,
        listed category: ListCategory? = nil,
        zone: String = "t.example.net"
    ) -> Finding {
        var finding = SampleReport.tunnel.report.findings[0]
        finding.kind = kind
        finding.listCategory = category
        finding.zone = zone
        finding.tool = nil
        return finding
    }

    /// Every term that any finding can carry.
    private static let names = Set(FindingKind.allCases.flatMap { $0.crossWalk.terms.compactMap(\.name) })

    // MARK: The page

    @Test func `the sixteen rows of the page are there, in its order`() {
        #expect(
            MappedSystem.allCases.map(\.rawValue) == [
                "DE.AE-02.01", "PR.IR-01.02", "DE.CM-01.01", "PR.IR-04.01", "PR.IR-01.03", "PR.PS-01.08",
                "nist_800_53", "veris", "alerts_for_azure_network_layer", "alerts_for_dns",
                "azure_dns_analytics", "azure_network_watcher_traffic_analytics", "azure_policy",
                "security_command_center", "amazon_guardduty", "aws_network_firewall",
            ]
        )
    }

    /// Every row but posture has a kind of finding to do with it.
    @Test func `only posture has no finding`() {
        let systems = Set(FindingKind.allCases.flatMap { $0.crossWalk.terms.map(\.system) })
        #expect(Set(MappedSystem.allCases).subtracting(systems) == [.azurePolicy])
        #expect(MappedSystem.azurePolicy.blindSpot.contains("posture is not traffic"))
    }

    /// The finding types that the page lists for GuardDuty.
    @Test(arguments: [
        "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", "Backdoor:EC2/C&CActivity.B",
        "Backdoor:EC2/C&CActivity.B!DNS", "Trojan:EC2/BlackholeTraffic", "Trojan:EC2/BlackholeTraffic!DNS",
        "Trojan:EC2/DropPoint", "Trojan:EC2/DropPoint!DNS", "Impact:EC2/MaliciousDomainRequest.Reputation",
        "Impact:EC2/SuspiciousDomainRequest.Reputation",
    ])
    func `a type of the page has a finding`(type: String) {
        #expect(Self.names.contains(type))
    }

    /// The list of alerts in Defender for Cloud's documentation; one has no finding, and the map says so.
    @Test func `alerts of Defender for DNS`() {
        let types = [
            "ProtocolAnomaly", "DarkWeb", "DarkWebProxy", "SinkholedDomain", "PhishingDomain",
            "DomainGenerationAlgorithm", "ThreatIntelSuspectDomain", "RandomizedDomain", "CurrencyMining",
            "SuspiciousDomain", "DataInfiltration", "DataExfiltration", "DataObfuscation",
        ].map { "AzureDNS_" + $0 }
        #expect(
            Self.names.filter { $0.hasPrefix("AzureDNS_") }.union(["AzureDNS_RandomizedDomain"]) == Set(types)
        )
        #expect(MappedSystem.alertsForDNS.blindSpot.contains("AzureDNS_RandomizedDomain"))
    }

    /// The controls that the data behind the page maps to T1071.004; four cannot be seen, and the map says so.
    @Test func `controls of SP 800-53`() {
        let mapped: Set = [
            "AC-03", "AC-04", "CA-07", "CM-02", "CM-06", "CM-07", "SC-07", "SC-10", "SC-20", "SC-21", "SC-22",
            "SC-23", "SC-31", "SC-37", "SI-03", "SI-04", "SI-10", "SI-15",
        ]
        let unseen: Set = ["AC-03", "SC-10", "SC-23", "SC-37"]
        let carried = Set(Self.names.filter { $0.hasPrefix("NIST ") }.map { String($0.dropFirst(5)) })
        #expect(carried == mapped.subtracting(unseen))
        #expect(unseen.allSatisfy(MappedSystem.nist80053.blindSpot.contains))
    }

    // MARK: Findings

    @Test(arguments: FindingKind.allCases)
    func `every finding is monitoring and has an action`(kind: FindingKind) {
        #expect(finding(kind).controls.contains("NIST SI-04"))
        #expect(finding(kind).veris == ["action.hacking.variety.Other"])
        #expect(Set(finding(kind).controls).count == finding(kind).controls.count)
        #expect(finding(kind).controls.contains { $0.hasPrefix("CRI ") })
    }

    @Test(arguments: [
        (FindingKind.tunnel, "AzureDNS_DataObfuscation"), (.exfiltration, "AzureDNS_DataExfiltration"),
        (.infiltration, "AzureDNS_DataInfiltration"), (.exfiltration, "Trojan:EC2/DNSDataExfiltration"),
        (.beacon, "Backdoor:EC2/C&CActivity.B!DNS"), (.covertField, "AzureDNS_ProtocolAnomaly"),
        (.exploitCallback, "LOG4J_BAD_DOMAIN"), (.rebinding, "UnauthorizedAccess:EC2/MetadataDNSRebind"),
        (.sinkholed, "AzureDNS_SinkholedDomain"), (.generatedDomains, "Trojan:EC2/DGADomainRequest.B"),
        (.mining, "AzureDNS_CurrencyMining"),
        (.listedAddress, "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"),
    ])
    func `a kind has its equivalent`(kind: FindingKind, type: String) {
        #expect(finding(kind).equivalents.contains(type))
    }

    @Test(arguments: [
        (ListCategory?.none, "Impact:EC2/MaliciousDomainRequest.Reputation"),
        (.commandAndControl, "Backdoor:EC2/C&CActivity.B!DNS"), (.dropPoint, "Trojan:EC2/DropPoint!DNS"),
        (.phishing, "Trojan:EC2/PhishingDomainRequest!DNS"),
        (.driveBy, "Trojan:EC2/DriveBySourceTraffic!DNS"),
        (.mining, "CryptoCurrency:EC2/BitcoinTool.B!DNS"),
        (.suspicious, "Impact:EC2/SuspiciousDomainRequest.Reputation"),
        (.abused, "Impact:EC2/AbusedDomainRequest.Reputation"),
    ])
    func `the category of a list chooses one type of GuardDuty`(category: ListCategory?, type: String) {
        let all = finding(.listedDomain, listed: category).equivalents.filter { $0.contains("EC2/") }
        #expect(all == [type])
    }

    @Test func `a gateway is told from the network's own names`() {
        #expect(finding(.anonymityNetwork, zone: "abc.onion").equivalents == ["AzureDNS_DarkWeb"])
        #expect(finding(.anonymityNetwork, zone: "onion.example").equivalents == ["AzureDNS_DarkWebProxy"])
    }

    @Test func `a tool that is named adds its alert`() {
        let named = SampleReport.tunnel.report.findings[0]
        #expect(named.equivalents.contains("AzureDNS_SuspiciousDomain"))
        #expect(!finding(.tunnel).equivalents.contains("AzureDNS_SuspiciousDomain"))
    }

    // MARK: The map

    /// The committed page is what the table says; `DNSSCAN_ACCEPT_GOLDEN=1` writes it anew.
    @Test func `the documentation page is the table`() throws {
        let page = CoverageMap(version: "0.0.0").rendered(as: .markdown)
        let file = reportFixtures.appending(
            path: "../../Sources/Findings/Documentation.docc/ControlMapping.md"
        )
        if ProcessInfo.processInfo.environment["DNSSCAN_ACCEPT_GOLDEN"] == "1" {
            try Data(page.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == page)
    }

    @Test(arguments: [60, 80, 200])
    func `text fits and says what is not seen`(width: Int) {
        let text = CoverageMap(version: "0.0.0").rendered(as: .text, options: .init(width: width))
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
        #expect(
            lines.count { $0.contains("cannot see") } == MappedSystem.allCases.count
                + FindingKind.allCases.count
        )
    }

    @Test func `JSON has every system and every kind`() throws {
        struct Map: Decodable {
            struct Term: Decodable {
                let kind: String
                let name: String?
            }
            struct System: Decodable {
                let id: String
                let terms: [Term]
            }
            struct Kind: Decodable {
                let kind: String
                let view: String
                let blindSpot: String
            }
            let schema: String
            let systems: [System]
            let kinds: [Kind]
        }
        let text = CoverageMap(version: "0.0.0").rendered(as: .json)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let map = try decoder.decode(Map.self, from: Data(text.utf8))
        #expect(map.schema == "dnsscan.coverage-map/1")
        #expect(map.systems.map(\.id) == MappedSystem.allCases.map(\.rawValue))
        #expect(map.kinds.map(\.kind) == FindingKind.allCases.map(\.rawValue))
        #expect(map.kinds.allSatisfy { !$0.view.isEmpty && !$0.blindSpot.isEmpty })
        let policy = try #require(map.systems.first { $0.id == "azure_policy" })
        #expect(policy.terms.isEmpty)
        let guardDuty = try #require(map.systems.first { $0.id == "amazon_guardduty" })
        #expect(
            guardDuty.terms.contains {
                $0.kind == "exfiltration" && $0.name == "Trojan:EC2/DNSDataExfiltration"
            }
        )
    }
}
