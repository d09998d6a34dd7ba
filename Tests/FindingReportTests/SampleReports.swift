import Findings
import NetworkTypes

/// Reports made by hand that show what a renderer can meet; their goldens are in `Fixtures/reports`.
enum SampleReport: String, CaseIterable {
    /// One tunnel, and everything could be inspected.
    case tunnel
    /// Several captures and findings whose names and paths were chosen by an attacker; much was not inspected.
    case hostile
    /// A domain and a network of users' lists, asked for and contacted.
    case listed
    /// Ordinary traffic: nothing found, everything inspected.
    case quiet
    /// A capture without DNS that ends in the middle of a packet.
    case empty
    /// Findings whose zones are made to break out of every format.
    case names

    var report: Report {
        switch self {
        case .tunnel: Self.makeTunnel()
        case .hostile: Self.makeHostile()
        case .listed: Self.makeListed()
        case .quiet: Self.makeQuiet()
        case .empty: Self.makeEmpty()
        case .names: Self.makeNames()
        }
    }

    // MARK: - Reports

    private static func makeTunnel() -> Report {
        var capture = InputSummary(path: "evening.pcap")
        capture.format = "pcap"
        capture.linkTypes = ["EN10MB"]
        capture.packets = 24_310
        capture.bytes = 5_120_440
        capture.firstPacket = moment(0)
        capture.lastPacket = moment(8_640, 5_000)
        var scan = ScanSummary()
        scan.inputs = [capture]
        scan.packets = 24_310
        scan.dnsMessages = 13_020
        scan.queries = 6_520
        scan.responses = 6_500
        scan.zones = 212
        scan.clients = 14
        scan.services.dns = 13_020
        scan.capturePoint = CapturePoint(
            position: .resolver,
            because: "14 hosts ask 1 server for recursion."
        )
        var coverage = Coverage()
        coverage.inspected = 13_020
        var report = Report(scan: scan, coverage: coverage, findings: [iodine()])
        report.zoneMeasures = [
            ZoneMeasure(
                zone: "example.net",
                meanNameBytes: 212,
                informationBytes: 4_600_000,
                queries: 6_198
            )
        ]
        report.zoneMeasures += (1...40).map {
            ZoneMeasure(
                zone: "shop\($0).example",
                meanNameBytes: 18 + Double($0 % 7) * 4,
                informationBytes: Double($0 * $0),
                queries: $0 * 10
            )
        }
        return report
    }

    private static func makeHostile() -> Report {
        var first = InputSummary(path: "/captures/2026-11-23/sensor\u{1B}]0;owned\u{07}-\u{202E}gnp.pcap")
        first.format = "pcapng"
        first.compression = "zstd"
        first.linkTypes = ["EN10MB", "LINUX_SLL2"]
        first.packets = 1_204_331
        first.bytes = 912_004_118
        first.firstPacket = moment(0)
        first.lastPacket = moment(86_400 + 28_800)
        var second = InputSummary(path: "März\nforged: line.pcap")
        second.format = "pcap"
        second.linkTypes = ["USER0"]
        second.packets = 12
        second.bytes = 1_200
        second.firstPacket = moment(90_000)
        second.lastPacket = moment(90_001)
        second.isTruncated = true
        var scan = ScanSummary()
        scan.inputs = [first, second, InputSummary(path: "-"), InputSummary(path: "gone.pcap")]
        scan.packets = 1_204_343
        scan.dnsMessages = 88_210
        scan.queries = 45_000
        scan.responses = 43_210
        scan.zones = 1_312
        scan.clients = 41
        scan.services.dns = 88_000
        scan.services.dnsOnOtherPorts = 150
        scan.services.multicastDNS = 40
        scan.services.llmnr = 15
        scan.services.nbns = 5
        scan.capturePoint = CapturePoint(
            position: .resolverUpstream,
            because: "1 host asks 40 servers without asking for recursion."
        )
        scan.fractionDigits = 9
        var coverage = Coverage()
        coverage.inspected = 88_165
        coverage.malformed = 45
        coverage.truncatedBySnapLength = 1
        coverage.unknownLink = 12
        coverage.encryptedDNS = [
            EncryptedDNSEndpoint(
                client: v4(10, 0, 0, 9),
                server: v4(9, 9, 9, 9),
                transport: "DoT",
                packets: 120,
                firstSeen: moment(30),
                lastSeen: moment(90_000, 1)
            ),
            EncryptedDNSEndpoint(
                client: IPAddress(v6High: 0x2001_0db8_0000_0000, low: 0x17),
                server: IPAddress(v6High: 0x2620_00fe_0000_0000, low: 0xfe),
                transport: "DoH",
                packets: 3_300,
                firstSeen: moment(0),
                lastSeen: moment(108_000)
            ),
        ]
        coverage.isOneSided = true
        coverage.lostState = 7
        coverage.problems = [
            CoverageProblem(
                kind: "malformed_message",
                count: 45,
                firstFrame: 311,
                detail: "A pointer led forward."
            ),
            CoverageProblem(
                kind: "unknown_link",
                count: 12,
                firstFrame: 1,
                input: 1,
                detail: "Packets of link layer \"USER0\u{9B}31m\" were not decoded."
            ),
        ]
        var fallback = fallback()
        fallback.recovered = [hostileContent, keys]
        return Report(scan: scan, coverage: coverage, findings: [rotating(), fallback, faint()])
    }

