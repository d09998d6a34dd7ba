import Findings
import Testing

@Suite struct MiningDetectorTests {
    @Test(arguments: [
        ("xmr-eu1.nanopool.org", Severity.medium), ("pool.supportxmr.com", .medium),
        ("www.nanopool.org", .low),
        ("nanopool.org", .low),
    ])
    func `hosts of miners weigh more than pages`(name: String, severity: Severity) {
        var traffic = Traffic()
        traffic.exchange(at: 0, name, answers: [.address(0xC633_6401)])
        #expect(traffic.findings(.mining).map(\.severity) == [severity])
    }

    @Test(arguments: ["pool.example.com", "notnanopool.org", "xmr.example.net"])
    func `other pools are none`(name: String) {
        var traffic = Traffic()
        traffic.exchange(at: 0, name)
        #expect(traffic.findings(.mining).isEmpty)
    }
}
