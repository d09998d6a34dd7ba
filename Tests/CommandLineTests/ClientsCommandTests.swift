import Foundation
import TestSupport
import Testing

/// Who talked to it: captures in, clients out.
@Suite struct ClientsCommandTests {
    private struct Report: Decodable {
        struct Named: Decodable, Equatable {
            let source: String
            let name: String
        }
        struct Router: Decodable {
            let hardwareAddress: String
            let addresses: Int
        }
        struct Device: Decodable {
            let hardwareAddress: String?
            let vendor: String?
            let behindRouter: Router?
            let names: [Named]
        }
        struct Answer: Decodable, Equatable {
            let type: String
            let value: String
            let count: Int
        }
        struct Connection: Decodable {
            let address: String
            let `protocol`: String
            let port: Int
            let secondsAfterAnswer: Double?
            let packets: Int
            let bytesUp: Int
            let bytesDown: Int
        }
        struct Resolver: Decodable {
            let address: String
            let queries: Int
        }
        struct Client: Decodable {
            let address: String
            let firstSeen: String
            let lastSeen: String
            let queries: Int
            let responses: Int
            let queryTypes: [String: Int]
            let responseCodes: [String: Int]
            let bytesUp: Int
            let bytesDown: Int
            let resolvers: [Resolver]
            let answers: [Answer]
            let connections: [Connection]
            let device: Device
        }
        let schema: String
        let zone: String?
        let lost: Int
        let clients: [Client]
    }

    private static func report(_ options: [String], captures: [String]? = nil) throws -> Report {
        let folder = try TemporaryFolder()
        try Data(OfficeCapture().octets).write(to: URL(filePath: folder.path("office.pcap")))
        let result = try Command.run(
            ["clients", "-f", "json"] + options + (captures ?? [folder.path("office.pcap")])
        )
        #expect(result.status == 0 && result.errors == "")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.output.utf8))
    }