    /// A file whose sender chose name and octets to break out of what shows them; both are escaped by then.
    private static let hostileContent = Recovered(
        kind: .file,
        direction: .down,
        client: v4(10, 0, 0, 5),
        bytes: 60_123,
        sha256: String(repeating: "0123456789abcdef", count: 4),
        contentType: "text",
        claimedName: "..\\\\..\\\\=cmd|'/C calc'!A0`\"><script>.txt",
        preview: "=HYPERLINK(\"http://example.com\")|`**| </code><img src=x>\\x1b[31m\\n~~~\\n# no heading",
        encodings: ["base64", "gzip"],
        gaps: [ContentGap(offset: 4_096, pieces: 2), ContentGap(offset: 60_123, octets: 17)],
        isIntact: false,
        confidence: .certain,
        because: "The pieces that the tool sends, by their numbers.",
        frames: FramePlace(input: 0, frame: 12)...FramePlace(input: 1, frame: 3)
    )

    private static let keys = Recovered(
        kind: .octets,
        direction: .up,
        client: v4(10, 0, 0, 5),
        bytes: 64,
        sha256: String(repeating: "fedcba9876543210", count: 4),
        contentType: nil,
        claimedName: nil,
        preview: "\\x00\\x01",
        encodings: [],
        gaps: [],
        isIntact: nil,
        confidence: .possible,
        because: "What answers to 12 names write, put together in the order of time.",
        frames: FramePlace(input: 0, frame: 9)...FramePlace(input: 0, frame: 9)
    )

    private static func makeListed() -> Report {
        var report = makeQuiet()
        report.findings = [listedDomain(), listedAddress()]
        return report
    }

    private static func makeQuiet() -> Report {
        var capture = InputSummary(path: "office.pcapng.gz")
        capture.format = "pcapng"
        capture.compression = "gzip"
        capture.linkTypes = ["EN10MB"]
        capture.packets = 88_210
        capture.bytes = 10_488_190
        capture.firstPacket = moment(0)
        capture.lastPacket = moment(13_380)
        var scan = ScanSummary()
        scan.inputs = [capture]
        scan.packets = 88_210
        scan.dnsMessages = 88_100
        scan.queries = 44_051
        scan.responses = 44_049
        scan.zones = 1
        scan.clients = 41
        scan.services.dns = 88_100
        scan.capturePoint = CapturePoint(
            position: .resolver,
            because: "41 hosts ask 1 server for recursion."
        )
        var coverage = Coverage()
        coverage.inspected = 88_100
        return Report(scan: scan, coverage: coverage, findings: [])
    }

