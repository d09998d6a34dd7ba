import Foundation
import Testing

@Suite struct CoverageMapCommandTests {
    @Test(arguments: [
        ("text", "AWS: Amazon GuardDuty"), ("markdown", "### AWS: Amazon GuardDuty"),
        ("json", #""id": "amazon_guardduty""#),
    ])
    func `the map is printed`(format: String, expected: String) throws {
        let result = try Command.run(["coverage-map", "--format", format])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains(expected) && !result.output.contains("\u{1B}"))
    }

    @Test func `a format that is not there is wrong usage`() throws {
        let result = try Command.run(["coverage-map", "-f", "yaml"])
        #expect(result.status == 64 && result.output == "")
    }

    /// One row for each recorded kind: a capture in, the finding with the identifiers of other systems out.
    @Test(arguments: [
        ("tunnels/iodine_null_data.pcap", "tunnel", "AzureDNS_DataObfuscation", "NIST SC-31"),
        ("tunnels/generated_exfil_hex.pcap", "exfiltration", "Trojan:EC2/DNSDataExfiltration", "NIST SC-31"),
        (
            "tunnels/generated_infiltration_txt_stager.pcap", "infiltration", "AzureDNS_DataInfiltration",
            "NIST SI-03"
        ),
    ])
    func `findings carry identifiers`(capture: String, kind: String, type: String, control: String) throws {
        struct Line: Decodable {
            let kind: String
            let controls: [String]
            let equivalents: [String]
            let veris: [String]
        }
        let result = try Command.run(["-f", "ndjson", "Fixtures/captures/" + capture])
        let findings = try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        let finding = try #require(findings.first { $0.kind == kind })
        #expect(finding.equivalents.contains(type))
        #expect(finding.controls.contains(control) && finding.controls.contains("CRI DE.CM-01.01"))
        #expect(finding.veris == ["action.hacking.variety.Other"])
    }
}
