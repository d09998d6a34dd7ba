import DNSWire
import Findings
import NetworkTypes
import Testing
import TunnelDetection
import Watching

@Suite struct SinkholeDetectorTests {
    @Test func `a published sinkhole is found in the answer`() throws {
        var traffic = Traffic()
        // 198.135.184.22, Palo Alto Networks
        traffic.exchange(at: 0, "c2.bad.com", answers: [.address(0xC687_B816)])
        let finding = try #require(traffic.findings(.sinkholed).first)
        #expect(finding.zone == "bad.com" && finding.severity == .medium && finding.list == nil)
    }

    /// 60 packets with 198.135.184.22, which the answer named, in seconds 5 to 9 of the capture.
    private static func flow(
        peer: IPAddress = IPAddress(v4: 0x0A00_0011),
        watched: IPAddress = IPAddress(v4: 0xC687_B816),
        octetsUp: Int = 4_000,
        seconds: ClosedRange<Int64> = 5...9
    ) -> WatchedFlow {
        WatchedFlow(
            peer: peer,
            watched: watched,
            packets: 60,
            octetsUp: octetsUp,
            octetsDown: 700,
            firstSeen: Timestamp(nanoseconds: seconds.lowerBound * 1_000_000_000),
            lastSeen: Timestamp(nanoseconds: seconds.upperBound * 1_000_000_000),
            firstFrame: FramePlace(frame: 7),
            lastFrame: FramePlace(frame: 99)
        )
    }

    @Test func `packets to the sinkhole after the answer weigh more`() throws {
        var traffic = Traffic()
        traffic.exchange(at: 4, "c2.bad.com", answers: [.address(0xC687_B816)])
        let asked = try #require(traffic.findings(.sinkholed).first)
        let contacted = try #require(traffic.findings(flows: [Self.flow()]).first { $0.kind == .sinkholed })
        #expect(contacted.score > asked.score && contacted.title.contains("contacted"))
        #expect(contacted.evidence.contains { $0.feature == "sinkhole_packets" && $0.value == 60 })
        #expect(contacted.bytesUp == 4_000 && contacted.bytesDown == 700)
        #expect(contacted.equivalents.contains("Trojan:EC2/BlackholeTraffic"))
        #expect(!asked.equivalents.contains("Trojan:EC2/BlackholeTraffic"))
        #expect(contacted.displayFilter.hasSuffix("|| ip.addr == 198.135.184.22"))
    }

    @Test func `packets before the answer, of others and to others say nothing`() throws {
        var traffic = Traffic()
        traffic.exchange(at: 20, "c2.bad.com", answers: [.address(0xC687_B816)])
        let alone = try #require(traffic.findings(.sinkholed).first)
        for flow in [
            Self.flow(), Self.flow(peer: IPAddress(v4: 0x0A00_00FE), seconds: 25...30),
            Self.flow(watched: IPAddress(v4: 0x4805_416F), seconds: 25...30),
            Self.flow(octetsUp: 0, seconds: 25...30),
        ] {
            let finding = try #require(traffic.findings(flows: [flow]).first { $0.kind == .sinkholed })
            #expect(finding.score == alone.score && finding.bytesUp == alone.bytesUp)
        }
    }

    @Test func `its alias is found without an address`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "c2.bad.com", answers: [.name(.cname, "sinkhole.paloaltonetworks.com")])
        #expect(traffic.findings(.sinkholed).map(\.zone) == ["bad.com"])
        traffic = Traffic()
        traffic.exchange(at: 0, "www.bad.com", answers: [.name(.cname, "docsite1.paloaltonetworks.com")])
        #expect(traffic.findings(.sinkholed).isEmpty)
    }

    @Test func `the user's sinkhole is found, inside too, and is no rebinding`() throws {
        let list = Watchlist(sinkholes: [ListText(name: "ours", octets: Array("# ours\n10.15.0.20\n".utf8))])
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.bad.com", answers: [.address(0x0A0F_0014)])
        let findings = traffic.findings(list)
        #expect(findings.map(\.kind) == [.sinkholed] && findings[0].list?.line == 2)
    }

    @Test func `a resolver that blocks thousands of names is one remark`() throws {
        var traffic = Traffic()
        for index in 0..<2_000 {
            traffic.exchange(
                at: Double(index),
                "ads\(index).tracker\(index % 200).com",
                answers: [.address(0)]
            )
        }
        let findings = traffic.findings(.sinkholed)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.severity == .info && finding.responses == 2_000)
        #expect((1_400...2_600).contains(finding.distinctNames))
    }

    @Test func `loopback for a public name is a remark, codes of block lists and localhost are not`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "www.parked.com", answers: [.address(0x7F00_0001)])
        #expect(traffic.findings(.sinkholed).map(\.severity) == [.info])
        traffic = Traffic()
        traffic.exchange(at: 0, "2.0.0.127.zen.spamhaus.org", answers: [.address(0x7F00_0004)])
        traffic.exchange(
            at: 1,
            "4z9p5tjmcbnblehp4557z1d136.avqs.mcafee.com",
            answers: [.address(0x7F04_0001)]
        )
        traffic.exchange(at: 2, "localhost.example.com", answers: [.address(0x7F00_0001)])
        traffic.exchange(at: 3, "printer.corp.internal", answers: [.address(0x7F00_0001)])
        #expect(traffic.findings.filter { $0.kind == .sinkholed || $0.kind == .rebinding }.isEmpty)
    }
}