    private static func makeEmpty() -> Report {
        var capture = InputSummary(path: "web.pcap")
        capture.format = "pcap"
        capture.linkTypes = ["RAW"]
        capture.packets = 1
        capture.bytes = 60
        capture.firstPacket = moment(0)
        capture.lastPacket = moment(0)
        capture.isTruncated = true
        var scan = ScanSummary()
        scan.inputs = [capture]
        scan.packets = 1
        return Report(scan: scan, coverage: Coverage(), findings: [])
    }

    /// Names in presentation format that mean something to a shell, a spreadsheet, a page, a table or a terminal.
    static let hostileNames = [
        #"=cmd|'/C\032calc'!A0.example.org"#, "+1.example.org", "-1.example.org", "|id.example.org",
        #"<script>alert\(1\)</script>.example.org"#, "<!--.example.org", "&lt;&amp;.example.org",
        "`id`.example.org", "[a]\\(b\\).example.org", "**x**__y__.example.org", "{{7*7}}.example.org",
        "%0a%0d.example.org", #"\"q\".example.org"#, "'.example.org", #"\000\027[31m\255.example.org"#,
        #"\@here.example.org"#, "www.example.org", "NULL", "true", "007", "1e5", "#1.example.org",
        [
            String(repeating: "x", count: 63), String(repeating: "y", count: 63),
            String(repeating: "z", count: 63),
            String(repeating: "w", count: 61),
        ].joined(separator: "."),
    ]

    private static func makeNames() -> Report {
        var report = makeTunnel()
        report.scan.inputs[0].path = "=1+1 <b>`|[x](y)\u{202E}\u{1B}[31m#1 100%.pcap"
        report.findings = hostileNames.enumerated().map { index, name in
            var finding = iodine()
            finding.id = "exfiltration-\(index)"
            finding.kind = .exfiltration
            finding.severity = index < 2 ? .high : .medium
            finding.title = "DNS exfiltration through \(name)"
            finding.zone = name
            finding.registeredDomain = name
            finding.zones = [name]
            finding.tool = nil
            finding.samples = [
                SampleMessage(
                    frame: 7,
                    input: 0,
                    time: moment(62),
                    client: v4(10, 0, 0, 17),
                    queryName: name,
                    queryType: "A",
                    responseCode: nil
                )
            ]
            finding.evidence = [
                Evidence(
                    feature: "information_up",
                    value: 1_214,
                    unit: "bytes",
                    threshold: 400,
                    points: 60,
                    statement: "Distinct names of \(name) carry up to 1,214 bytes."
                )
            ]
            finding.displayFilter = "dns.qry.name contains \"\(index)\" || ip.addr == 10.0.0.17"
            return finding
        }
        return report
    }

    // MARK: - Findings

    private static func iodine() -> Finding {
        var finding = makeIodine()
        finding.activity = Activity(
            windowSeconds: 640,
            windows: (0..<12).map { index in
                Activity.Window(
                    start: moment(index * 640),
                    bytesUp: index == 4 ? 0 : 101_166 + index * 10,
                    bytesDown: index * 51_818
                )
            }
        )
        return finding
    }

