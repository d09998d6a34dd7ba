import Channels
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing

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

    // MARK: What the rest of the scan says

    /// What a machine asks for in the ordinary way: both families of addresses of a dozen hosts.
    private static func ordinaryWays(client: UInt32 = 0x0A00_0011) -> Traffic {
        var traffic = Traffic()
        for index in 0..<12 {
            for type in [RecordType.a, .aaaa] {
                traffic.exchange(
                    at: Double(index) * 40,
                    "www.site\(index).example",
                    type: type,
                    client: client,
                    answers: type == .a ? [.address(0xC633_6401 + UInt32(index))] : []
                )
            }
        }
        return traffic
    }

    /// A server that gives every name one address is nobody's service when its client asks in a way of its own; a list
    /// answers so by rule.
    @Test(arguments: [(UInt32(0xB9C7_6C99), true), (0x7F00_0002, false)])
    func namesThatAreAnsweredAlike(address: UInt32, isFound: Bool) {
        var generator = SeededGenerator(seed: 51)
        var traffic = Traffic()
        for index in 0..<160 {
            let label = TextEncoding.base32.encode(generator.octets(18))
            traffic.exchange(
                at: Double(index * index) / 10,
                labels: [label] + MessageBuilder.labels("px.example.org"),
                answers: [.address(address)]
            )
        }
        func severity(_ traffic: Traffic) -> Severity {
            traffic.inOrderOfTime.findings.filter { $0.zone.hasSuffix("example.org") }.map(\.severity).max()
                ?? .info
        }
        #expect((severity(traffic + Self.ordinaryWays()) >= .medium) == isFound)
        // Without anything to compare with it is as good as a service of hosts.
        #expect(severity(traffic) < .medium)
    }

    /// Who looks up the hosts of a log asks all over the Internet; data has one zone of its own, where no host has a name.
    @Test(arguments: [(0, false, true), (24, false, false), (0, true, false)])
    func reverseLookupsOfRandomAddresses(otherZones: Int, haveNames: Bool, isFound: Bool) {
        var generator = SeededGenerator(seed: 52)
        var traffic = Traffic()
        for index in 0..<(otherZones == 0 ? 400 : 120 * (1 + otherZones)) {
            let octets = generator.octets(3).map(String.init).joined(separator: ".")
            let network = index % (1 + otherZones) + 77
            traffic.exchange(
                at: Double(index * index) / 100,
                "\(octets).\(network).in-addr.arpa",
                type: .ptr,
                answers: haveNames && index.isMultiple(of: 2)
                    ? [.name(.ptr, "host\(index).example.net")] : [],
                code: haveNames && index.isMultiple(of: 2) ? .noError : .nxDomain
            )
        }
        let severest =
            traffic.findings.filter { $0.zone.hasSuffix("in-addr.arpa") }.map(\.severity).max() ?? .info
        #expect((severest >= .medium) == isFound)
        if otherZones > 0 { #expect(severest < .low) }
    }

    /// Many caches that answer in turn make the times to live of every zone go up and down.
    @Test(arguments: [(1, true), (6, false)])
    func lifetimesThatGoUpAndDown(zones: Int, isFound: Bool) {
        var generator = SeededGenerator(seed: 53)
        var traffic = Traffic()
        for index in 0..<(80 * zones) {
            let timeToLive = UInt32.random(in: 0...65_535, using: &generator)
            traffic.exchange(
                at: Double(5 * (index / zones)),
                "cdn.zone\(index % zones).example",
                answers: [.address(0xB9C7_6C99, timeToLive: timeToLive)]
            )
        }
        #expect(traffic.findings.contains { $0.kind == .covertField && $0.severity >= .medium } == isFound)
    }

    /// One of two clients throws a coin for each letter, as resolvers do that protect themselves so.
    @Test func aClientThatMixesTheCaseOfAllItsNames() {
        var generator = SeededGenerator(seed: 54)
        var traffic = Self.ordinaryWays(client: 0x0A00_0012)
        for index in 0..<120 {
            let name = "static.assets.zone\(index % 3).example"
            let mixed = String(name.map { Bool.random(using: &generator) ? Character($0.uppercased()) : $0 })
            traffic.exchange(at: Double(3 * index), mixed, answers: [.address(0xC633_6401)])
        }
        #expect(traffic.inOrderOfTime.findings.allSatisfy { $0.kind != .covertField })
    }

    // MARK: Answers, again

    /// A node of a peer-to-peer network asks its seeds once or twice when it starts; who polls gets news.
    @Test(arguments: [(3, false), (30, true)])
    func addressesFromEverywhere(responses: Int, isFound: Bool) {
        var generator = SeededGenerator(seed: 55)
        var traffic = Traffic()
        for index in 0..<responses {
            let answers = (0..<25).map { _ in
                Traffic.Answer.address(UInt32.random(in: 0x0B00_0000...0x63FF_FFFF, using: &generator))
            }
            traffic.exchange(at: Double(index * index), "seed.example.org", answers: answers)
        }
        #expect(traffic.findings.contains { $0.kind == .infiltration && $0.severity >= .medium } == isFound)
    }

    /// Targets that each name has of its own, in records that belong to a zone's top; then one for all.
    @Test(arguments: [RecordType.ns, .ptr], [true, false])
    func targetsOfRecordsOfUpkeep(type: RecordType, isData: Bool) {
        var generator = SeededGenerator(seed: 56)
        var traffic = Traffic()
        for index in 0..<60 {
            let label = isData ? TextEncoding.base32.encode(generator.octets(35)) : Array("ns1".utf8)
            let target = [UInt8(label.count)] + label + MessageBuilder.name("example.org")
            traffic.exchange(
                at: Double(index * index) / 10,
                "n\(index).example.org",
                type: type,
                answers: [Traffic.Answer(type: type, octets: target)]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isData)
    }

    /// A file in a few texts, numbered by letters.
    @Test(arguments: [(140, true), (20, false)])
    func textsThatFillTheirRecords(octets: Int, isFound: Bool) {
        var generator = SeededGenerator(seed: 57)
        var traffic = Traffic()
        for index in 0..<12 {
            let letter = String(UnicodeScalar(UInt8(0x61 + index)))
            traffic.exchange(
                at: Double(index * index),
                "\(letter).pl.example.org",
                type: .txt,
                answers: [.text(TextEncoding.base64.encode(generator.octets(octets)))]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isFound)
    }

    // MARK: Machines

    /// Each machine has a label of its own below the zone; the zone is what all have in common.
    @Test func machinesOfOneZone() throws {
        var generator = SeededGenerator(seed: 58)
        var traffic = Traffic()
        for index in 0..<120 {
            let machine = UInt32(index % 3)
            let label = TextEncoding.base32.encode(generator.octets(35))
            traffic.exchange(
                at: Double(index * index) / 10,
                labels: [label, Array("host\(machine)".utf8)] + MessageBuilder.labels("tri.example.org"),
                client: 0x0A00_0011 + machine,
                answers: []
            )
        }
        let found = traffic.findings.filter { $0.severity >= .medium }
        #expect(found.map(\.zone) == ["tri.example.org"])
        #expect(try #require(found.first).clients.count == 3)
    }

    /// Seven chunks of a file whose text can be read are enough; seven of noise are not.
    @Test(arguments: [true, false])
    func aShortText(isText: Bool) {
        var generator = SeededGenerator(seed: 59)
        let text = Array(
            "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nbin:x:2:2:bin:/bin:/bin/sh\nsshd:x:102:65534::/run/sshd:/usr/sbin/nologin\nalice:x:1000:1000:Alice:/home/alice:/bin/zsh\n"
                .utf8
        )
        var traffic = Traffic()
        for index in 0..<7 {
            let chunk =
                isText ? Array(text[(28 * index)..<min(28 * index + 28, text.count)]) : generator.octets(28)
            traffic.exchange(
                at: Double(index * index),
                labels: [TextEncoding.base16.encode(chunk)] + MessageBuilder.labels("x.example.org"),
                answers: [.address(0xB9C7_6C99)]
            )
        }
        #expect((Self.severity(traffic) >= .medium) == isText)
    }
}
