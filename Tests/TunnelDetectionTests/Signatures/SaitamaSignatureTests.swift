import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Saitama by the counter at the end of labels, in names that Fox-IT recorded.
@Suite struct SaitamaSignatureTests {
    static let all = [traffic(recorded)]

    /// The queries for one of three zones, in their order.
    ///
    /// Source: fox-it/saitama-server, data/zeek/dns.log.
    private static let recorded = [
        "79ovn", "pp4eekov2", "zz6xxqov0", "noq0000v1lg74qthzbek08zzh31k0ove",
        "ei9u12v0n4awaqzmewjnu7s054ovq",
        "dl6ytgxu981dlpdtf1h6fisqjyovm", "a81ytykodbfdtvade7tft5jneyovk", "3g8uk9wk1m5inkxzuww4qnigewovl",
        "6rel8thns0wnhb0sw2euxj40d4ovj", "0mzdxd5p7y8yf13pi3v3e9q4zdovc", "us480yuko20bo2egq174fj0tv6ovf",
        "v04r4cz3j00aadoz0d3ilt33mro2a", "rx2j2ohaha34180adwn2jmt14jo2z",
    ]

    private static func traffic(_ labels: [String]) -> ToolTraffic {
        var traffic = ToolTraffic(
            tool: "Saitama",
            zone: "saitama-fake-domain-one.com",
            cut: "saitama-fake-domain-one.com"
        )
        for label in labels { traffic.exchange(label, .a, [.address(0x7B6F_DE0C)]) }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(SaitamaSignature()))
        #expect(match.evidence.value == 12)
        // o, v, n have the numbers 13, 7 and 6 in the tool's alphabet; o, 2, z have 13, 8 and 2.
        #expect(
            match.tool.because.contains(
                "from \(13 * 1296 + 7 * 36 + 6) in frame 1 to \(13 * 1296 + 8 * 36 + 2)."
            )
        )
    }

    @Test func rejectsOtherOrders() throws {
        #expect(try Self.traffic(Self.recorded.reversed()).match(SaitamaSignature()) == nil)
        let ordinary = (0..<20).map { "x7k3m9q2aj\(Array("abcdefghijklmnopqrstuvwxyz")[$0])" }
        #expect(try Self.traffic(ordinary).match(SaitamaSignature()) == nil)
    }

    @Test func fourNamesAreTooFew() throws {
        #expect(try Self.traffic(Array(Self.recorded.prefix(4))).match(SaitamaSignature()) == nil)
    }

    /// A build with another alphabet: messages that are all unlike, and a counter in the alphabet's order.
    @Test(arguments: ["abcdefghijklmnopqrstuvwxyz0123456789", "0123456789abcdefghijklmnopqrstuvwxyz"])
    func ordinaryAlphabet(alphabet: String) throws {
        var generator = SeededGenerator(seed: 1)
        let symbols = Array(alphabet)
        let labels = (0..<40).map { index in
            let message = String(
                (0..<(8 + index % 9)).compactMap { _ in symbols.randomElement(using: &generator) }
            )
            let counter = 12_345 + 3 * index
            return message
                + String([symbols[counter / 1_296], symbols[counter / 36 % 36], symbols[counter % 36]])
        }
        #expect(try Self.traffic(labels).match(SaitamaSignature())?.tool.confidence == .probable)
        #expect(try Self.traffic(labels.reversed()).match(SaitamaSignature()) == nil)
        // The same counter behind one word is a row of hosts.
        let hosts = labels.map { "server1" + $0.suffix(3) }
        #expect(try Self.traffic(hosts).match(SaitamaSignature()) == nil)
    }
}