    private static func makeIodine() -> Finding {
        Finding(
            id: "tunnel-6f1d2a90c4e3",
            kind: .tunnel,
            severity: .critical,
            score: 97,
            title: "iodine tunnel through t.example.net",
            zone: "t.example.net",
            registeredDomain: "example.net",
            zones: ["t.example.net"],
            tool: ToolIdentification(
                name: "iodine",
                confidence: .certain,
                because: "the version handshake and 6,180 of 6,198 fragment headers count up as iodine's do"
            ),
            clients: [
                ClientActivity(
                    address: v4(10, 0, 0, 17),
                    queries: 6_198,
                    bytesUp: 1_214_000,
                    bytesDown: 3_420_000,
                    firstSeen: moment(62),
                    lastSeen: moment(7_449)
                )
            ],
            servers: [v4(10, 0, 0, 53)],
            firstSeen: moment(62),
            lastSeen: moment(7_449, 250_000_000),
            queries: 6_198,
            responses: 6_170,
            distinctNames: 6_198,
            queryTypes: [TypeCount(type: "NULL", count: 6_190), TypeCount(type: "TYPE65399", count: 8)],
            bytesUp: 1_214_000,
            bytesDown: 3_420_000,
            peakBytesPerSecond: 12_404.5,
            features: [
                FeatureValue(name: "label_entropy_bits_per_byte", value: 4.871234567),
                FeatureValue(name: "mean_qname_bytes", value: 212),
                FeatureValue(name: "case_mix_ratio", value: 1e-7),
            ],
            evidence: [
                Evidence(
                    feature: "handshake_matches",
                    value: 6_180,
                    unit: "messages",
                    threshold: 3,
                    points: 60,
                    statement: "6,180 messages carry fragment headers whose counters continue each other."
                ),
                Evidence(
                    feature: "label_entropy_bits_per_byte",
                    value: 4.871234567,
                    unit: "bits/byte",
                    threshold: 3.9,
                    points: 22,
                    statement:
                        "Labels below t.example.net carry 4.87 bits per byte; host names stay below 3.9."
                ),
                Evidence(
                    feature: "payload_up",
                    value: 1_214_000,
                    unit: "bytes",
                    threshold: 4_096,
                    points: 20,
                    statement: "About 1.2 MB went out in names that were asked once."
                ),
                Evidence(
                    feature: "prevalence",
                    value: 1,
                    unit: "clients",
                    threshold: 5,
                    points: -5,
                    statement: "Only one client asks for the zone."
                ),
            ],
            samples: [
                SampleMessage(
                    frame: 1_204,
                    input: 0,
                    time: moment(62, 1_000),
                    client: v4(10, 0, 0, 17),
                    queryName: "vaaaakasjyy.t.example.net",
                    queryType: "NULL",
                    responseCode: "NOERROR"
                ),
                SampleMessage(
                    frame: 1_893,
                    input: 0,
                    time: moment(75, 123_456_789),
                    client: v4(10, 0, 0, 17),
                    queryName: "0ibbz82\\228\\246Q" + String(repeating: "aB3dE9gH", count: 20)
                        + ".t.example.net",
                    queryType: "TYPE65399",
                    responseCode: nil
                ),
            ],
            frames: FrameRange(first: 1_204, last: 20_391, count: 12_368),
            displayFilter:
                "dns.qry.name matches \"(?i)(^|\\\\.)t\\\\.example\\\\.net$\" && ip.addr == 10.0.0.17 && ip.addr == 10.0.0.53 && udp.port == 53",
            attack: [.dns, .protocolTunneling, .dataEncoding],
            nextSteps: [
                "Take 10.0.0.17 off the network and keep its memory: the tunnel is a running program on it.",
                "Look at the frames with the filter above.",
            ]
        )
    }

