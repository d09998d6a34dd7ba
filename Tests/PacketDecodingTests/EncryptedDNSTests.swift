import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import TestSupport
import Testing

/// TLS client hellos octet by octet, in the words of RFC 8446 §4.1.2; shares nothing with the reader.
enum TLSBuild {
    static func vector8(_ octets: [UInt8]) -> [UInt8] { [UInt8(octets.count)] + octets }
    static func vector16(_ octets: [UInt8]) -> [UInt8] { Build.u16(octets.count) + octets }

    static func record(_ message: [UInt8], length: Int? = nil) -> [UInt8] {
        [22, 3, 1] + Build.u16(length ?? message.count) + message
    }

    static func handshake(_ body: [UInt8]) -> [UInt8] {
        [1, 0] + Build.u16(body.count) + body
    }

    static func anExtension(_ type: Int, _ content: [UInt8]) -> [UInt8] {
        Build.u16(type) + vector16(content)
    }

    static func serverName(_ name: String) -> [UInt8] {
        anExtension(0, vector16([0] + vector16(Array(name.utf8))))
    }

    static func body(session: [UInt8] = [], ciphers: [UInt8], extensions: [UInt8]?) -> [UInt8] {
        let random = [UInt8](repeating: 0xA5, count: 32)
        let beginning = [3, 3] + random + vector8(session) + vector16(ciphers) + vector8([0])
        return beginning + (extensions.map(vector16) ?? [])
    }

    /// Extensions that clients send beside the name: GREASE (RFC 8701), groups, versions 1.3 and 1.2, a key share.
    static let grease = anExtension(0x0A0A, []) + anExtension(0x1A1A, [0])
    static let tls13 =
        anExtension(10, vector16([0, 29, 0, 23])) + anExtension(43, vector8([3, 4, 3, 3]))
        + anExtension(51, vector16([0, 29] + vector16([UInt8](repeating: 7, count: 32))))

    static func hello(_ name: String, version: Int = 13) -> [UInt8] {
        let session = version == 13 ? [UInt8](repeating: 3, count: 32) : []
        let extensions = version == 13 ? grease + serverName(name) + tls13 : serverName(name)
        return record(
            handshake(
                body(session: session, ciphers: [0x3A, 0x3A, 0x13, 0x01, 0xC0, 0x2F], extensions: extensions)
            )
        )
    }
}

@Suite struct ClientHelloTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let name: String?
    }

    private static func row(_ description: String, extensions: [UInt8]?, name: String?) -> Row {
        let body = TLSBuild.body(ciphers: [0x13, 0x01], extensions: extensions)
        return Row(
            testDescription: description,
            octets: TLSBuild.record(TLSBuild.handshake(body)),
            name: name
        )
    }

    static let rows = [
        Row(
            testDescription: "TLS 1.2",
            octets: TLSBuild.hello("dns.google", version: 12),
            name: "dns.google"
        ),
        Row(testDescription: "TLS 1.3 with GREASE", octets: TLSBuild.hello("dns.google"), name: "dns.google"),
        row("name last", extensions: TLSBuild.tls13 + TLSBuild.serverName("a.example"), name: "a.example"),
        row("no extensions at all", extensions: nil, name: nil),
        row("no name among the extensions", extensions: TLSBuild.tls13, name: nil),
        row("an empty name", extensions: TLSBuild.serverName(""), name: nil),
        row("an empty extension", extensions: TLSBuild.anExtension(0, []), name: nil),
        row("another kind of name", extensions: TLSBuild.anExtension(0, [0, 4, 1, 0, 1, 97]), name: nil),
        row(
            "a name longer than its extension",
            extensions: TLSBuild.anExtension(0, [0, 9, 0, 0xFF, 0xFF, 97]) + TLSBuild.tls13,
            name: nil
        ),
        row(
            "an extension longer than all",
            extensions: [0x0A, 0x0A, 0xFF, 0xFF] + TLSBuild.serverName("a.example"),
            name: nil
        ),
        row(
            "a name of 256 octets",
            extensions: TLSBuild.serverName(String(repeating: "a", count: 256)),
            name: nil
        ),
        Row(
            testDescription: "a session longer than lawful",
            octets: TLSBuild.record(
                TLSBuild.handshake(
                    TLSBuild.body(
                        session: Build.zeros(33),
                        ciphers: [0x13, 0x01],
                        extensions: TLSBuild.serverName("a.example")
                    )
                )
            ),
            name: nil
        ),
        Row(
            testDescription: "a server's hello",
            octets: changed(TLSBuild.hello("a.example"), 5, 2),
            name: nil
        ),
        Row(
            testDescription: "application data",
            octets: changed(TLSBuild.hello("a.example"), 0, 23),
            name: nil
        ),
        Row(testDescription: "SSL 2", octets: changed(TLSBuild.hello("a.example"), 1, 2), name: nil),
        Row(testDescription: "nothing", octets: [], name: nil),
        Row(testDescription: "a record of no length", octets: TLSBuild.record([], length: 0), name: nil),
        Row(
            testDescription: "a record that ends before its name",
            octets: changed(changed(TLSBuild.hello("a.example", version: 12), 3, 0), 4, 60),
            name: nil
        ),
        Row(
            testDescription: "a record that goes on in the next segment",
            octets: changed(TLSBuild.hello("a.example"), 3, 0x40),
            name: "a.example"
        ),
    ]

    private static func changed(_ octets: [UInt8], _ index: Int, _ value: UInt8) -> [UInt8] {
        var octets = octets
        octets[index] = value
        return octets
    }

    @Test(arguments: rows) func serverName(row: Row) {
        let hello = ClientHello(row.octets.span)
        #expect(hello.map { String(decoding: $0.serverName, as: UTF8.self) } == row.name)
    }

    /// A message that goes on in a later segment tells its name exactly if all of the name is in the first.
    @Test func everyPrefix() {
        let hello = TLSBuild.hello("resolver.example")
        let end = hello.count - TLSBuild.tls13.count
        for length in 0...hello.count {
            let name = ClientHello(Array(hello.prefix(length)).span)?.serverName
            #expect(name == (length >= end ? Array("resolver.example".utf8) : nil), "\(length) octets")
        }
    }

    /// Every octet to every value: nothing may be read beyond the end, whatever the lengths say.
    @Test func everyOctetChanged() {
        let hello = TLSBuild.hello("a.example")
        for index in hello.indices {
            for value in UInt8.min...UInt8.max {
                let name = ClientHello(Self.changed(hello, index, value).span)?.serverName
                #expect((name?.count ?? 1) <= 255)
            }
        }
    }
}

