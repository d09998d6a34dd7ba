import DNSWire
import Findings
import NetworkTypes
import Testing
import Watching

@Suite struct ResolverBypassDetectorTests {
    private static let publicResolver: UInt32 = 0x0808_0808
    private static let policy = Watchlist(resolvers: [AddressPrefix("10.0.0.53")].compactMap { $0 })

    /// So many clients that ask the usual resolver for ten names each.
    private static func office(clients: Int) -> Traffic {
        var traffic = Traffic()
        for client in 0..<clients {
            for name in 0..<10 {
                traffic.exchange(
                    at: Double(client * 10 + name),
                    "www\(name).example.com",
                    client: 0x0A00_0100 + UInt32(client),
                    answers: [.address(0xC633_6401)]
                )
            }
        }
        return traffic
    }

    @Test func `with a policy any other server is medium`() throws {
        var traffic = Self.office(clients: 10)
        traffic.exchange(at: 5, "example.org", client: 0x0A00_0100, server: Self.publicResolver)
        let findings = traffic.findings(.resolverBypass, Self.policy)
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.severity == .medium)
        #expect(finding.servers == [IPAddress(v4: Self.publicResolver)] && finding.clients.count == 1)
        #expect(finding.evidence[0].statement.contains("Allowed are 10.0.0.53."))
    }

    /// RFC 1122 §3.2.1.3: such messages leave no host.
    @Test func `a stub resolver on the host itself is no bypass`() {
        var traffic = Traffic()
        for second in 0..<20 {
            traffic.exchange(at: Double(second), "example.org", client: 0x7F00_0001, server: 0x7F00_0035)
            traffic.exchange(at: Double(second) + 0.1, "example.org", client: 0x0A00_0007)
        }
        #expect(traffic.findings(.resolverBypass, Self.policy).isEmpty)
        #expect(traffic.findings(.resolverBypass).isEmpty)
    }

    @Test func `a policy may be a network, and those inside it may ask anybody`() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "example.org", client: Traffic.resolver, server: 0xC633_6402)
        traffic.exchange(at: 1, "example.org", server: 0x0A00_0037)
        let network = Watchlist(resolvers: [AddressPrefix("10.0.0.32/27")].compactMap { $0 })
        #expect(traffic.findings(.resolverBypass, network).isEmpty)
    }

    @Test func `without one the usual resolvers are stated, and another is a remark`() throws {
        var traffic = Self.office(clients: 10)
        traffic.exchange(at: 5, "example.org", client: 0x0A00_0100, server: Self.publicResolver)
        let finding = try #require(traffic.findings(.resolverBypass).first)
        #expect(finding.severity == .info)
        #expect(finding.evidence[0].statement.contains("Usual in this capture are 10.0.0.53."))
    }

    @Test func `two resolvers of one client are both usual`() {
        var traffic = Self.office(clients: 1)
        traffic.exchange(at: 5, "example.org", client: 0x0A00_0100, server: Self.publicResolver)
        #expect(traffic.findings(.resolverBypass).isEmpty)
    }

    @Test func `encrypted DNS goes past a policy`() throws {
        let endpoint = EncryptedDNSEndpoint(
            client: IPAddress(v4: 0x0A00_0100),
            server: IPAddress(v4: 0x0101_0101),
            transport: "DoT",
            packets: 40,
            firstSeen: Timestamp(nanoseconds: 3_000_000_000),
            lastSeen: Timestamp(nanoseconds: 4_000_000_000)
        )
        let traffic = Self.office(clients: 2)
        let found = traffic.findings(Self.policy, encryptedDNS: [endpoint]).filter {
            $0.kind == .resolverBypass
        }
        #expect(found.map(\.severity) == [.medium] && found.first?.servers == [IPAddress(v4: 0x0101_0101)])
        #expect(found.first?.firstSeen == endpoint.firstSeen && found.first?.lastSeen == endpoint.lastSeen)
        #expect(traffic.findings(encryptedDNS: [endpoint]).allSatisfy { $0.kind != .resolverBypass })
    }

    @Test(arguments: [RecordType.null, .any, .axfr, RecordType(rawValue: 65_399)])
    func `types that clients have no use for are a remark`(type: RecordType) throws {
        var traffic = Self.office(clients: 5)
        traffic.exchange(at: 5, "example.org", type: type, client: 0x0A00_0100)
        let finding = try #require(traffic.findings(.resolverBypass).first)
        #expect(finding.severity == .info && finding.queryTypes.map(\.type) == [type.description])
        #expect(Self.office(clients: 5).findings(.resolverBypass).isEmpty)
    }

    @Test func `clients of one set of servers are one finding`() {
        var traffic = Self.office(clients: 20)
        for client in 0..<4 {
            traffic.exchange(
                at: 5,
                "x.org",
                client: 0x0A00_0100 + UInt32(client),
                server: Self.publicResolver
            )
        }
        #expect(traffic.findings(.resolverBypass, Self.policy).map(\.clients.count) == [4])
    }

    /// RFC 1122 §3.2.1.3: nothing in 127.0.0.0/8 leaves a host, as between programs and the stub resolver there.
    @Test(arguments: [(UInt32(0x7F00_0035), false), (0x0808_0404, true)])
    func `what does not leave a host goes past nothing`(server: UInt32, isFound: Bool) {
        var traffic = Self.office(clients: 3)
        for index in 0..<30 {
            traffic.exchange(at: Double(index), "www.x\(index).org", client: 0x7F00_0001, server: server)
        }
        #expect(traffic.findings(.resolverBypass, Self.policy).isEmpty == !isFound)
    }
}
