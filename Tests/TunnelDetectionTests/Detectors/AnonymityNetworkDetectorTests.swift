import DNSWire
import Findings
import Testing

@Suite struct AnonymityNetworkDetectorTests {
    private static let service = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad"

    @Test(arguments: [
        ("onion", "onion"), ("i2p", "i2p"), ("onion.ws", "onion.ws"), ("tor2web.org", "tor2web.org"),
    ])
    func `names inside and gateways are found`(suffix: String, zone: String) {
        var traffic = Traffic()
        traffic.exchange(at: 0, "\(Self.service).\(suffix)", code: .nxDomain)
        #expect(traffic.findings(.anonymityNetwork).map(\.zone) == [zone])
        #expect(traffic.findings(.anonymityNetwork).map(\.severity) == [.low])
    }

    @Test(arguments: ["onion.example.com", "theonion.com", "www.torproject.org", "i2p.example.org"])
    func `other names are not`(name: String) {
        var traffic = Traffic()
        traffic.exchange(at: 0, name)
        #expect(traffic.findings(.anonymityNetwork).isEmpty)
    }
}
