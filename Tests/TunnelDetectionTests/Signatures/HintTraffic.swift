import DNSWire
import Findings
import TestSupport

/// Traffic of tools whose layouts are known from reports alone, and of exercises.
enum HintTraffic {
    static let all = [metasploit, pisloader, frameworkPOS, udpos, dnsMessenger, nstx, atomicRedTeam]

    /// Shell code in texts of 255 characters, from a to h.
    private static let metasploit: ToolTraffic = {
        var generator = SeededGenerator(seed: 31)
        var traffic = ToolTraffic(tool: "Metasploit", confidence: .possible, kind: .infiltration)
        for letter in "abcdefgh" {
            traffic.exchange(
                String(letter),
                .txt,
                [.text(TextEncoding.standardBase64.encode(generator.octets(191)))]
            )
        }
        return traffic
    }()

    /// A check-in, four commands, and their output.
    private static let pisloader: ToolTraffic = {
        var generator = SeededGenerator(seed: 32)
        var traffic = ToolTraffic(tool: "Pisloader", confidence: .possible)
        let commands = ["sifo", "drive", "list c:\\users", "open", "list c:\\temp", "sifo"]
        for index in 0..<24 {
            let label = TextEncoding.base32.encode(generator.octets(12 + index % 20)).map(\.uppercased)
            let command =
                index % 4 == 0
                ? TextEncoding.base32.encode(Array(commands[index / 4].utf8)).map(\.uppercased) : []
            traffic.exchange([label], .txt, [.text(Array("C".utf8) + command, timeToLive: 1)])
        }
        return traffic
    }()

    /// Heartbeats, and tracks of cards whose octets are combined with 0xAA.
    private static let frameworkPOS: ToolTraffic = {
        var traffic = ToolTraffic(tool: "FrameworkPOS", confidence: .possible, kind: .exfiltration)
        traffic.exchange("dc7adac2.grp.ping.adm", .a, [.address(0x7F00_0001)])
        for index in 0..<24 {
            let track = TextEncoding.base16.encode(
                "40000012345678\(10 + index)=25011010000".utf8.map { $0 ^ 0xAA }
            )
            traffic.exchange(
                [Array("dc7adac2".utf8), Array("alert".utf8)] + ToolEncoding.labels(track, length: 48),
                .a,
                [
                    .address(0x7F00_0001)
                ]
            )
        }
        return traffic
    }()

    private static let udpos: ToolTraffic = {
        var generator = SeededGenerator(seed: 34)
        var traffic = ToolTraffic(tool: "UDPoS", confidence: .possible, kind: .exfiltration)
        for index in 0..<24 {
            let word = ["bin", "info", "trp"][index % 3]
            let data = TextEncoding.base16.labels(generator.octets(40), length: 56)
            traffic.exchange([Array("26eb6d9529b8176".utf8), Array(word.utf8)] + data, .a, [])
        }
        return traffic
    }()

    private static let dnsMessenger: ToolTraffic = {
        var generator = SeededGenerator(seed: 35)
        var traffic = ToolTraffic(tool: "DNSMessenger", confidence: .possible)
        for index in 0..<24 {
            let random = String(decoding: TextEncoding.base16.encode(generator.octets(3)), as: UTF8.self)
            traffic.exchange(
                "\(index).\(random).stage",
                .txt,
                [.text(TextEncoding.standardBase64.encode(generator.octets(180)), timeToLive: 0)]
            )
        }
        return traffic
    }()

    private static let nstx: ToolTraffic = {
        var generator = SeededGenerator(seed: 36)
        var traffic = ToolTraffic(tool: "NSTX", confidence: .possible)
        for _ in 0..<24 {
            let label = Array("cT".utf8) + TextEncoding.base64.encode(generator.octets(40))
            traffic.exchange([label], .txt, [.text(generator.octets(60))])
        }
        return traffic
    }()

    /// The test of many queries, with its default names.
    private static let atomicRedTeam: ToolTraffic = {
        var generator = SeededGenerator(seed: 37)
        var traffic = ToolTraffic(tool: "Atomic Red Team", kind: .exfiltration, cut: "127.0.0.1.example.com")
        for _ in 0..<24 {
            traffic.exchange("atomicredteam.\(Int.random(in: 1..<999_999, using: &generator))", .txt, [])
        }
        return traffic
    }()
}

extension UInt8 {
    /// The capital of a small letter.
    fileprivate var uppercased: UInt8 { (0x61...0x7A).contains(self) ? self ^ 0x20 : self }
}