    @Test func `a device is told by all that it says of itself`() throws {
        let report = try Self.report(["--zone", "evil.example"])
        #expect(report.schema == "dnsscan.clients/1" && report.zone == "evil.example" && report.lost == 0)
        #expect(report.clients.map(\.address) == ["10.0.0.7", "192.0.2.20"])
        let client = try #require(report.clients.first)
        #expect(client.device.hardwareAddress == "08:00:27:00:00:07")
        #expect(client.device.vendor == "VirtualBox virtual machine" && client.device.behindRouter == nil)
        #expect(
            client.device.names == [
                .init(source: "dhcp", name: "laptop-7"), .init(source: "mdns", name: "laptop.local"),
                .init(source: "nbns", name: "LAPTOP-7"),
            ]
        )
    }

    @Test func `what was asked, what came back, and who connected`() throws {
        let client = try #require(try Self.report(["--zone", "EVIL.example."]).clients.first)
        #expect(client.queries == 1 && client.responses == 1)
        #expect(client.queryTypes == ["A": 1] && client.responseCodes == ["NOERROR": 1])
        // A header of 12 octets, a name of 17 and 4 for type and class; the answer has a pointer and 14 more.
        #expect(client.bytesUp == 12 + 17 + 4 && client.bytesDown == 33 + 2 + 10 + 4)
        #expect(client.resolvers.map(\.address) == ["10.0.0.53"] && client.resolvers.map(\.queries) == [1])
        #expect(client.answers == [.init(type: "A", value: "198.51.100.9", count: 1)])
        let connection = try #require(client.connections.first)
        #expect(client.connections.count == 1)
        #expect(
            connection.address == "198.51.100.9" && connection.protocol == "tcp" && connection.port == 443
        )
        #expect(connection.secondsAfterAnswer == 0.5)
        #expect(connection.packets == 3 && connection.bytesUp == 80 && connection.bytesDown == 40)
        // 1,700,000,000 is 2023-11-14 22:13:20 UTC by `date -u -d`.
        #expect(client.firstSeen == "2023-11-14T22:13:21.000000Z")
        #expect(client.lastSeen == "2023-11-14T22:13:21.540000Z")
    }

    @Test func `a router's address is not given as a device's`() throws {
        let client = try #require(try Self.report(["--zone", "evil.example"]).clients.last)
        #expect(client.device.hardwareAddress == nil && client.device.names.isEmpty)
        let router = try #require(client.device.behindRouter)
        // 10.0.0.1, 198.51.100.9 and the two clients.
        #expect(router.hardwareAddress == "02:00:00:00:00:fe" && router.addresses == 4)
        #expect(client.responseCodes == ["NXDOMAIN": 1] && client.connections.isEmpty)
    }

    @Test func `an address finds its clients with and without an answer`() throws {
        let clients = try Self.report(["--address", "198.51.100.9"]).clients
        #expect(clients.map(\.address) == ["10.0.0.7", "192.0.2.20"])
        #expect(clients.map(\.queries) == [1, 0])
        #expect(clients[0].connections.map(\.secondsAfterAnswer) == [0.5])
        #expect(clients[1].connections.count == 1 && clients[1].connections[0].secondsAfterAnswer == nil)
    }

    @Test func `everybody is listed without a question`() throws {
        let clients = try Self.report([]).clients
        #expect(clients.map(\.address) == ["10.0.0.7", "192.0.2.20", "192.0.2.21"])
        #expect(try Self.report(["--zone", "vil.example"]).clients.isEmpty)
    }

    /// tshark's count of queries in the zone, from the client that the manifest names.
    @Test(.enabled(if: TShark.isInstalled, "needs tshark"))
    func `a recorded tunnel has its client`() throws {
        let capture = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"
        let clients = try Self.report(["--zone", "t.example.net"], captures: [capture]).clients
        #expect(clients.map(\.address) == ["10.53.0.2"])
        let filter = #"dns.flags.response == 0 && dns.qry.name matches "(^|\\.)t\\.example\\.net$""#
        #expect(try clients[0].queries == TShark.count(in: capture, filter: filter))
        #expect(clients[0].queryTypes.keys.sorted() == ["TXT"])
    }

    // MARK: Output

    @Test(arguments: [80, 200])
    func `text names the device and fits`(columns: Int) throws {
        let folder = try TemporaryFolder()
        try Data(OfficeCapture().octets).write(to: URL(filePath: folder.path("office.pcap")))
        let result = try Command.script(
            #"script -qec "stty cols $2; dnsscan clients --color never '$1'" /dev/null"#,
            [folder.path("office.pcap"), "\(columns)"]
        )
        let lines = result.output.split(whereSeparator: \.isNewline)
        #expect(lines.allSatisfy { $0.count <= columns })
        #expect(result.output.contains("laptop-7 (dhcp)") && result.output.contains("behind a router"))
        #expect(result.output.contains("198.51.100.9 tcp/443, 500 ms after its answer"))
    }

    @Test func `lines and files`() throws {
        let folder = try TemporaryFolder()
        try Data(OfficeCapture().octets).write(to: URL(filePath: folder.path("office.pcap")))
        let lines = try Command.run(["clients", "-f", "ndjson", folder.path("office.pcap")]).output
        #expect(lines.split(separator: "\n").count == 3)
        let result = try Command.run([
            "clients", "-f", "json", "-o", folder.path("clients.json"), folder.path("office.pcap"),
        ])
        #expect(result.status == 0 && result.output.contains("3 clients asked 3 queries"))
        #expect(
            try String(contentsOfFile: folder.path("clients.json"), encoding: .utf8).hasPrefix(
                "{\n  \"schema\""
            )
        )
    }

    @Test(arguments: [
        ["--zone", "a..b"], ["--address", "10.0.0"], ["--zone", "a", "--address", "10.0.0.1"],
        ["-f", "yaml"],
    ])
    func `wrong usage`(options: [String]) throws {
        let result = try Command.run(["clients"] + options + ["x.pcap"])
        #expect(result.status == 64 && result.output == "" && result.errors.hasPrefix("dnsscan: "))
    }

    @Test func `a capture that cannot be read does not stop the others`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run([
            "clients", folder.path("missing"), "Fixtures/captures/tunnels/iodine_null_data.pcap",
        ])
        #expect(result.status == 2 && result.output.contains("10.53.0.2"))
    }

    @Test func `nothing from a capture reaches the terminal raw`() throws {
        let folder = try TemporaryFolder()
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        for format in ["text", "json", "ndjson"] {
            let output = try Command.run(["clients", "-v", "-f", format, folder.path("hostile.pcap")]).output
            #expect(output.count > 200)
            // Beside ASCII there is only the ellipsis of what was shortened.
            #expect(
                output.unicodeScalars.allSatisfy {
                    ["\n", "…"].contains($0) || (0x20...0x7E).contains($0.value)
                }
            )
        }
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "python3 has no module jsonschema"))
    func `every list satisfies the schema`() throws {
        let folder = try TemporaryFolder()
        try Data(OfficeCapture().octets).write(to: URL(filePath: folder.path("office.pcap")))
        try Data(HostileCapture.octets).write(to: URL(filePath: folder.path("hostile.pcap")))
        for capture in [folder.path("office.pcap"), folder.path("hostile.pcap")] {
            let complaints = try JSONSchema.complaints(
                about: #"dnsscan clients -f json "$1""#,
                [capture],
                schema: "clients"
            )
            #expect(complaints == "")
        }
    }
}
