import FindingReport
import Findings
import NetworkTypes
import Testing

@Suite struct ClientsReportTests {
    /// A client with everything, and one behind a router with nothing but a query.
    private static func sample() -> ClientReport {
        /// So many seconds after 2026-11-23 20:00:00 UTC, which is 1 795 464 000 by `date -u -d`.
        func moment(_ seconds: Int) -> Timestamp {
            Timestamp(nanoseconds: (1_795_464_000 + Int64(seconds)) * 1_000_000_000)
        }
        let outside = IPAddress(v4: 0xC633_6409)
        var report = ClientReport(subject: .zone("evil\\.\\027.example"), followUpSeconds: 300)
        report.scan.inputs = [InputSummary(path: "office\u{1B}.pcap")]
        report.scan.packets = 1_000
        report.scan.dnsMessages = 90
        report.lost = 3
        var known = ClientRecord(address: IPAddress(v4: 0x0A00_0007), time: moment(0))
        known.lastSeen = moment(3_600)
        known.queries = 40
        known.responses = 39
        known.queryTypes = [TypeCount(type: "TXT", count: 30), TypeCount(type: "A", count: 10)]
        known.responseCodes = [TypeCount(type: "NOERROR", count: 39)]
        known.bytesUp = 4_000
        known.bytesDown = 12_345
        known.resolvers = [ResolverCount(address: IPAddress(v4: 0x0A00_0035), queries: 40)]
        known.answers = (1...7).map { AnswerCount(type: "TXT", value: "\\003data\($0)", count: 8 - $0) }
        known.moreAnswers = 2
        var connection = FollowUp(
            address: outside,
            transport: "tcp",
            port: 443,
            firstSeen: moment(10),
            secondsAfterAnswer: 0.25
        )
        connection.packets = 12
        connection.bytesUp = 900
        connection.bytesDown = 45_000
        known.connections = [connection]
        known.moreConnections = 4
        known.device.hardwareAddress = HardwareAddress(bits: 0x0800_2700_0007)
        known.device.vendor = "VirtualBox virtual machine"
        known.device.names = [
            DeviceHints.OwnName(source: .dhcp, name: "laptop-7"),
            DeviceHints.OwnName(source: .mdns, name: "laptop.local"),
        ]
        var hidden = ClientRecord(
            address: IPAddress(v6High: 0x2001_0db8_0000_0000, low: 0x17),
            time: moment(5)
        )
        hidden.queries = 1
        hidden.queryTypes = [TypeCount(type: "AAAA", count: 1)]
        hidden.bytesUp = 40
        hidden.device.router = HardwareAddress(bits: 0x0200_0000_00FE)
        hidden.device.routerAddresses = 64
        report.clients = [known, hidden]
        return report
    }

    private let report = ClientsReport(sample(), version: "0.0.0")

    @Test(arguments: [80, 200])
    func `golden text`(width: Int) throws {
        try expectGolden(report.text(.init(width: width)), "clients.\(width).txt")
    }

    @Test func `golden JSON`() throws {
        try expectGolden(report.document, "clients.json")
        try expectGolden(report.lines, "clients.ndjson")
    }

    @Test(arguments: [60, 80, 200])
    func `lines fit and hold nothing raw`(width: Int) {
        for line in report.text(.init(width: width, isVerbose: true)).split(separator: "\n") {
            #expect(line.unicodeScalars.count <= width && line.last != " ")
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        }
        #expect(!report.document.contains("\u{1B}"))
    }
}
