import DNSObservation
import DNSWire
import Findings
import TestSupport
import Testing

/// Services are excused where everybody's resolver was asked, and nowhere else.
@Suite struct OrdinaryResolverTests {
    private static let foreign: UInt32 = 0xCB00_7105

    /// Hash look-ups as Sophos has them, many enough to be looked at.
    private static func lookups(server: UInt32 = Traffic.resolver, isRecursive: Bool = true) -> Traffic {
        var generator = SeededGenerator(seed: 3)
        var traffic = Traffic()
        for index in 0..<400 {
            let one = String(decoding: TextEncoding.base16.encode(generator.octets(8)), as: UTF8.self)
            let two = String(decoding: TextEncoding.base16.encode(generator.octets(10)), as: UTF8.self)
            traffic.exchange(
                at: 20 + Double(index) / 10,
                "\(index % 6).\(one).\(two).samples.sophosxl.net",
                type: .txt,
                client: TrafficModel.client,
                server: server,
                code: .nxDomain
            )
        }
        if !isRecursive {
            for index in traffic.observations.indices { traffic.observations[index].recursionDesired = false }
        }
        return traffic
    }

    private static func finding(in traffic: Traffic) throws -> Finding {
        try #require(traffic.findings.first { $0.zone.hasSuffix("sophosxl.net") })
    }

    @Test func throughTheResolverOfAll() throws {
        let finding = try Self.finding(in: TrafficModel.browsing() + Self.lookups())
        #expect(finding.recognizedAs == "Sophos Extensible List")
        #expect(finding.severity == .info)
    }

    @Test func straightToAForeignServer() throws {
        let finding = try Self.finding(in: TrafficModel.browsing() + Self.lookups(server: Self.foreign))
        #expect(finding.recognizedAs == nil)
        #expect(finding.severity > .info)
    }

    /// A client that leaves out the wish for recursion is not a resolver yet.
    @Test func straightToAForeignServerAsResolversDo() throws {
        let traffic = TrafficModel.browsing() + Self.lookups(server: Self.foreign, isRecursive: false)
        #expect(try Self.finding(in: traffic).recognizedAs == nil)
    }

    @Test func byAResolverThatAsksItsWayDown() throws {
        var others = Traffic()
        for index in 0..<12 {
            others.exchange(
                at: Double(index),
                "www.site\(index).com",
                client: TrafficModel.client,
                server: Self.foreign + 16 + UInt32(index),
                answers: [.address(0x5000_0000 + UInt32(index))]
            )
        }
        for index in others.observations.indices { others.observations[index].recursionDesired = false }
        let finding = try Self.finding(in: others + Self.lookups(server: Self.foreign, isRecursive: false))
        #expect(finding.recognizedAs == "Sophos Extensible List")
        #expect(finding.severity == .info)
    }

    /// DET's sample configuration has `google.com` for a zone and sends straight to the attacker's address.
    @Test func tunnelUnderAFamousName() throws {
        var generator = SeededGenerator(seed: 4)
        var traffic = TrafficModel.browsing()
        for index in 0..<60 {
            traffic.exchange(
                at: 20 + Double(index),
                labels: TextEncoding.base16.labels(generator.octets(90))
                    + MessageBuilder.labels("google.com"),
                client: TrafficModel.client,
                server: Self.foreign,
                answers: nil
            )
        }
        let finding = try #require(traffic.inOrderOfTime.findings.first { $0.zone == "google.com" })
        #expect(finding.recognizedAs == nil)
        #expect(finding.severity >= .medium)
    }
}
