import NetworkTypes
import PacketDecoding
import Testing

/// Every link layer and tunnel carries the same query down to the same payload.
@Suite struct LayerTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var linkType: Int32 = 1
        let frame: [UInt8]

        init(_ description: String, _ linkType: Int32 = 1, _ frame: [UInt8]) {
            testDescription = description
            self.linkType = linkType
            self.frame = frame
        }
    }

    private typealias B = Build

    private static let ip4 = B.packet4
    private static let ip6 = B.packet6
    private static let inner = B.ethernet(ip4)
    private static let snap: [UInt8] = [0xAA, 0xAA, 3, 0, 0, 0, 8, 0]
    private static func wireless(_ control: [UInt8], _ more: Int = 0) -> [UInt8] {
        control + B.zeros(22 + more) + snap + ip4
    }
    private static func erf(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        B.zeros(8) + [type, 4] + B.u16(16 + content.count) + B.zeros(2) + B.u16(content.count) + content
    }
    private static func tunnel(_ header: [UInt8], port: Int, _ content: [UInt8]) -> [UInt8] {
        B.ethernet(B.ipv4(B.udp(header + content, to: port)))
    }

    static let links: [Row] = [
        Row("Ethernet", 1, inner),
        Row("Ethernet with padding", 1, inner + B.zeros(30)),
        Row("Ethernet, IPv6", 1, B.ethernet(ip6, type: 0x86DD)),
        Row("802.1Q", 1, B.ethernet([0, 7, 8, 0] + ip4, type: 0x8100)),
        Row("802.1ad, 802.1Q, IPv6", 1, B.ethernet([0, 7, 0x81, 0, 0, 8, 0x86, 0xDD] + ip6, type: 0x88A8)),
        Row(
            "three tags of 0x9100",
            1,
            B.ethernet([0, 7, 0x91, 0, 0, 7, 0x91, 0, 0, 8, 8, 0] + ip4, type: 0x9100)
        ),
        Row("802.3 with LLC and SNAP", 1, B.ethernet(snap + ip4, type: snap.count + ip4.count)),
        Row(
            "802.1Q with LLC and SNAP",
            1,
            B.ethernet([0, 7] + B.u16(snap.count + ip4.count) + snap + ip4, type: 0x8100)
        ),
        Row("PPPoE", 1, B.ethernet([0x11, 0, 0, 1] + B.u16(ip4.count + 2) + [0, 0x21] + ip4, type: 0x8864)),
        Row(
            "PPPoE, IPv6",
            1,
            B.ethernet([0x11, 0, 0, 1] + B.u16(ip6.count + 2) + [0, 0x57] + ip6, type: 0x8864)
        ),
        Row("MPLS", 1, B.ethernet([0, 1, 1, 64] + ip4, type: 0x8847)),
        Row("MPLS, two labels, IPv6", 1, B.ethernet([0, 1, 0, 64, 0, 2, 1, 64] + ip6, type: 0x8847)),
        Row("MPLS pseudowire", 1, B.ethernet([0, 1, 1, 64, 0, 0, 0, 0] + inner, type: 0x8847)),
        Row("Linux cooked", 113, [0, 0, 0, 1, 0, 6] + B.zeros(8) + [8, 0] + ip4),
        Row("Linux cooked, 802.1Q", 113, [0, 0, 0, 1, 0, 6] + B.zeros(8) + [0x81, 0, 0, 7, 8, 0] + ip4),
        Row("Linux cooked 2", 276, [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6] + B.zeros(8) + ip4),
        Row("NULL, little-endian", 0, [2, 0, 0, 0] + ip4),
        Row("NULL, big-endian", 0, [0, 0, 0, 2] + ip4),
        Row("NULL, Darwin's IPv6", 0, [30, 0, 0, 0] + ip6),
        Row("LOOP", 108, [0, 0, 0, 24] + ip6),
        Row("RAW, IPv4", 12, ip4),
        Row("RAW, IPv6", 12, ip6),
        Row("IPV4", 228, ip4),
        Row("IPV6", 229, ip6),
        Row("PPP", 9, [0xFF, 3, 0, 0x21] + ip4),
        Row("PPP, fields compressed", 9, [0x21] + ip4),
        Row("PPP_SERIAL with Cisco framing", 50, [0x0F, 0, 8, 0] + ip4),
        Row("PPP_ETHER", 51, [0x11, 0, 0, 1] + B.u16(ip4.count + 2) + [0, 0x21] + ip4),
        Row("PPP_WITH_DIR", 204, [1, 0xFF, 3, 0, 0x21] + ip4),
        Row("C_HDLC", 104, [0x0F, 0, 8, 0] + ip4),
        Row("FRELAY, RFC 2427", 107, [0x18, 0x41, 3, 0xCC] + ip4),
        Row("FRELAY, Cisco", 107, [0x18, 0x41, 8, 0] + ip4),
        Row("FRELAY, SNAP", 107, [0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0] + ip4),
        Row("Token Ring", 6, [0x10, 0x40] + B.zeros(12) + snap + ip4),
        Row(
            "Token Ring with a route",
            6,
            [0x10, 0x40] + B.zeros(6) + [0x80] + B.zeros(5) + [6] + B.zeros(5) + snap + ip4
        ),
        Row("FDDI", 10, [0x50] + B.zeros(12) + snap + ip4),
        Row("ATM, RFC 1483", 11, snap + ip4),
        Row("ATM, bridged", 11, [0xAA, 0xAA, 3, 0, 0x80, 0xC2, 0, 7, 0, 0] + inner),
        Row("802.11 data", 105, wireless([0x08, 0])),
        Row("802.11 QoS data", 105, wireless([0x88, 0], 2)),
        Row("802.11 QoS data, four addresses", 105, wireless([0x88, 3], 8)),
        Row("802.11 QoS data, HT control", 105, wireless([0x88, 0x80], 6)),
        Row("radiotap", 127, [0, 0] + B.le16(8) + B.le32(0) + wireless([0x08, 0])),
        Row(
            "radiotap with timer, flags and pad",
            127,
            [0, 0] + B.le16(17) + B.le32(3) + B.zeros(8) + [0x20] + [0x88, 0] + B.zeros(24) + [0, 0] + snap
                + ip4
        ),
        Row("Prism", 119, B.le32(0x44) + B.le32(144) + B.zeros(136) + wireless([0x08, 0])),
        Row("AVS", 163, B.u32(0x8021_1001) + B.u32(64) + B.zeros(56) + wireless([0x08, 0])),
        Row("PPI with 802.11", 192, [0, 0] + B.le16(8) + B.le32(105) + wireless([0x08, 0])),
        Row("PKTAP with Ethernet", 258, B.le32(108) + B.le32(1) + B.le32(1) + B.zeros(96) + inner),
        Row(
            "NFLOG",
            239,
            [2, 0, 0, 0] + B.le16(5) + B.le16(10) + [65, 0, 0, 0] + B.le16(4 + ip4.count) + B.le16(9) + ip4
        ),
        Row("PFLOG", 117, [61, 2] + B.zeros(62) + ip4),
        Row("JUNIPER_ETHER", 178, [0x4D, 0x47, 0x43, 0x80, 0, 4] + B.zeros(4) + inner),
        Row("JUNIPER_ETHER without the link layer", 178, [0x4D, 0x47, 0x43, 2, 2, 0, 0, 0] + ip4),
        Row("JUNIPER_PPPOE", 167, [0x4D, 0x47, 0x43, 0] + inner),
        Row("JUNIPER_PPPOE_ATM", 168, [0x4D, 0x47, 0x43, 0, 8, 0] + ip4),
        Row("JUNIPER_PPP", 179, [0x4D, 0x47, 0x43, 0, 0xFF, 3, 0, 0x21] + ip4),
        Row("JUNIPER_FRELAY", 180, [0x4D, 0x47, 0x43, 0, 0x18, 0x41, 3, 0xCC] + ip4),
        Row("JUNIPER_CHDLC", 181, [0x4D, 0x47, 0x43, 0, 0x0F, 0, 8, 0] + ip4),
        Row("JUNIPER_MLPPP", 130, [0x4D, 0x47, 0x43, 0, 0x11, 0x22, 0xFF, 3, 0, 0x21] + ip4),
        Row("JUNIPER_MONITOR", 164, [0x4D, 0x47, 0x43, 0] + B.zeros(8) + ip4),
        Row("JUNIPER_SERVICES", 136, [0x4D, 0x47, 0x43, 1] + B.zeros(8) + ip4),
        Row("JUNIPER_GGSN", 133, [0x4D, 0x47, 0x43, 0, 0, 0, 2] + B.zeros(5) + ip4),
        Row("JUNIPER_ATM1", 137, [0x4D, 0x47, 0x43, 0] + B.zeros(4) + snap + ip4),
        Row("JUNIPER_ATM2", 135, [0x4D, 0x47, 0x43, 0] + B.zeros(8) + [3, 0xCC] + ip4),
        Row("PPP_PPPD", 166, [1, 3, 0, 0x21] + ip4),
        Row("C_HDLC_WITH_DIR", 205, [0, 0x0F, 0, 8, 0] + ip4),
        Row("ETHERNET_MPACKET", 274, [UInt8](repeating: 0x55, count: 7) + [0xD5] + inner),
        Row("DSA_TAG_BRCM", 281, B.zeros(12) + [0x20, 0, 0, 1, 8, 0] + ip4),
        Row("DSA_TAG_BRCM_PREPEND", 282, [0x20, 0, 0, 1] + inner),
        Row("DSA_TAG_DSA", 284, B.zeros(12) + [0xC0, 0, 0, 0, 8, 0] + ip4),
        Row("DSA_TAG_EDSA", 285, B.zeros(12) + [0xDA, 0xDA, 0, 0, 0xC0, 0, 0, 0, 8, 0] + ip4),
        Row(
            "802.11 aggregate of one",
            105,
            [0x88, 0] + B.zeros(22) + [0x80, 0] + B.zeros(12) + B.u16(snap.count + ip4.count) + snap + ip4
        ),
        Row("TZSP", 128, [1, 0, 0, 1, 10, 1, 99, 0, 1] + inner),
        Row("IP over IEEE 1394", 138, B.zeros(16) + [8, 0] + ip4),
        Row("NETANALYZER", 240, B.zeros(4) + inner),
        Row("JUNIPER_MLFR", 131, [0x4D, 0x47, 0x43, 0, 0x11, 0x22, 3, 0xCC] + ip4),
        Row("JUNIPER_MLFR, link services", 131, [0x4D, 0x47, 0x43, 0, 0x54, 0, 0, 0, 3, 0xCC] + ip4),
        Row("JUNIPER_MLFR, adaptive services", 131, [0x4D, 0x47, 0x43, 0, 0x47] + B.zeros(7) + ip4),
        Row("JUNIPER_MFR", 134, [0x4D, 0x47, 0x43, 0, 0x54] + B.zeros(5) + [3, 0xCC] + ip4),
        Row("JUNIPER_ES", 132, [0x4D, 0x47, 0x43, 0, 0, 1, 64, 3] + B.zeros(12) + ip4),
        Row("ERF, Ethernet", 197, erf(2, B.zeros(2) + inner)),
        Row("ERF, extensions", 197, erf(0x82, [0x83] + B.zeros(7) + [4] + B.zeros(7) + B.zeros(2) + inner)),
        Row("ERF, Cisco framing", 197, erf(1, [0x0F, 0, 8, 0] + ip4)),
        Row("ERF, IPv4", 197, erf(22, ip4)),
        Row("ERF, IPv6", 197, erf(23, ip6)),
        // The check sequences are those of ITU-T X.25 over the octets before them.
        Row("DOCSIS", 143, [0, 0] + B.u16(inner.count) + [0x77, 0xE9] + inner),
        Row("DOCSIS, extended", 143, [1, 2] + B.u16(inner.count + 2) + [0, 0, 0x5F, 0x6F] + inner),
        Row("DOCSIS, isolation", 143, [0x80, 0] + B.u16(inner.count) + [0x19, 0xC4] + inner),
        Row("ARCNET", 7, [1, 2, 0xD4, 0, 0, 1] + ip4),
        Row("ARCNET_LINUX", 129, [1, 2, 0, 0, 0xD4, 0, 0, 1] + ip4),
        Row("SLIP", 8, [0, 0x40] + B.zeros(14) + ip4),
        Row("ATM_CLIP", 19, snap + ip4),
        Row("ENC", 109, B.le32(2) + B.zeros(8) + ip4),
        Row("IP_OVER_FC", 122, B.zeros(16) + snap + ip4),
        Row("SUNATM", 123, [2, 0, 0, 100] + snap + ip4),
        Row("PKTAP with a packet", 149, B.le32(108) + B.le32(1) + B.le32(12) + B.zeros(96) + ip4),
        Row("FRELAY_WITH_DIR", 206, [0, 0x18, 0x41, 3, 0xCC] + ip4),
        Row("MPLS as a link", 219, [0, 1, 1, 64] + ip4),
        Row("IPNET", 226, [1, 2, 0, 1] + B.u32(ip4.count) + B.zeros(16) + ip4),
        Row(
            "NETANALYZER_TRANSPARENT",
            241,
            B.zeros(4) + [UInt8](repeating: 0x55, count: 7) + [0xD5] + inner
        ),
        Row("IPOIB", 242, B.zeros(40) + [8, 0, 0, 0] + ip4),
    ]

    static let tunnels: [Row] = [
        Row("IPv4 options", 1, B.ethernet(B.ipv4(B.udp(B.query()), options: [7, 7, 4, 0, 0, 0, 0, 0]))),
        Row(
            "IPv6 hop-by-hop",
            1,
            B.ethernet(B.ipv6([17, 0] + B.zeros(6) + B.udp(B.query()), next: 0), type: 0x86DD)
        ),
        Row(
            "IPv6 hop-by-hop, routing, destination",
            1,
            B.ethernet(
                B.ipv6(
                    [43, 0] + B.zeros(6) + [60, 1] + B.zeros(14) + [17, 0] + B.zeros(6) + B.udp(B.query()),
                    next: 0
                ),
                type: 0x86DD
            )
        ),
        Row(
            "IPv6 atomic fragment",
            12,
            B.ipv6(B.fragmentHeader(offset: 0, more: false, id: 1) + B.udp(B.query()), next: 44)
        ),
        Row(
            "authentication header",
            1,
            B.ethernet(B.ipv4([17, 4] + B.zeros(22) + B.udp(B.query()), transport: 51))
        ),
        Row("IP in IP", 1, B.ethernet(B.ipv4(ip4, transport: 4))),
        Row("6in4", 1, B.ethernet(B.ipv4(ip6, transport: 41))),
        Row("4in6", 1, B.ethernet(B.ipv6(ip4, next: 4), type: 0x86DD)),
        Row("GRE", 1, B.ethernet(B.ipv4([0, 0, 8, 0] + ip4, transport: 47))),
        Row(
            "GRE, checksum, key, sequence",
            1,
            B.ethernet(B.ipv4([0xB0, 0, 8, 0] + B.zeros(12) + ip4, transport: 47))
        ),
        Row("GRE, Ethernet", 1, B.ethernet(B.ipv4([0, 0, 0x65, 0x58] + inner, transport: 47))),
        Row(
            "GRE, PPTP",
            1,
            B.ethernet(B.ipv4([0x30, 0x81, 0x88, 0x0B] + B.zeros(12) + [0x21] + ip4, transport: 47))
        ),
        Row("ERSPAN I", 1, B.ethernet(B.ipv4([0, 0, 0x88, 0xBE] + inner, transport: 47))),
        Row(
            "ERSPAN II",
            1,
            B.ethernet(
                B.ipv4([0x10, 0, 0x88, 0xBE] + B.zeros(4) + [0x10] + B.zeros(7) + inner, transport: 47)
            )
        ),
        Row(
            "ERSPAN III",
            1,
            B.ethernet(
                B.ipv4([0x10, 0, 0x22, 0xEB] + B.zeros(4) + [0x20] + B.zeros(11) + inner, transport: 47)
            )
        ),
        Row(
            "ERSPAN III with subheader",
            1,
            B.ethernet(
                B.ipv4(
                    [0x10, 0, 0x22, 0xEB] + B.zeros(4) + [0x20] + B.zeros(10) + [1] + B.zeros(8) + inner,
                    transport: 47
                )
            )
        ),
        Row("EtherIP", 1, B.ethernet(B.ipv4([0x30, 0] + inner, transport: 97))),
        Row("MPLS in IP", 1, B.ethernet(B.ipv4([0, 1, 1, 64] + ip4, transport: 137))),
        Row("VXLAN", 1, tunnel([8, 0, 0, 0, 0, 0, 7, 0], port: 4789, inner)),
        Row("VXLAN, Linux's port", 1, tunnel([8, 0, 0, 0, 0, 0, 7, 0], port: 8472, inner)),
        Row("VXLAN-GPE, IPv6", 1, tunnel([0x0C, 0, 0, 2, 0, 0, 7, 0], port: 4790, ip6)),
        Row(
            "GENEVE with options",
            1,
            tunnel([1, 0, 0x65, 0x58, 0, 0, 7, 0] + B.zeros(4), port: 6081, inner)
        ),
        Row("Teredo", 1, tunnel([], port: 3544, ip6)),
        Row(
            "Teredo, authentication and origin",
            1,
            tunnel([0, 1, 0, 0] + B.zeros(9) + B.zeros(8), port: 3544, ip6)
        ),
        Row("GTP-U", 1, tunnel([0x30, 255, 0, 60, 0, 0, 0, 1], port: 2152, ip4)),
        Row(
            "GTP-U with extension",
            1,
            tunnel([0x34, 255, 0, 68, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0], port: 2152, ip4)
        ),
        Row("L2TP", 1, tunnel([0, 2, 0, 1, 0, 1], port: 1701, [0xFF, 3, 0, 0x21] + ip4)),
        Row(
            "L2TP, length, sequence, offset",
            1,
            tunnel([0x4A, 2, 0, 99, 0, 1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0], port: 1701, [0, 0x21] + ip4)
        ),
        Row("MPLS in UDP", 1, tunnel([0, 1, 1, 64], port: 6635, ip4)),
        Row("GRE in UDP", 1, tunnel([0, 0, 8, 0], port: 4754, ip4)),
        Row("TZSP in UDP", 1, tunnel([1, 0, 0, 1, 1], port: 37_008, inner)),
        Row(
            "Frame relay in GRE",
            1,
            B.ethernet(B.ipv4([0, 0, 0x65, 0x59, 0x18, 0x41, 3, 0xCC] + ip4, transport: 47))
        ),
        Row("VN-Tag", 1, B.ethernet([0, 0, 0, 1, 8, 0] + ip4, type: 0x8926)),
        Row("E-Tag", 1, B.ethernet([0, 0, 0, 1, 0, 0, 8, 0] + ip4, type: 0x893F)),
        Row("Cisco metadata", 1, B.ethernet([1, 1, 0, 1, 0, 7, 8, 0] + ip4, type: 0x8909)),
        Row("NSH", 1, B.ethernet([0, 2, 2, 1, 0, 0, 0, 0] + ip4, type: 0x894F)),
    ]

    /// Content that has to tell itself what it is, and so has to be there.
    static let guessed: [Row] = [
        Row(
            "L2TPv3 with a cookie",
            1,
            B.ethernet(B.ipv4([0, 0, 0, 9] + B.zeros(8) + inner, transport: 115))
        ),
        Row("WCCP 1 in GRE", 1, B.ethernet(B.ipv4([0, 0, 0x88, 0x3E] + ip4, transport: 47))),
        Row("WCCP 2 in GRE", 1, B.ethernet(B.ipv4([0, 0, 0x88, 0x3E, 0, 0, 0, 0] + ip4, transport: 47))),
        Row("L2TPv3, PPP", 1, B.ethernet(B.ipv4([0, 0, 0, 9, 0xFF, 3, 0, 0x21] + ip4, transport: 115))),
        Row("L2TPv3 in UDP", 1, tunnel([0, 3, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0], port: 1701, inner)),
    ]

    @Test(arguments: links + tunnels + guessed)
    func theQueryIsReached(_ row: Row) {
        var decoding = Decoding()
        decoding.decode(row.frame, linkType: row.linkType)
        #expect(decoding.messages == [B.query()])
        #expect(decoding.anomalies.isEmpty)
        let payload = decoding.deliveries.first?.payload
        #expect(payload?.service == .dns)
        #expect(payload?.isTruncated == false)
        #expect(payload?.isUnusualPort == false)
        #expect(payload?.flow.source.port == 40_000)
        #expect(payload?.flow.destination.port == 53)
        #expect(["192.0.2.10", "2001:db8::a"].contains(payload?.flow.source.address.description))
    }

    @Test(arguments: links + tunnels)
    func everyPrefixEndsInOrder(_ row: Row) {
        for length in 0..<row.frame.count {
            let prefix = Array(row.frame.prefix(length))
            // Cut by the snap length: never malformed.
            var cut = Decoding()
            cut.decode(prefix, linkType: row.linkType, originalLength: row.frame.count)
            let isPadding = length >= row.frame.count - 30 && row.testDescription.contains("padding")
            #expect(cut.deliveries.allSatisfy { $0.payload.isTruncated || isPadding }, "\(length)")
            #expect(cut.anomalies.keys.allSatisfy { $0 == .truncatedBySnapLength }, "\(length)")
            #expect(cut.anomalies[.truncatedBySnapLength] == 1 || isPadding, "\(length)")
            // Short by itself: then nothing is said to have been cut.
            var short = Decoding()
            short.decode(prefix, linkType: row.linkType)
            #expect(short.anomalies[.truncatedBySnapLength] == nil || short.anomalies.count > 1, "\(length)")
        }
    }

    @Test(arguments: links + tunnels + guessed)
    func everyFlippedBitEndsInOrder(_ row: Row) {
        var decoding = Decoding()
        for bit in 0..<row.frame.count * 8 {
            var frame = row.frame
            frame[bit / 8] ^= 1 << UInt8(bit % 8)
            decoding.decode(frame, linkType: row.linkType)
        }
        decoding.finish()
        #expect(decoding.decoder.statistics.packets == row.frame.count * 8)
        #expect(decoding.deliveries.count <= row.frame.count * 8)
    }

    /// Two queries in one frame; the first subframe is padded, a frame's checksum may follow.
    @Test(arguments: [0, 4])
    func everySubframeOfAnAggregateIsRead(checksum: Int) {
        let packets = [1, 2].map { Build.ipv4(Build.udp(Build.query($0))) }
        let subframes = packets.map { Build.zeros(12) + Build.u16(8 + $0.count) + Self.snap + $0 }
        #expect(subframes[0].count % 4 == 1)
        let frame = [0x88, 0] + Build.zeros(22) + [0x80, 0] + subframes[0] + Build.zeros(3) + subframes[1]
        var decoding = Decoding()
        decoding.decode(frame + Build.zeros(checksum), linkType: 105)
        #expect(decoding.messages == [Build.query(1), Build.query(2)])
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func aLinkTypeWithinACapturingHeaderMayBeUnknown() {
        var decoding = Decoding()
        decoding.decode([0, 0] + Build.le16(8) + Build.le32(147) + Build.zeros(20), linkType: 192)
        #expect(
            decoding.decoder.statistics.unknownLinkTypes == [
                147: Tally(count: 1, firstFrame: FramePlace(frame: 1))
            ]
        )
    }

    @Test func nestingIsBounded() {
        var packet = Build.packet4
        for _ in 0..<40 { packet = Build.ipv4(packet, transport: 4) }
        var decoding = Decoding()
        decoding.decode(packet, linkType: 12)
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == [.nestingTooDeep: 1])
    }

    struct OtherRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let frame: [UInt8]
        var linkType: Int32 = 1
        let anomalies: [DecodingAnomaly: Int]
    }

    @Test(arguments: [
        OtherRow(
            testDescription: "ARP",
            frame: Build.ethernet(Build.zeros(28), type: 0x0806),
            anomalies: [:]
        ),
        OtherRow(
            testDescription: "MACsec",
            frame: Build.ethernet(Build.zeros(60), type: 0x88E5),
            anomalies: [.linkEncrypted: 1]
        ),
        OtherRow(
            testDescription: "protected 802.11",
            frame: [0x08, 0x40] + Build.zeros(60),
            linkType: 105,
            anomalies: [.linkEncrypted: 1]
        ),
        OtherRow(
            testDescription: "802.11 beacon",
            frame: [0x80, 0] + Build.zeros(60),
            linkType: 105,
            anomalies: [:]
        ),
        OtherRow(
            testDescription: "ESP",
            frame: Build.ethernet(Build.ipv4(Build.zeros(40), transport: 50)),
            anomalies: [.ipsecEncrypted: 1]
        ),
        OtherRow(
            testDescription: "an IPv4 header of 16 octets",
            frame: Build.ethernet([0x44] + Build.packet4.dropFirst()),
            anomalies: [.ipv4Malformed: 1]
        ),
        OtherRow(
            testDescription: "an IPv4 total length below its header",
            frame: Build.ethernet(Build.ipv4(Build.udp(Build.query()), totalLength: 19)),
            anomalies: [.ipv4Malformed: 1]
        ),
        OtherRow(
            testDescription: "a UDP length below its header",
            frame: Build.ethernet(Build.ipv4(Build.udp(Build.query(), length: 7))),
            anomalies: [.udpMalformed: 1]
        ),
        OtherRow(
            testDescription: "a UDP length beyond its packet",
            frame: Build.ethernet(Build.ipv4(Build.udp(Build.query(), length: 999))),
            anomalies: [.udpMalformed: 1]
        ),
        OtherRow(
            testDescription: "a TCP header of 16 octets",
            frame: Build.ethernet(
                Build.ipv4([0, 1, 0, 53] + Build.zeros(8) + [0x40, 2] + Build.zeros(6), transport: 6)
            ),
            anomalies: [.tcpMalformed: 1]
        ),
        OtherRow(
            testDescription: "half an Ethernet header",
            frame: [1, 2, 3, 4, 5, 6, 7],
            anomalies: [.linkMalformed: 1]
        ),
    ])
    func otherFramesAreCounted(_ row: OtherRow) {
        var decoding = Decoding()
        decoding.decode(row.frame, linkType: row.linkType)
        #expect(decoding.messages.isEmpty)
        #expect(decoding.anomalies == row.anomalies)
    }

    @Test func unknownLinkTypesAreCountedByNumber() {
        var decoding = Decoding()
        decoding.decode([1, 2, 3], linkType: 147)
        decoding.decode(Build.packet4, linkType: 12)
        decoding.decode([1, 2, 3], linkType: 147)
        #expect(
            decoding.decoder.statistics.unknownLinkTypes == [
                147: Tally(count: 2, firstFrame: FramePlace(frame: 1))
            ]
        )
        #expect(decoding.decoder.statistics.packets == 3)
        #expect(decoding.messages.count == 1)
    }

    @Test func aTotalLengthOfZeroStandsForTheRest() {
        var decoding = Decoding()
        decoding.decode(Build.ethernet(Build.ipv4(Build.udp(Build.query()), totalLength: 0)))
        decoding.decode(
            Build.ethernet(Build.ipv6(Build.udp(Build.query(), length: 0), length: 0), type: 0x86DD)
        )
        #expect(decoding.messages == [Build.query(), Build.query()])
        #expect(decoding.anomalies.isEmpty)
    }

    @Test func aPacketLongerThanItsFrameIsUsedAsFarAsItGoes() {
        let whole = Build.ethernet(Build.packet4)
        var decoding = Decoding()
        decoding.decode(Array(whole.dropLast(5)))
        #expect(decoding.messages == [Array(Build.query().dropLast(5))])
        #expect(decoding.deliveries.first?.payload.isTruncated == true)
        #expect(decoding.anomalies[.ipv4Malformed] == 1)
    }
}
