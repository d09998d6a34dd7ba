import DNSWire
import Findings
import TestSupport
import Testing

/// Reverse look-ups of data, beside those of hosts.
@Suite struct ReverseAddressSpreadTests {
    private func findings(_ addresses: [[UInt8]]) -> [Finding] {
        var traffic = Traffic()
        for (index, address) in addresses.enumerated() {
            let name = address.reversed().map(String.init).joined(separator: ".") + ".in-addr.arpa"
            traffic.exchange(at: Double(index), name, type: .ptr, answers: [], code: .nxDomain)
        }
        return traffic.findings.filter { $0.severity >= .medium }
    }

    private func addresses(_ count: Int, _ octets: (Int) -> [UInt8]) -> [[UInt8]] { (0..<count).map(octets) }

    @Test func `text and noise in addresses below one octet are found`() throws {
        let text = Array(
            """
            Every clerk keeps two ledgers: one that auditors may read, and another, bound in green, that nobody \
            admits to owning. Last Thursday Brown photographed pages 12 to 37 of it, which list payments through \
            Vaduz, Nicosia and Port Vila. Bring $4,000 in worn notes; he will wait by the fountain until half past \
            six, whistling. If rain falls, use the arcade. Burn this, then forget whose voice you heard.
            """.utf8
        )
        let spelled = addresses(text.count / 3) { index in [77] + text[3 * index..<3 * index + 3] }
        let finding = try #require(findings(spelled).first)
        #expect(finding.zone == "77.in-addr.arpa" && finding.kind == .exfiltration)
        #expect(finding.evidence.contains { $0.feature == "reverse_printable_ratio" && $0.value == 1 })

        var generator = SeededGenerator(seed: 8)
        let noise = addresses(300) { _ in
            [77] + (0..<3).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
        #expect(findings(noise).first?.evidence.contains { $0.feature == "reverse_network_ratio" } == true)
    }

    private static let letter = Array(
        """
        Every clerk keeps two ledgers: one that auditors may read, and another, bound in green, that nobody admits to \
        owning. Last Thursday Brown photographed pages 12 to 37 of it, which list payments through Vaduz, Nicosia and \
        Port Vila. Bring $4,000 in worn notes; he will wait by the fountain until half past six, whistling. If rain \
        falls, use the arcade. Burn this, then forget whose voice you heard, and never write to this address again.
        """.utf8
    )

    /// Below any suffix, as lists are asked, and answered with their codes.
    @Test(arguments: [true, false])
    func `text in addresses that a list is asked for is found`(isText: Bool) {
        var generator = SeededGenerator(seed: 10)
        var traffic = Traffic()
        for index in 0..<80 {
            let address = isText ? Array(Self.letter[4 * index..<4 * index + 4]) : generator.octets(4)
            traffic.exchange(
                at: Double(index * index) / 9,
                address.reversed().map(String.init).joined(separator: ".") + ".bl.example.org",
                answers: [.address(0x7F00_0002)]
            )
        }
        #expect(traffic.findings.contains { $0.severity >= .medium } == isText)
    }

    /// In whole addresses of one network, and in names that are the beginning of one.
    @Test(arguments: [8, 7], [true, false])
    func `text in addresses of IPv6 is found`(octets: Int, isText: Bool) {
        var generator = SeededGenerator(seed: 11)
        var traffic = Traffic()
        for index in 0..<50 {
            let start: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0x7C, 0x11] + (octets == 8 ? [0, 7] : [])
            let piece =
                isText
                ? Array(Self.letter[octets * index..<octets * index + octets]) : generator.octets(octets)
            let nibbles = (start + piece).flatMap { [$0 >> 4, $0 & 15] }
            traffic.exchange(
                at: Double(index * 6),
                nibbles.reversed().map { String($0, radix: 16) }.joined(separator: ".") + ".ip6.arpa",
                type: .ptr,
                code: .nxDomain
            )
        }
        let finding = traffic.findings.first { $0.severity >= .medium }
        #expect((finding?.evidence.contains { $0.feature == "reverse_printable_ratio" } ?? false) == isText)
    }

    @Test func `hosts are silent`() {
        var generator = SeededGenerator(seed: 9)
        func octet() -> UInt8 { UInt8.random(in: 1...254, using: &generator) }
        // The whole Internet; a sweep; the hosts of thirty subnets; printable, but dense.
        #expect(findings(addresses(400) { _ in (0..<4).map { _ in octet() } }).isEmpty)
        #expect(findings(addresses(508) { [10, 1, UInt8($0 / 254), UInt8($0 % 254 + 1)] }).isEmpty)
        #expect(findings(addresses(300) { [10, 20, UInt8($0 % 30), octet()] }).isEmpty)
        #expect(findings(addresses(120) { [10, 50, 60, UInt8(33 + $0 % 90)] }).isEmpty)
    }
}
