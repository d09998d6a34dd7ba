import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection

/// What channels cannot avoid and ordinary software does not do, each beside its quiet twin.
@Suite struct ChannelLawTests {
    private static func severity(_ traffic: Traffic) -> Severity {
        traffic.findings.map(\.severity).max() ?? .info
    }

    // MARK: Names

    /// Compressed or encrypted data reads as nothing; but it is more than the digest that services are asked by.
    @Test(arguments: [(35, true), (16, false)])
    func noiseInOneLabelWithOneAnswer(octets: Int, isFound: Bool) {
        var generator = SeededGenerator(seed: 31)
        var traffic = Traffic()
        for index in 0..<50 {
            let labels = TextEncoding.base32.labels(generator.octets(octets))
            traffic.exchange(
                at: Double(index * index) / 10,
                labels: labels + MessageBuilder.labels("s.example.org"),
                answers: [.address(0xB9C7_6C99)]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isFound)
    }

    /// A name that comes again is learnt: 15 identifiers in 150 names are told once, then by their number.
    @Test(arguments: [(150, true), (15, false)])
    func identifiersThatComeAgain(identifiers: Int, isFound: Bool) {
        var generator = SeededGenerator(seed: 32)
        let known = (0..<identifiers).map { _ in TextEncoding.base16.encode(generator.octets(16)) }
        var traffic = Traffic()
        for index in 0..<150 {
            traffic.exchange(
                at: Double(index * index) / 10,
                labels: [Array("\(index)".utf8), known[index % identifiers]]
                    + MessageBuilder.labels("example.org"),
                code: .nxDomain
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isFound)
    }

    /// Who gets no answer, or a failure, asks again; the name is used once all the same.
    @Test(arguments: [ResponseCode.serverFailure, nil])
    func repeatedQuestions(code: ResponseCode?) throws {
        var generator = SeededGenerator(seed: 33)
        var traffic = Traffic()
        for index in 0..<60 {
            let labels =
                TextEncoding.base32.labels(generator.octets(35)) + MessageBuilder.labels("s.example.org")
            for attempt in 0..<2 {
                let isAnswered = code != nil || attempt == 1
                traffic.exchange(
                    at: Double(index) * 7 + Double(attempt) * 2,
                    labels: labels,
                    id: UInt16(2 * index + attempt),
                    answers: isAnswered ? [] : nil,
                    code: code ?? .nxDomain
                )
            }
        }
        let channel = try #require(traffic.channel("example.org", cut: "s.example.org"))
        #expect(channel.features.singleUseRatio == 1)
    }

    // MARK: Answers

    /// Six of seven random IPv6 addresses are outside of all that is given out; hosts' are not.
    @Test(arguments: [true, false])
    func addressesThatNobodyHas(isData: Bool) {
        var generator = SeededGenerator(seed: 34)
        var traffic = Traffic()
        for index in 0..<40 {
            let octets =
                (isData ? [] : [0x20, 0x01, 0x0D, 0xB8] as [UInt8]) + generator.octets(isData ? 16 : 12)
            traffic.exchange(
                at: Double(index * index) / 10,
                "h\(index).example.org",
                type: .aaaa,
                answers: [Traffic.Answer(type: .aaaa, octets: octets)]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isData)
    }

    /// Records that belong to the top of a zone, a new one for each of many names; then the same for all.
    @Test(arguments: [RecordType.https, .dnskey, .ds], [true, false])
    func recordsOfApexes(type: RecordType, isData: Bool) {
        var generator = SeededGenerator(seed: 35)
        let common = generator.octets(150)
        var traffic = Traffic()
        for index in 0..<60 {
            traffic.exchange(
                at: Double(index * index) / 10,
                "n\(index).example.org",
                type: type,
                answers: [Traffic.Answer(type: type, octets: isData ? generator.octets(150) : common)]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isData)
    }

    /// An alias that repeats its name, as of a content network's customer, is no news.
    @Test(arguments: [true, false])
    func aliases(isData: Bool) {
        var generator = SeededGenerator(seed: 36)
        var traffic = Traffic()
        for index in 0..<60 {
            let host = "shop\(index * 37)"
            let noise = String(decoding: TextEncoding.base32.encode(generator.octets(30)), as: UTF8.self)
            traffic.exchange(
                at: Double(index * index) / 10,
                "\(host).example.org",
                type: .cname,
                answers: [
                    .name(
                        .cname,
                        isData ? "\(noise).edge.example.net" : "\(host).example.org.edge.example.net"
                    )
                ]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isData)
    }

    /// Numbered texts that a whole fleet fetches are a download; one text that all look up is not.
    @Test(arguments: [true, false])
    func whatAFleetFetches(isNumbered: Bool) {
        var generator = SeededGenerator(seed: 37)
        let texts = (0..<40).map { _ in TextEncoding.base64.encode(generator.octets(180)) }
        var traffic = Traffic()
        for client in 0..<15 {
            for index in 0..<40 {
                traffic.exchange(
                    at: Double(client * 100 + index),
                    isNumbered ? "\(index).fl.example.org" : "policy.fl.example.org",
                    type: .txt,
                    client: 0x0A00_0100 + UInt32(client),
                    answers: [.text(texts[isNumbered ? index : 0])]
                )
            }
        }
        #expect((Self.severity(traffic) >= .medium) == isNumbered)
    }

    /// Tokens of certificates stand where RFC 8555 §8.4 puts them.
    @Test(arguments: [true, false])
    func tokens(isData: Bool) {
        var generator = SeededGenerator(seed: 38)
        var traffic = Traffic()
        for index in 0..<40 {
            traffic.exchange(
                at: Double(index * index) / 10,
                "\(isData ? "part" : "_acme-challenge").host\(index).example.org",
                type: .txt,
                answers: [.text(TextEncoding.base64.encode(generator.octets(32)))]
            )
        }
        #expect((Self.severity(traffic) >= .low) == isData)
    }

    @Test func aSingleTextWithACommand() {
        var generator = SeededGenerator(seed: 39)
        var traffic = Traffic()
        let script =
            "powershell -nop -w hidden -enc "
            + String(decoding: TextEncoding.base64.encode(generator.octets(600)), as: UTF8.self)
        traffic.exchange(at: 1, "update.example.org", type: .txt, answers: [.text(script.utf8)])
        #expect(Self.severity(traffic) >= .medium)
    }

    // MARK: Domains of Windows

    /// Keys for secure updates have random names in no zone (RFC 3645 §3.1.2).
    @Test func negotiatedKeysAreNoChannel() {
        var generator = SeededGenerator(seed: 40)
        var traffic = Traffic()
        for index in 0..<16 {
            let identifier = String(decoding: TextEncoding.base16.encode(generator.octets(16)), as: UTF8.self)
            traffic.exchange(
                at: Double(index) * 3_600,
                "1234-ms-7.\(index)-\(identifier.prefix(8)).\(identifier)",
                type: .tkey,
                answers: [Traffic.Answer(type: .tkey, octets: generator.octets(200))]
            )
        }
        #expect(Self.severity(traffic) == .info)
    }
}
