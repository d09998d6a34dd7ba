import Foundation
import TestSupport
import Testing

/// A capture in, a report out, rules out of that, and the programs that they are for take them.
@Suite struct RulesCommandTests {
    private static func isInstalled(_ command: String) -> Bool {
        (try? Command.script("PATH=$PATH:/usr/sbin command -v \(command)").status) == 0
    }
    private static let hasNamed = isInstalled("named-checkzone")
    private static let hasUnbound = isInstalled("unbound-checkconf")
    private static let hasSuricata = isInstalled("suricata")

    /// A folder with reports of a recorded tunnel and of a hostile capture.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        for (name, capture) in [
            ("tunnel.json", "Fixtures/captures/tunnels/iodine_null_data.pcap"),
            ("hostile.json", folder.path("hostile.pcap")),
        ] {
            _ = try Command.run(["-q", "-f", "json", "-o", folder.path(name), capture])
        }
        return folder
    }

    @Test(arguments: [
        ("suricata", #"content:".t.example.net"; nocase; endswith;"#),
        ("rpz", "\n*.t.example.net IN CNAME .\n"),
        ("unbound", "    local-zone: \"t.example.net.\" always_nxdomain\n"),
    ])
    func `rules name the zone`(format: String, expected: String) throws {
        let folder = try Self.folder()
        let result = try Command.run(["rules", folder.path("tunnel.json"), "--as", format])
        #expect(result.status == 0 && result.errors == "")
        #expect(result.output.contains(expected) && result.output.contains("1 zones"))
        // Equal input, equal output; and a file gets the same.
        let path = folder.path("rules")
        #expect(
            try Command.run(["rules", folder.path("tunnel.json"), "--as", format, "-o", path]).output == ""
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == result.output)
    }

    @Test func `a hostile zone makes one rule of printable characters`() throws {
        let folder = try Self.folder()
        let report = try String(contentsOfFile: folder.path("hostile.json"), encoding: .utf8)
        #expect(report.contains("evil.example"))
        for format in ["suricata", "rpz", "unbound"] {
            let result = try Command.run(["rules", folder.path("hostile.json"), "--as", format])
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n").filter { $0.contains("evil") }
            #expect(lines.count == (format == "rpz" ? 2 : 1), "\(result.output)")
            #expect(result.output.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        }
    }

    @Test func `what everybody shares is left out and told`() throws {
        let folder = try Self.folder()
        let report = try String(contentsOfFile: folder.path("tunnel.json"), encoding: .utf8)
        let suffixes = ["github.io", "co.uk", "net", "s3.amazonaws.com"]
        // Not in the public suffix list: names of a content network's customers, and names above suffixes.
        let parents = [
            "akamaiedge.net", "sharepoint.com", "amazonaws.com", "elb.amazonaws.com", "platform.sh",
        ]
        for zone in suffixes + parents {
            try Data(report.replacing("\"t.example.net\"", with: "\"\(zone)\"").utf8)
                .write(to: URL(filePath: folder.path("shared.json")))
            let result = try Command.run(["rules", folder.path("shared.json"), "--as", "rpz"])
            #expect(result.status == 0 && !result.output.contains("CNAME"))
            #expect(
                result.errors.contains("left out: \(zone): everybody can have names below it"),
                "\(result.errors)"
            )
        }
    }

    @Test func `severity, action and numbers`() throws {
        let folder = try Self.folder()
        let tunnel = folder.path("tunnel.json")
        let drop = try Command.run([
            "rules", tunnel, "--as", "suricata", "--action", "drop", "--sid-base", "77", "--sid-count", "1",
        ])
        #expect(
            drop.output.contains("\ndrop dns $HOME_NET any -> any any (") && drop.output.contains("sid:77;")
        )
        let report = try String(contentsOfFile: tunnel, encoding: .utf8)
        try Data(report.replacing(#""severity": "critical""#, with: #""severity": "low""#).utf8)
            .write(to: URL(filePath: folder.path("low.json")))
        #expect(
            try Command.run(["rules", folder.path("low.json"), "--as", "unbound"]).output.contains("0 zones")
        )
        let low = try Command.run([
            "rules", folder.path("low.json"), "--as", "unbound", "--min-severity", "low",
        ])
        #expect(low.output.contains("t.example.net"))
    }

    @Test(arguments: [
        [], ["--as", "snort"], ["--as", "suricata", "--sid-base", "0"],
        ["--as", "suricata", "--sid-base", "4294967295"],
    ])
    func `wrong usage`(options: [String]) throws {
        let folder = try Self.folder()
        let result = try Command.run(["rules", folder.path("tunnel.json")] + options)
        #expect(result.status == 64 && result.output == "" && result.errors.hasPrefix("dnsscan: "))
    }

    @Test func `what is no report cannot be read`() throws {
        let folder = try Self.folder()
        for path in [
            folder.path("hostile.pcap"), folder.path("missing"), "Fixtures/reports/report.schema.json",
        ] {
            let result = try Command.run(["rules", path, "--as", "rpz"])
            #expect(result.status == 2 && result.output == "")
            #expect(result.errors.hasPrefix("dnsscan: \(path): "), "\(result.errors)")
        }
    }

    // MARK: The programs that rules are for

    @Test(.enabled(if: hasNamed, "needs named-checkzone of bind9-utils"), arguments: ["tunnel", "hostile"])
    func `BIND loads the policy zone`(report: String) throws {
        let folder = try Self.folder()
        let script = """
            dnsscan rules "$1/\(report).json" --as rpz -o "$1/zone" &&
            PATH=$PATH:/usr/sbin named-checkzone -k fail -n fail rpz.dnsscan.example "$1/zone"
            """
        let result = try Command.script(script, [folder.url.path(percentEncoded: false)])
        #expect(result.status == 0 && result.output.contains("OK"), "\(result.output)\(result.errors)")
    }

    @Test(.enabled(if: hasUnbound, "needs unbound-checkconf of unbound"), arguments: ["tunnel", "hostile"])
    func `Unbound takes the configuration`(report: String) throws {
        let folder = try Self.folder()
        let script = """
            dnsscan rules "$1/\(report).json" --as unbound -o "$1/unbound.conf" &&
            PATH=$PATH:/usr/sbin unbound-checkconf "$1/unbound.conf"
            """
        let result = try Command.script(script, [folder.url.path(percentEncoded: false)])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    @Test(.enabled(if: hasSuricata, "needs suricata"), arguments: ["tunnel", "hostile"])
    func `Suricata takes the rules`(report: String) throws {
        let folder = try Self.folder()
        let script = """
            dnsscan rules "$1/\(report).json" --as suricata -o "$1/dnsscan.rules" &&
            suricata -T -S "$1/dnsscan.rules" -l "$1"
            """
        let result = try Command.script(script, [folder.url.path(percentEncoded: false)])
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}