    /// A channel over many domains, at clients with long addresses, over midnight.
    private static func rotating() -> Finding {
        let clients = (1...7).map { host in
            ClientActivity(
                address: IPAddress(v6High: 0x2001_0db8_1111_2222, low: 0x3333_4444_5555_6600 + UInt64(host)),
                queries: host * 1_000,
                bytesUp: host * 100_000,
                bytesDown: 0,
                firstSeen: moment(95_000),
                lastSeen: moment(108_000)
            )
        }
        return Finding(
            id: "exfiltration-0a1b2c3d4e5f",
            kind: .exfiltration,
            severity: .high,
            score: 71,
            title: "data leaves through a\\027[31m.example.org and 6 more zones",
            zone: "a\\027[31m.example.org",
            registeredDomain: "example.org",
            zones: (0..<7).map { "\(String(repeating: "x", count: $0 * 11 + 1))\\.\\000.example.org" },
            tool: nil,
            clients: clients,
            servers: (1...6).map { v4(192, 0, 2, UInt8($0)) },
            firstSeen: moment(95_000),
            lastSeen: moment(108_000),
            queries: 28_000,
            responses: 0,
            distinctNames: 27_999,
            queryTypes: ["A", "AAAA", "CNAME", "MX", "SRV", "TXT"].enumerated().map {
                TypeCount(type: $0.element, count: 9_000 - $0.offset * 1_000)
            },
            bytesUp: 2_800_000,
            bytesDown: 0,
            peakBytesPerSecond: .nan,
            features: [FeatureValue(name: "interval_dispersion", value: .infinity)],
            evidence: [
                Evidence(
                    feature: "interval_dispersion",
                    value: .infinity,
                    unit: "ratio",
                    threshold: 0.1,
                    points: 0,
                    statement: "There is no time between messages."
                )
            ],
            samples: (0..<7).map {
                SampleMessage(
                    frame: 1_000_000 + $0,
                    input: $0 == 6 ? 99 : $0 % 2,
                    time: moment(100_790 + $0 * 10, 1),
                    client: clients[$0].address,
                    queryName: String(repeating: "deadbeef", count: 7) + ".a\\027[31m.example.org",
                    queryType: "TYPE65280",
                    responseCode: "SERVFAIL"
                )
            },
            frames: FrameRange(first: 1_000_000, last: 1_000_006, count: 7),
            displayFilter: "dns.qry.name contains \"example.org\"",
            attack: [.dns, .exfiltrationOverUnencryptedProtocol],
            nextSteps: []
        )
    }

    /// A channel that has no zone of its own: little is known and most lists are empty.
    private static func fallback() -> Finding {
        Finding(
            id: "infiltration-000000000001",
            kind: .infiltration,
            severity: .medium,
            score: 40,
            title: "data arrives at 10.0.0.5 from 198.51.100.7",
            zone: ".",
            registeredDomain: nil,
            zones: ["."],
            tool: ToolIdentification(
                name: "dnscat2",
                confidence: .possible,
                because: "names start with \"dnscat\u{200B}\""
            ),
            clients: [],
            servers: [],
            firstSeen: moment(10),
            lastSeen: moment(10),
            queries: 1,
            responses: 1,
            distinctNames: 1,
            queryTypes: [],
            bytesUp: 0,
            bytesDown: 999,
            peakBytesPerSecond: 100,
            features: [],
            evidence: [],
            samples: [],
            frames: FrameRange(first: 0, last: 0, count: 0),
            displayFilter: "",
            attack: [],
            nextSteps: []
        )
    }

    /// Below the default of `--min-severity`.
    private static func faint() -> Finding {
        var finding = fallback()
        finding.id = "infiltration-000000000002"
        finding.severity = .info
        finding.score = 5
        finding.title = "a hint that is not shown by default"
        return finding
    }

    private static func client(
        _ host: UInt8,
        queries: Int,
        up: Int,
        down: Int,
        from first: Int,
        to last: Int
    ) -> ClientActivity {
        ClientActivity(
            address: v4(10, 0, 0, host),
            queries: queries,
            bytesUp: up,
            bytesDown: down,
            firstSeen: moment(first),
            lastSeen: moment(last)
        )
    }

