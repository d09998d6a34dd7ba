import Foundation
import TestSupport
import Testing

/// What the captures of lists, answers, names and servers promise: a finding of the kind, and silence of its twin.
@Suite struct AnswerFixtureTests {
    private static let firing = LabelledCapture.fixtures.filter { $0.label == "finding" }
    private static let quiet = LabelledCapture.fixtures.filter { $0.label == "quiet" }

    /// The options of a capture's row; paths of lists are relative to the fixtures.
    private static func options(of capture: LabelledCapture) -> [String] {
        capture.options.map { option in
            guard let slash = option.range(of: "lists/") else { return option }
            return option[..<slash.lowerBound]
                + Repository.url("Fixtures/" + option[slash.lowerBound...]).path(percentEncoded: false)
        }
    }

    @Test func `each kind has both`() {
        let kinds: Set = [
            "listed-domain", "listed-address", "sinkholed", "rebinding", "generated-domains",
            "exploit-callback",
            "anonymity-network", "mining", "resolver-bypass",
        ]
        #expect(Set(Self.firing.compactMap(\.kind)) == kinds && Set(Self.quiet.compactMap(\.kind)) == kinds)
    }

    @Test(arguments: firing)
    func `it is found`(capture: LabelledCapture) throws {
        let findings = try ReportedFinding.all(
            in: ["--min-severity", "info"] + Self.options(of: capture) + [capture.path]
        ).filter { $0.kind == capture.kind }
        #expect(!findings.isEmpty)
        if capture.zones != ["-"] {
            #expect(findings.contains { capture.zones.contains($0.zone) }, "\(findings)")
        }
    }

    @Test(arguments: quiet)
    func `its twin is quiet`(capture: LabelledCapture) throws {
        let findings = try ReportedFinding.all(
            in: ["--min-severity", "info"] + Self.options(of: capture) + [capture.path]
        )
        #expect(!findings.contains { $0.kind == capture.kind }, "\(findings)")
        #expect(findings.allSatisfy { !$0.isMediumOrAbove }, "\(findings)")
    }

    @Test(arguments: firing)
    func `text fits 80 columns and has no empty facts`(capture: LabelledCapture) throws {
        let result = try Command.run(["--min-severity", "info"] + Self.options(of: capture) + [capture.path])
        let lines = result.output.split(separator: "\n").filter {
            !$0.contains("dns.") && !$0.contains("ip.addr") && !$0.contains(capture.path)
        }
        #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " }, "\(result.output)")
        #expect(!result.output.contains("up 0 B, down 0 B") && !result.output.contains(" 0 queries"))
    }

    @Test(.enabled(if: TShark.isInstalled, "needs tshark"))
    func `packets and octets of a listed address are those that tshark sees`() throws {
        let capture = try #require(Self.firing.first { $0.name.hasSuffix("listed_address.pcap") })
        struct Report: Decodable {
            struct Finding: Decodable {
                let addresses: [String]
                let bytesUp: Int
                let bytesDown: Int
            }
            let findings: [Finding]
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let result = try Command.run(["-f", "json"] + Self.options(of: capture) + [capture.path])
        let report = try decoder.decode(Report.self, from: Data(result.output.utf8))
        #expect(report.findings.count == 2)
        for finding in report.findings {
            for address in finding.addresses {
                let up = try TShark.octets(in: capture.path, filter: "ip.dst == \(address)")
                let down = try TShark.octets(in: capture.path, filter: "ip.src == \(address)")
                #expect(finding.bytesUp == up && finding.bytesDown == down && up > 400)
            }
        }
    }

    @Test(.enabled(if: TShark.isInstalled, "needs tshark"))
    func `contacts over TLS begin and end when tshark sees them`() throws {
        struct Report: Decodable {
            struct Coverage: Decodable {
                let encryptedDNS: [Contact]
                enum CodingKeys: String, CodingKey { case encryptedDNS = "encrypted_dns" }
            }
            struct Contact: Decodable {
                let first: String
                let last: String
                enum CodingKeys: String, CodingKey {
                    case first = "first_seen"
                    case last = "last_seen"
                }
            }
            let coverage: Coverage
        }
        let capture = try #require(Self.firing.first { $0.name.hasSuffix("resolver_bypass.pcap") }).path
        let result = try Command.run(["-f", "json", "--fail-on", "never", capture])
        let contacts = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)).coverage
            .encryptedDNS
        let times = try TShark.times(in: capture, filter: "tcp.port == 853 && tcp.len > 0")
        #expect(contacts.map(\.first) == Array(times.prefix(1)))
        #expect(contacts.map(\.last) == Array(times.suffix(1)))
    }

    @Test(.enabled(if: TShark.isInstalled, "needs tshark"), arguments: firing)
    func `the display filter shows packets`(capture: LabelledCapture) throws {
        for finding in try ReportedFinding.all(in: Self.options(of: capture) + [capture.path]) {
            #expect(try TShark.count(in: capture.path, filter: finding.displayFilter) >= finding.frames.count)
        }
    }

    // MARK: - Lists that are wrong

    @Test func `a list that is missing ends the command`() throws {
        let result = try Command.run(["--block", "/nonexistent/list", Self.firing[0].path])
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.errors == "dnsscan: /nonexistent/list: No such file or directory; nothing was done\n")
    }

    @Test(arguments: [
        ["--resolver", "10.0.0"], ["--resolver", "10.0.0.0/40"], ["--block", "x="], ["--block", ""],
    ])
    func `options that make no sense are wrong usage`(options: [String]) throws {
        let result = try Command.run(options + [Self.firing[0].path])
        #expect(result.status == 64 && result.output.isEmpty && !result.errors.isEmpty)
    }

    @Test func `lines that are not understood are told, and the rest counts`() throws {
        let list = FileManager.default.temporaryDirectory.appending(path: "dnsscan-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: list) }
        try Data("http://x/\u{1B}[2J\nbad.example.net\n".utf8).write(to: list)
        let result = try Command.run(["--block", list.path(percentEncoded: false), Self.firing[0].path])
        #expect(result.status == 1 && result.errors.contains("1 line of 2 was not understood, first line 1"))
        #expect(!result.errors.contains("\u{1B}") && result.output.contains("listed domain bad.example.net"))
    }
}