@Suite struct PublicResolverTests {
    @Test(arguments: [
        ("the name itself", "dns.google", true),
        ("in capitals", "DNS.Google", true),
        ("a customer's own", "abc123.cloudflare-gateway.com", true),
        ("below a name", "mozilla.cloudflare-dns.com", true),
        ("another name with that end", "notdns.google", false),
        ("a parent", "google", false),
        ("the operator's page", "www.quad9.net", false),
        ("empty", "", false),
        ("dots", "...", false),
    ])
    func names(row: String, name: String, isKnown: Bool) {
        #expect(PublicResolver.hasName(Array(name.utf8)) == isKnown)
    }

    @Test func everyNameIsHostName() {
        for name in PublicResolver.names {
            #expect(name.wholeMatch(of: /([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]+/) != nil, "\(name)")
        }
    }

    @Test func addresses() {
        let texts = Set(PublicResolver.addresses.map(\.description))
        #expect(texts.count == PublicResolver.addresses.count)
        #expect(
            texts.isSuperset(of: [
                "8.8.8.8", "1.1.1.1", "9.9.9.9", "208.67.222.222", "94.140.14.14", "76.76.10.5", "223.5.5.5",
                "2001:4860:4860::8844", "2606:4700:4700::1111", "2620:fe::fe", "2620:119:35::35",
                "2a10:50c0::ad1:ff", "2a09::", "2a0d:2a00:1::2",
            ])
        )
        for address in PublicResolver.addresses { #expect(PublicResolver.hasAddress(address)) }
        for address in [
            IPAddress(v4: 0), IPAddress(v4: .max), IPAddress(v4: 0x0808_0809),
            IPAddress(v6High: 0, low: 0x0808_0808),
        ] {
            #expect(!PublicResolver.hasAddress(address))
        }
    }
}

@Suite struct EncryptedDNSTests {
    private static let google: [UInt8] = [8, 8, 8, 8]
    private static let other: [UInt8] = [203, 0, 113, 9]
    private static let client: [UInt8] = [192, 0, 2, 10]

    /// What was counted, as text: client, server, transport, packets, first frame.
    private static func lines(_ decoding: Decoding) -> [String] {
        decoding.decoder.statistics.encryptedDNS.all.map {
            "\($0.client) \($0.server) \($0.transport.rawValue) \($0.tally.count) @\($0.tally.firstFrame.frame)"
        }
    }

