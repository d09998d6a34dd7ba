import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing

@Suite struct RebindingDetectorTests {
    private static let outside: UInt32 = 0xC633_6401
    private static let inside: UInt32 = 0xC0A8_0101

    @Test(arguments: [inside, 0x7F00_0001, 0x0A00_0001])
    func `one name outside first and inside then is rebinding`(target: UInt32) throws {
        var traffic = Traffic()
        traffic.exchange(at: 0, "x7f3.attack.com", answers: [.address(Self.outside, timeToLive: 1)])
        traffic.exchange(at: 3, "x7f3.attack.com", answers: [.address(target, timeToLive: 1)])
        let finding = try #require(traffic.findings(.rebinding).first)
        #expect(finding.severity == .medium && finding.zone == "attack.com")
        #expect(finding.addresses == [IPAddress(v4: target)])
        #expect(finding.evidence.map(\.feature) == ["rebound_names", "shortest_time_to_live"])
    }

    /// fd3e:4f5a:5b81::1 is what Windows expects of dns.msftncsi.com, beside 131.107.255.255.
    @Test(arguments: [("msftncsi.com", UInt8(1), false), ("msftncsi.com", 2, true), ("example.com", 1, true)])
    func `the probe of Windows is expected, nothing else is`(zone: String, last: UInt8, isFound: Bool) {
        let probe: [UInt8] = [0xFD, 0x3E, 0x4F, 0x5A, 0x5B, 0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]
        var traffic = Traffic()
        traffic.exchange(at: 0, "dns.\(zone)", answers: [.address(0x836B_FFFF)])
        traffic.exchange(
            at: 1,
            "dns.\(zone)",
            type: .aaaa,
            answers: [Traffic.Answer(type: .aaaa, octets: probe)]
        )
        #expect(traffic.findings(.rebinding).isEmpty == !isFound)
    }

    @Test func `the order of the two does not matter`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "x7f3.attack.com", answers: [.address(Self.inside, timeToLive: 0)])
        traffic.exchange(at: 3, "x7f3.attack.com", answers: [.address(Self.outside, timeToLive: 0)])
        #expect(traffic.findings(.rebinding).map(\.severity) == [.medium])
    }

    @Test func `metadata for a public name is high`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "m.attack.com", answers: [.address(0xA9FE_A9FE)])
        #expect(traffic.findings(.rebinding).map(\.severity) == [.high])
        traffic = Traffic()
        traffic.exchange(at: 0, "metadata.google.internal", answers: [.address(0xA9FE_A9FE)])
        #expect(traffic.findings(.rebinding).isEmpty)
    }

    @Test func `a service for rebinding is found by its name`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "7f000001.c0a80001.rbndr.us", answers: [.address(Self.inside)])
        #expect(traffic.findings(.rebinding).contains { $0.zone == "rbndr.us" && $0.severity >= .medium })
    }

    /// Nothing changed between two answers; it may be a mistake.
    @Test func `loopback beside an address outside is a remark`() {
        var traffic = Traffic()
        traffic.exchange(
            at: 0,
            "x.attack.com",
            answers: [.address(Self.outside, timeToLive: 0), .address(0, timeToLive: 0)]
        )
        #expect(traffic.findings(.rebinding).map(\.severity) == [.low])
    }

    /// RFC 8952 §2.1: until somebody signs in, a network answers all names with its portal.
    @Test(arguments: [(1, true), (6, false)])
    func `a portal that all names lead to for a while is none`(zones: Int, isFound: Bool) {
        var traffic = Traffic()
        for zone in 0..<zones {
            traffic.exchange(
                at: Double(zone),
                "www.site\(zone).com",
                answers: [.address(0x0A01_0101, timeToLive: 5)]
            )
            traffic.exchange(at: Double(60 + zone), "www.site\(zone).com", answers: [.address(Self.outside)])
        }
        #expect(traffic.findings(.rebinding).contains { $0.severity >= .medium } == isFound)
    }

    /// Of the addresses of a tunnel some lie inside; they lead nowhere.
    @Test func `addresses that a channel explains are none`() {
        var generator = SeededGenerator(seed: 9)
        var traffic = Traffic()
        for index in 0..<80 {
            let name =
                TextEncoding.base32.labels(generator.octets(35)) + MessageBuilder.labels("t.example.net")
            let answers = (0..<4).map { _ in
                Traffic.Answer.address(UInt32.random(in: .min ... .max, using: &generator))
            }
            traffic.exchange(
                at: Double(index),
                labels: name,
                answers: answers + [.address(0x7F00_0001), .address(0xA9FE_0101)]
            )
        }
        #expect(traffic.findings.map(\.kind).allSatisfy { $0 != .rebinding })
        #expect(traffic.findings.contains { $0.severity >= .medium })
    }

    @Test func `zones that an organization shows to itself are quiet`() {
        var traffic = Traffic()
        for index in 0..<20 {
            traffic.exchange(
                at: Double(index),
                "host\(index).corp.example.com",
                answers: [.address(Self.inside)]
            )
            traffic.exchange(
                at: Double(index),
                "host\(index).site.internal",
                answers: [.address(Self.inside)]
            )
        }
        #expect(traffic.findings(.rebinding).isEmpty)
    }

    @Test func `one set of addresses with a private one among them is quiet`() {
        var traffic = Traffic()
        let answers: [Traffic.Answer] = [.address(Self.outside), .address(0xAC10_0001)]
        traffic.exchange(at: 0, "cdn.example.com", answers: answers)
        traffic.exchange(at: 9, "cdn.example.com", answers: answers.reversed())
        #expect(traffic.findings(.rebinding).isEmpty)
    }

    @Test func `two resolvers with two views are less`() throws {
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.example.com", server: 0x0808_0808, answers: [.address(Self.outside)])
        traffic.exchange(at: 9, "www.example.com", answers: [.address(Self.inside)])
        #expect(traffic.findings(.rebinding).allSatisfy { $0.severity == .info })
    }
}
