import DNSObservation
import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dnscat2 by packets that its answers echo, made by hand from its protocol document.
@Suite struct DNSCat2SignatureTests {
    private static func match(_ traffic: Traffic) throws -> SignatureMatch? {
        DNSCat2Signature().match(try #require(traffic.channel("example.com", cut: "t.example.com")))
    }

    /// A packet: its id, type, session id, body.
    private static func packet(_ id: Int, type: UInt8, session: Int, body: [UInt8] = []) -> [UInt8] {
        [UInt8(id >> 8 & 0xFF), UInt8(id & 0xFF), type, UInt8(session >> 8), UInt8(session & 0xFF)] + body
    }

    /// Hexadecimal in labels of 60 digits.
    private static func name(_ packet: [UInt8]) -> [[UInt8]] {
        TextEncoding.base16.labels(packet, length: 60) + MessageBuilder.labels("t.example.com")
    }

    /// One exchange for each pair of packets, over TXT.
    private static func session(_ packets: [(query: [UInt8], answer: [UInt8]?)]) -> Traffic {
        var traffic = Traffic()
        for (index, packet) in packets.enumerated() {
            let answer = packet.answer.map { Traffic.Answer.text(TextEncoding.base16.encode($0)) }
            traffic.exchange(
                at: Double(index),
                labels: name(packet.query),
                type: .txt,
                answers: answer.map { [$0] }
            )
        }
        return traffic
    }

    @Test(arguments: [0x00, 0x01, 0x02, 0x03, 0xFF] as [UInt8])
    func echoes(type: UInt8) throws {
        let packets = (0..<3).map { index in
            (
                query: Self.packet(100 + index, type: type, session: 0xBEEF, body: [0, 1, 0, 1]),
                answer: Self.packet(300 + index, type: type, session: 0xBEEF) as [UInt8]?
            )
        }
        let match = try #require(try Self.match(Self.session(packets)))
        #expect(match.tool.name == "dnscat2")
        #expect(match.tool.confidence == .certain)
        #expect(match.tool.because.contains("0xbeef"))
    }

    @Test(arguments: [RecordType.cname, .mx])
    func echoesInNames(type: RecordType) throws {
        var traffic = Traffic()
        for index in 0..<3 {
            let answer = TextEncoding.base16.encode(Self.packet(index, type: 1, session: 0x1234))
            traffic.exchange(
                at: Double(index),
                labels: Self.name(Self.packet(index, type: 1, session: 0x1234, body: [9])),
                type: type,
                answers: [.name(type, String(decoding: answer, as: UTF8.self) + ".t.example.com")]
            )
        }
        #expect(try Self.match(traffic) != nil)
    }

    @Test func sessionWithoutAnswers() throws {
        let packets = (0..<8).map {
            (query: Self.packet($0, type: 1, session: 0x0BAD, body: [0, 0]), answer: nil as [UInt8]?)
        }
        #expect(try Self.match(Self.session(packets)) != nil)
        #expect(try Self.match(Self.session(Array(packets.dropLast()))) == nil)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let packets: [(query: [UInt8], answer: [UInt8]?)]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(
            name: "one echo only",
            packets: [(packet(1, type: 1, session: 7), packet(2, type: 1, session: 7))]
        ),
        Row(
            name: "unknown type",
            packets: (0..<9).map { (packet($0, type: 5, session: 7), packet($0, type: 5, session: 7)) }
        ),
        Row(
            name: "another session in the answers",
            packets: (0..<4).map { (packet($0, type: 1, session: 7), packet($0, type: 1, session: 8)) }
        ),
        Row(
            name: "another type in the answers",
            packets: (0..<4).map { (packet($0, type: 1, session: 7), packet($0, type: 2, session: 7)) }
        ),
        Row(name: "too short", packets: (0..<9).map { ([0, UInt8($0), 1, 0], [0, 0, 1, 0]) }),
        Row(
            name: "a session for each name",
            packets: (0..<20).map { (packet($0, type: 1, session: $0), nil) }
        ),
    ])
    func comesClose(_ row: Row) throws {
        #expect(try Self.match(Self.session(row.packets)) == nil)
    }

    /// Names of `ip6.arpa` are hexadecimal digits too: hosts with low numbers in several networks have a run
    /// of zeros where dnscat2 has type and session.
    @Test func reverseAddressesAreNoSession() {
        var traffic = Traffic()
        for network in 0..<8 {
            for host in 1...4 {
                let digits = TextEncoding.base16.encode(
                    [0x20, 0x01, 0x0D, 0xB8, 0, 0, UInt8(network * 31), UInt8(network)] + [
                        0, 0, 0, 0, 0, 0, 0, UInt8(host * 16 + 5),
                    ]
                )
                let labels = digits.reversed().map { [$0] } + MessageBuilder.labels("ip6.arpa")
                let name = Traffic.Answer.name(.ptr, "host\(host).net\(network).example.net")
                traffic.exchange(at: Double(network * 10 + host), labels: labels, type: .ptr, answers: [name])
            }
        }
        #expect(traffic.findings.filter { $0.severity >= .low }.map(\.title).isEmpty)
        // The same below a zone of one's own, as for look-ups in lists (RFC 5782 §2.4).
        var list = Traffic()
        for observation in traffic.observations {
            var observation = observation
            let name = observation.queryName.dropLast(9) + MessageBuilder.name("list.example.com").dropLast()
            observation.setQuestion(name: Array(name), type: .ptr)
            list.observations.append(observation)
        }
        #expect(list.findings.allSatisfy { $0.tool == nil })
    }

    @Test func chanceDoesNotMatch() throws {
        var generator = SeededGenerator(seed: 0xCA7)
        for _ in 0..<100 {
            var traffic = Traffic()
            for index in 0..<16 {
                // Short labels: long ones would be searched for text as well, which takes time.
                let labels = TextEncoding.base16.labels(generator.octets(9), length: 6)
                let answer = Traffic.Answer.text(TextEncoding.base16.encode(generator.octets(9)))
                traffic.exchange(
                    at: Double(index),
                    labels: labels + MessageBuilder.labels("t.example.com"),
                    type: .txt,
                    answers: [answer]
                )
            }
            #expect(try Self.match(traffic) == nil)
        }
    }

    /// What the traffic tells of a session: that it is in clear, its name, the records, and no zone.
    @Test func modeIsNamed() throws {
        let name = Array("console (host)".utf8)
        let open = Self.packet(1, type: 0, session: 0x1234, body: [0x10, 0, 0, 1] + name + [0])
        let data = (2..<6).map { Self.packet($0, type: 1, session: 0x1234, body: [0, 0, 0, 0, 9]) }
        let clear = Self.session(([open] + data).map { (query: $0, answer: $0 as [UInt8]?) })
        let because = try #require(try Self.match(clear)).tool.because
        #expect(because.contains("not encrypted") && because.contains("in TXT records"))
        #expect(because.contains("called \"console (host)\""))
        let encrypted = Self.session(
            (0..<4).map { index in
                let packet = Self.packet(index, type: 3, session: 0x1234, body: [0, 1, 2, 3])
                return (query: packet, answer: packet as [UInt8]?)
            }
        )
        #expect(try #require(try Self.match(encrypted)).tool.because.contains(", encrypted"))
    }

    /// The operator's web server is asked for under the same zone.
    @Test func fewOtherNamesDoNotHide() throws {
        var traffic = Self.session(
            (0..<24).map { index in
                (
                    query: Self.packet(
                        100 + 7 * index,
                        type: 1,
                        session: 0x0F0F,
                        body: [UInt8(index), 1, 2]
                    ), answer: nil
                )
            }
        )
        traffic.exchange(at: 30, "www.t.example.com")
        #expect(try Self.match(traffic)?.evidence.feature == "dnscat2_session_names")
    }
}