    /// A packet between the client and a server.
    private static func packet(_ transport: UInt8, _ payload: [UInt8], server: [UInt8], isReply: Bool)
        -> [UInt8]
    {
        let (source, destination) = isReply ? (server, client) : (client, server)
        return [0x45, 0] + Build.u16(20 + payload.count) + Build.zeros(5) + [transport, 0, 0] + source
            + destination
            + payload
    }

    private static func tcp(_ payload: [UInt8], port: Int, server: [UInt8], isReply: Bool = false) -> [UInt8]
    {
        let (source, destination) = isReply ? (port, 40_000) : (40_000, port)
        return packet(
            6,
            Build.tcp(payload, sequence: 1, from: source, to: destination),
            server: server,
            isReply: isReply
        )
    }

    private static func udp(_ payload: [UInt8], port: Int, server: [UInt8], isReply: Bool = false) -> [UInt8]
    {
        let (source, destination) = isReply ? (port, 40_000) : (40_000, port)
        return packet(17, Build.udp(payload, from: source, to: destination), server: server, isReply: isReply)
    }

    private static let applicationData: [UInt8] = [23, 3, 3, 0, 3, 1, 2, 3]
    private static let quicInitial: [UInt8] = [0xC3, 0, 0, 0, 1, 8] + [UInt8](repeating: 5, count: 60)
    private static let quicShort: [UInt8] = [0x41] + [UInt8](repeating: 5, count: 60)
    private static let dnsCryptReply: [UInt8] = Array("r6fnvWj8".utf8) + [UInt8](repeating: 9, count: 64)
    /// A client's magic that is no QUIC: the bit that QUIC has set is clear.
    private static let dnsCryptQuery: [UInt8] = [0x11] + [UInt8](repeating: 9, count: 100)

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let packets: [[UInt8]]
        let lines: [String]
    }

    static let rows = [
        Row(
            testDescription: "DoT, both ways",
            packets: [
                tcp(TLSBuild.hello("resolver.example"), port: 853, server: other),
                tcp(applicationData, port: 853, server: other, isReply: true),
            ],
            lines: ["192.0.2.10 203.0.113.9 DoT 2 @1"]
        ),
        Row(testDescription: "empty segments", packets: [tcp([], port: 853, server: other)], lines: []),
        Row(
            testDescription: "DoH by the resolver's address",
            packets: [
                tcp(applicationData, port: 443, server: google),
                tcp(applicationData, port: 443, server: google, isReply: true),
            ],
            lines: ["192.0.2.10 8.8.8.8 DoH 2 @1"]
        ),
        Row(
            testDescription: "DoH by its name, from the hello on",
            packets: [
                tcp(applicationData, port: 443, server: other),
                tcp(TLSBuild.hello("mozilla.cloudflare-dns.com"), port: 443, server: other),
                tcp(applicationData, port: 443, server: other, isReply: true),
            ],
            lines: ["192.0.2.10 203.0.113.9 DoH 2 @2"]
        ),
        Row(
            testDescription: "other HTTPS",
            packets: [
                tcp(TLSBuild.hello("www.example"), port: 443, server: other),
                tcp(applicationData, port: 443, server: other, isReply: true),
                udp(quicInitial, port: 443, server: other),
            ],
            lines: []
        ),
        Row(
            testDescription: "a resolver's other ports",
            packets: [
                tcp(applicationData, port: 80, server: google), udp(quicInitial, port: 8080, server: google),
            ],
            lines: []
        ),
        Row(
            testDescription: "DoQ, long and short headers",
            packets: [
                udp(quicInitial, port: 853, server: other),
                udp(quicShort, port: 853, server: other, isReply: true),
                udp([0x00] + quicShort.dropFirst(), port: 853, server: other),
                udp([0xC3, 9, 9, 9, 9] + quicInitial.dropFirst(5), port: 853, server: other),
                udp(Array(quicShort.prefix(20)), port: 853, server: other),
            ],
            lines: ["192.0.2.10 203.0.113.9 DoQ 2 @1"]
        ),
        Row(
            testDescription: "plain DNS on DoQ's port",
            packets: [udp([0x40, 1] + Build.query().dropFirst(2), port: 853, server: other)],
            lines: []
        ),
        Row(
            testDescription: "DoH over HTTP/3 and over TCP are one",
            packets: [
                udp(quicInitial, port: 443, server: google), tcp(applicationData, port: 443, server: google),
            ],
            lines: ["192.0.2.10 8.8.8.8 DoH 2 @1"]
        ),
        Row(
            testDescription: "DNSCrypt, told by its first response, with the query before it",
            packets: [
                udp(dnsCryptQuery, port: 8443, server: other),
                udp(dnsCryptReply, port: 8443, server: other, isReply: true),
                udp(dnsCryptQuery, port: 8443, server: other),
            ],
            lines: ["192.0.2.10 203.0.113.9 DNSCrypt 3 @1"]
        ),
        Row(
            testDescription: "DNSCrypt that looked like QUIC at first",
            packets: [
                udp(quicShort, port: 443, server: google),
                udp(dnsCryptReply, port: 443, server: google, isReply: true),
            ],
            lines: ["192.0.2.10 8.8.8.8 DNSCrypt 2 @1"]
        ),
        Row(
            testDescription: "sorted by client, server and transport",
            packets: [
                udp(quicInitial, port: 853, server: other), tcp(applicationData, port: 853, server: other),
                tcp(applicationData, port: 853, server: google),
            ],
            lines: [
                "192.0.2.10 8.8.8.8 DoT 1 @3", "192.0.2.10 203.0.113.9 DoQ 1 @1",
                "192.0.2.10 203.0.113.9 DoT 1 @2",
            ]
        ),
    ]

    @Test(arguments: rows) func endpoints(row: Row) {
        var decoding = Decoding()
        for (second, packet) in row.packets.enumerated() {
            decoding.decode(packet, linkType: 12, seconds: Double(second))
        }
        #expect(Self.lines(decoding) == row.lines)
        #expect(decoding.anomalies == [:])
    }

    /// A segment that the capture cut to its header still counts.
    @Test func cutSegment() {
        var decoding = Decoding()
        let packet = Self.tcp(Self.applicationData, port: 853, server: Self.other)
        decoding.decode(Array(packet.prefix(40)), linkType: 12, originalLength: packet.count)
        #expect(Self.lines(decoding) == ["192.0.2.10 203.0.113.9 DoT 1 @1"])
    }

    /// Captures that are merged need not be in order of time.
    @Test func `the first and last contact are kept`() throws {
        var endpoints = EncryptedDNSEndpoints()
        let segment = Build.tcp([1], sequence: 1, from: 40_000, to: 853)
        let header = try TCPSegment(segment.span)
        for (number, seconds) in [5, 3, 9, 4].enumerated() {
            let situation = Situation(
                time: Timestamp(nanoseconds: Int64(seconds)),
                frame: FramePlace(frame: number + 1),
                missing: 0
            )
            endpoints.note(header, segment.span.extracting(20..<21), situation)
        }
        #expect(endpoints.all.map(\.firstSeen.nanoseconds) == [3])
        #expect(endpoints.all.map(\.lastSeen.nanoseconds) == [9])
    }

    @Test func bound() {
        var endpoints = EncryptedDNSEndpoints(limit: 2)
        let segment = Build.tcp([1], sequence: 1, from: 40_000, to: 853)
        for number in 1...5 {
            let place = FramePlace(frame: number)
            var situation = Situation(time: Timestamp(nanoseconds: 0), frame: place, missing: 0)
            situation.source = IPAddress(v4: UInt32(number % 4))
            guard let header = try? TCPSegment(segment.span) else { return #expect(Bool(false)) }
            endpoints.note(header, segment.span.extracting(20..<21), situation)
        }
        #expect(endpoints.all.map(\.client) == [IPAddress(v4: 1), IPAddress(v4: 2)])
        #expect(endpoints.all.map(\.tally.count) == [2, 1])
        #expect(endpoints.unlisted == Tally(count: 2, firstFrame: FramePlace(frame: 3)))
    }

    /// Real captures, against counts of packets with a payload by tshark 4.0.17.
    @Test(
        .enabled(if: Repository.corpus != nil, "the corpus is not beside the repository"),
        arguments: [
            ("public/benign/ntop+nDPI/doq.pcapng", ["DoQ": 14]),
            ("public/protocol/zeek+zeek/quicdoq.pcap", ["DoQ": 9]),
            ("public/benign/ntop+nDPI/dnscrypt-v1-and-resolver-pings.pcap", ["DNSCrypt": 22]),
        ]
    )
    func corpus(path: String, packets: [String: Int]) throws {
        let corpus = try #require(Repository.corpus)
        var decoder = FrameDecoder()
        var capture = try CaptureFile(path: corpus.appendingPathComponent(path).path)
        while try capture.nextFrame({ frame, octets in
            decoder.decode(
                octets,
                linkType: frame.linkType.rawValue,
                time: frame.time,
                frame: frame.number,
                originalLength: frame.originalLength
            ) { _, _ in }
        }) {}
        let found = decoder.statistics.encryptedDNS.all.map { ($0.transport.rawValue, $0.tally.count) }
        #expect(Dictionary(found, uniquingKeysWith: +) == packets)
    }
}