    /// A name of a list with a category, asked for by two clients and reached through an alias.
    private static func listedDomain() -> Finding {
        Finding(
            id: "listed-domain-1f0e2d3c4b5a",
            kind: .listedDomain,
            severity: .high,
            score: 80,
            title: "listed domain bad.example.net (abuse feed)",
            zone: "bad.example.net",
            registeredDomain: "example.net",
            zones: ["bad.example.net"],
            tool: nil,
            clients: [
                client(17, queries: 12, up: 516, down: 912, from: 60, to: 3_660),
                client(21, queries: 1, up: 43, down: 76, from: 90, to: 90),
            ],
            servers: [v4(10, 0, 0, 53)],
            firstSeen: moment(60),
            lastSeen: moment(3_660),
            queries: 13,
            responses: 13,
            distinctNames: 2,
            queryTypes: [TypeCount(type: "A", count: 9), TypeCount(type: "HTTPS", count: 4)],
            bytesUp: 559,
            bytesDown: 988,
            peakBytesPerSecond: 0,
            features: [],
            evidence: [
                Evidence(
                    feature: "list_entry",
                    value: 26,
                    unit: "messages",
                    threshold: 1,
                    points: 80,
                    statement:
                        "Line 1207 of the list abuse feed names bad.example.net (category phishing kit, score 85)."
                )
            ],
            samples: [
                SampleMessage(
                    frame: 311,
                    input: 0,
                    time: moment(60),
                    client: v4(10, 0, 0, 17),
                    queryName: "login.bad.example.net",
                    queryType: "A",
                    responseCode: "NOERROR"
                )
            ],
            frames: FrameRange(first: 311, last: 80_112, count: 26),
            displayFilter:
                "dns.qry.name matches \"(^|\\\\.)bad\\\\.example\\\\.net$\" && (ip.addr == 10.0.0.17 || ip.addr == 10.0.0.21)",
            attack: [.dns],
            listCategory: .phishing,
            list: ListEntry(name: "abuse feed", line: 1_207, category: "phishing kit", score: 85),
            addresses: [],
            nextSteps: ["Block bad.example.net at the resolver."]
        )
    }

    /// A prefix of a list without categories, in an answer and in packets that no name led to.
    private static func listedAddress() -> Finding {
        let addresses = [v4(198, 51, 100, 5), IPAddress(v6High: 0x2001_0db8_0000_0000, low: 0x66)]
        return Finding(
            id: "listed-address-5a4b3c2d1e0f",
            kind: .listedAddress,
            severity: .high,
            score: 90,
            title: "listed address 198.51.100.5 and 1 more contacted (addresses.txt)",
            zone: ".",
            registeredDomain: nil,
            zones: ["."],
            tool: nil,
            clients: [client(17, queries: 0, up: 6_200, down: 48_000, from: 61, to: 3_700)],
            servers: [v4(10, 0, 0, 53)],
            firstSeen: moment(61),
            lastSeen: moment(3_700),
            queries: 0,
            responses: 1,
            distinctNames: 1,
            queryTypes: [],
            bytesUp: 6_200,
            bytesDown: 48_000,
            peakBytesPerSecond: 0,
            features: [],
            evidence: [
                Evidence(
                    feature: "list_entry",
                    value: 91,
                    unit: "messages",
                    threshold: 1,
                    points: 80,
                    statement: "Line 3 of the list addresses.txt names 198.51.100.5 and 1 more."
                ),
                Evidence(
                    feature: "listed_address_packets",
                    value: 90,
                    unit: "packets",
                    threshold: 1,
                    points: 10,
                    statement:
                        "90 packets went to the address or came from it, whatever their protocol."
                ),
            ],
            samples: [],
            frames: FrameRange(first: 320, last: 80_300, count: 91),
            displayFilter: "ip.addr == 198.51.100.5 || ipv6.addr == 2001:db8::66",
            attack: [.dns],
            listCategory: nil,
            list: ListEntry(name: "addresses.txt", line: 3, category: nil, score: nil),
            addresses: addresses,
            nextSteps: []
        )
    }

    // MARK: - Pieces

    /// A moment after 2026-11-23 20:00:00 UTC, which is 1 795 464 000 by `date -u -d`.
    private static func moment(_ seconds: Int, _ nanoseconds: Int = 0) -> Timestamp {
        Timestamp(nanoseconds: (1_795_464_000 + Int64(seconds)) * 1_000_000_000 + Int64(nanoseconds))
    }

    private static func v4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> IPAddress {
        IPAddress(v4: UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d))
    }
}
