import DNSObservation
import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dns2tcp by its control labels and its session headers, made by hand from its source's description.
@Suite struct DNS2TCPSignatureTests {
    private static func match(_ traffic: Traffic) throws -> SignatureMatch? {
        DNS2TCPSignature().match(try #require(traffic.channel("example.com", cut: "t.example.com")))
    }

    private static func traffic(_ subdomains: [[[UInt8]]]) -> Traffic {
        var traffic = Traffic()
        for (index, subdomain) in subdomains.enumerated() {
            let labels = subdomain + MessageBuilder.labels("t.example.com")
            traffic.exchange(at: Double(index), labels: labels, type: .txt, answers: nil)
        }
        return traffic
    }

    /// A packet: session id, acknowledged, sequence, type, data.
    private static func packet(
        session: Int,
        acknowledged: Int,
        sequence: Int,
        type: UInt8,
        data: [UInt8] = []
    ) -> [[UInt8]] {
        let header = [session, acknowledged, sequence].flatMap { [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
        return TextEncoding.standardBase64.labels(header + [type] + data, length: 63)
    }

    @Test(arguments: ["=auth", "=connect", "=resource", "=AUTH"])
    func controlLabel(label: String) throws {
        let header = Self.packet(session: 0, acknowledged: 0, sequence: 0, type: 0)
        let match = try #require(try Self.match(Self.traffic([header + [Array(label.utf8)]])))
        #expect(match.tool.name == "dns2tcp")
        #expect(match.tool.confidence == .certain)
    }

    @Test(arguments: ["auth", "=authority", "==auth", "connect="])
    func almostAControlLabel(label: String) throws {
        let header = Self.packet(session: 0, acknowledged: 0, sequence: 0, type: 0)
        #expect(try Self.match(Self.traffic([header + [Array(label.utf8)]])) == nil)
    }

    @Test func sessionHeaders() throws {
        let names = (0..<20).map { index in
            Self.packet(
                session: 0xA17C,
                acknowledged: index / 2,
                sequence: 500 + index,
                type: 0x08,
                data: [1, UInt8(index)]
            )
        }
        #expect(try Self.match(Self.traffic(names)) != nil)
        #expect(try Self.match(Self.traffic(Array(names.prefix(7)))) == nil)
    }

    /// Small packets of rising length in Base32 read like headers of one session, but for their letter case.
    @Test func otherCountersInOneLetterCase() throws {
        var generator = SeededGenerator(seed: 10)
        let names = (0..<24).map { index in
            let packet =
                [0x45, 0, 0, UInt8(60 + index), 0, UInt8(index), 0x40, 0] + generator.octets(52 + index)
            return ToolEncoding.labels(Array("d".utf8) + TextEncoding.base32.encode(packet))
        }
        #expect(try Self.match(Self.traffic(names)) == nil)
    }

    /// Half of all messages lost, answers a few questions late: what was only answered comes out of order.
    @Test func halfOfTheMessages() throws {
        var generator = SeededGenerator(seed: 9)
        var traffic = Traffic()
        for index in 0..<200 {
            let name = Self.packet(session: 0xA17C, acknowledged: index, sequence: 500 + index, type: 0x08)
            traffic.exchange(
                at: Double(index),
                labels: name + MessageBuilder.labels("t.example.com"),
                type: .txt,
                delay: 3.5
            )
        }
        traffic = traffic.inOrderOfTime
        traffic.observations.removeAll { _ in Bool.random(using: &generator) }
        #expect(try Self.match(traffic)?.evidence.feature == "dns2tcp_session_names")
        // Of answers alone, which are in order among themselves.
        traffic.observations.removeAll { !$0.isResponse }
        #expect(try Self.match(traffic)?.evidence.feature == "dns2tcp_session_names")
    }

    @Test func sequenceNumbersMayWrap() throws {
        let names = (0..<20).map {
            Self.packet(session: 3, acknowledged: 65_530 + $0, sequence: 65_526 + $0, type: 0x04)
        }
        #expect(try Self.match(Self.traffic(names)) != nil)
    }

    @Test func headersThatDoNotRise() throws {
        var generator = SeededGenerator(seed: 4)
        let jumping = (0..<20).map { _ in
            Self.packet(
                session: 0xA17C,
                acknowledged: Int.random(in: 0...65_535, using: &generator),
                sequence: Int.random(in: 0...65_535, using: &generator),
                type: 8
            )
        }
        #expect(try Self.match(Self.traffic(jumping)) == nil)
        let standing = (0..<20).map {
            Self.packet(session: 0xA17C, acknowledged: 1, sequence: 1, type: 8, data: [UInt8($0)])
        }
        #expect(try Self.match(Self.traffic(standing)) == nil)
    }

    @Test func chanceDoesNotMatch() throws {
        var generator = SeededGenerator(seed: 0xD25)
        for _ in 0..<100 {
            // Short labels: long ones would be searched for text as well, which takes time.
            let names = (0..<16).map { _ in TextEncoding.base64.labels(generator.octets(10), length: 7) }
            #expect(try Self.match(Self.traffic(names)) == nil)
        }
    }
}
