import Foundation
import TestSupport
import Testing

/// The same packets in every kind of file give the same findings, octet for octet.
@Suite struct ContainerTests {
    private static let tunnels = ["dns2tcp_txt_stream", "iodine_null_data", "generated_dnscat2_encrypted"]
        .map { "Fixtures/captures/tunnels/\($0).pcap" }

    struct Container: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let write: @Sendable (CapturedPackets) -> [UInt8]
    }

    static let containers: [Container] = [
        Container(testDescription: "pcap, big-endian") { $0.pcap(magic: 0xA1B2_C3D4, .big) },
        Container(testDescription: "pcap, nanoseconds") { $0.pcap(magic: 0xA1B2_3C4D, .little) },
        Container(testDescription: "pcap, nanoseconds, big-endian") { $0.pcap(magic: 0xA1B2_3C4D, .big) },
        Container(testDescription: "pcap of Kuznetzov") { $0.pcap(magic: 0xA1B2_CD34, .little) },
        Container(testDescription: "pcap of Kuznetzov, big-endian") { $0.pcap(magic: 0xA1B2_CD34, .big) },
        Container(testDescription: "pcapng") { $0.pcapng(.little) },
        Container(testDescription: "pcapng, big-endian") { $0.pcapng(.big) },
        Container(testDescription: "pcapng with obsolete packet blocks") {
            $0.pcapng(.little, isObsolete: true)
        },
        Container(testDescription: "pcapng in nanoseconds from an offset") {
            $0.pcapng(.little, digits: 9, offset: 1_000_000_000)
        },
        Container(testDescription: "pcapng of two sections in two orders") {
            let middle = $0.packets.count / 2
            return CapturedPackets(Array($0.packets[..<middle])).pcapng(.little)
                + CapturedPackets(Array($0.packets[middle...])).pcapng(.big)
        },
        Container(testDescription: "pcapng with comments and other blocks") {
            $0.pcapng(.big, comments: CapturedPackets.comment(Array("a comment".utf8), .big))
        },
    ]

    /// Comments, names and descriptions that are made to show, to steer a terminal or to trip a parser.
    ///
    /// Nothing of them is kept or shown, so that the findings stay those of the plain file, octet for octet, and
    /// nothing is said on standard error.
    static let hostileOptions: [(name: String, octets: [UInt8])] = [
        ("control characters", CapturedPackets.comment([0x1B, 0x5B, 0x32, 0x4A, 0, 7, 8, 0x7F], .little)),
        ("line ends and quotes", CapturedPackets.comment(Array("\r\n\"},{\"findings\": [".utf8), .little)),
        ("bidi", CapturedPackets.comment(Array("\u{202E}\u{2066}\u{200F}pcap.exe".utf8), .little)),
        ("invalid UTF-8", CapturedPackets.comment([0xFF, 0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80], .little)),
        ("the longest comment", CapturedPackets.comment([UInt8](repeating: 0x9B, count: 65_535), .little)),
        ("many comments", [[UInt8]](repeating: [1, 0, 1, 0, 0x1B, 0, 0, 0], count: 5_000).flatMap { $0 }),
        // Lengths that run over the block's end: by one, by far, and in an option without content.
        ("an option longer than its block by one", [1, 0, 5, 0, 0x41, 0x42, 0x43, 0x44]),
        ("an option far longer than its block", [1, 0, 0xFF, 0xFF, 0x41, 0x42, 0x43, 0x44]),
        ("an option without room", [4, 0, 0xFF, 0xFF]),
        // if_tsresol of nothing, and of three octets.
        ("a resolution of odd lengths", [9, 0, 0, 0, 9, 0, 3, 0, 1, 2, 3, 0]),
        ("options behind the last", [0, 0, 0, 0, 1, 0, 4, 0, 0x1B, 0x5B, 0x48, 0x1B]),
    ]

    @Test(arguments: hostileOptions)
    func `options do not reach the report`(name: String, options: [UInt8]) throws {
        let tunnel = Self.tunnels[0]
        let folder = try TemporaryFolder()
        let path = folder.path("capture")
        let packets = CapturedPackets(pcap: Array(try Data(contentsOf: Repository.url(tunnel))))
        try Data(packets.pcapng(.little, comments: options)).write(to: URL(filePath: path))
        #expect(try Self.findings("dnsscan -f json \"$1\"", path) == Self.plain(tunnel), "\(name)")
        let text = try Command.run(["-v", path])
        let plain = try Command.run(["-v", tunnel])
        #expect(text.output.replacing(path, with: tunnel) == plain.output && text.errors == "")
    }

    @Test(arguments: containers)
    func `findings do not depend on the kind of file`(container: Container) throws {
        for tunnel in Self.tunnels {
            let folder = try TemporaryFolder()
            let path = folder.path("capture.txt")
            let octets = try container.write(
                CapturedPackets(pcap: Array(Data(contentsOf: Repository.url(tunnel))))
            )
            try Data(octets).write(to: URL(filePath: path))
            #expect(try Self.findings("dnsscan -f json \"$1\"", path) == Self.plain(tunnel), "\(tunnel)")
        }
    }

    @Test(arguments: ["gzip", "zstd -q", "lz4 -q", "xz", "gzip | xz", "xz | zstd -q | gzip"])
    func `findings do not depend on compression`(packer: String) throws {
        for tunnel in Self.tunnels {
            let expected = try Self.plain(tunnel)
            let folder = try TemporaryFolder()
            let path = folder.path("capture.pcap")
            let packed = try Command.script("cat \"$1\" | \(packer) > \"$2\"", [tunnel, path])
            try #require(packed.status == 0, "\(packed.errors)")
            #expect(try Self.findings("dnsscan -f json \"$1\"", path) == expected, "\(tunnel)")
            #expect(try Self.findings("dnsscan -f json - < \"$1\"", path) == expected, "\(tunnel)")
            // Packed in parts, one behind the other.
            let halves = "{ head -c 9999 \"$1\" | \(packer); tail -c +10000 \"$1\" | \(packer); } > \"$2\""
            try #require(try Command.script(halves, [tunnel, path]).status == 0)
            if !packer.contains("|") {
                #expect(try Self.findings("dnsscan -f json \"$1\"", path) == expected, "\(tunnel)")
            }
        }
    }

    private static func plain(_ tunnel: String) throws -> Substring {
        let findings = try findings("dnsscan -f json \"$1\"", tunnel)
        try #require(findings.count > 1000)
        return findings
    }

    /// The part of a report behind what says which files were read.
    private static func findings(_ script: String, _ path: String) throws -> Substring {
        let result = try Command.script(script, [path])
        try #require(result.status == 1 && result.errors == "", "\(result.errors)")
        return try result.output[#require(result.output.range(of: "\"findings\": [")).lowerBound...]
    }
}

/// Packets of an Ethernet capture, and the files that can hold them; written from the formats' specifications.
struct CapturedPackets: Sendable {
    enum Order { case little, big }

    struct Packet: Sendable {
        /// Microseconds since 1970.
        let time: Int
        let octets: [UInt8]
    }

    let packets: [Packet]

    init(_ packets: [Packet]) {
        self.packets = packets
    }

    /// The packets of a little-endian pcap file in microseconds.
    init(pcap file: [UInt8]) {
        func number(_ offset: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
        }
        precondition(number(0) == 0xA1B2_C3D4 && number(20) == 1)
        var packets: [Packet] = []
        var position = 24
        while position < file.count {
            let start = position + 16
            let end = start + number(position + 8)
            let time = number(position) * 1_000_000 + number(position + 4)
            packets.append(Packet(time: time, octets: Array(file[start..<end])))
            position = end
        }
        self.packets = packets
    }

    // MARK: pcap

    func pcap(magic: Int, _ order: Order) -> [UInt8] {
        let isNanoseconds = magic == 0xA1B2_3C4D
        let isKuznetzov = magic == 0xA1B2_CD34
        let header =
            word(magic, order) + half(2, order) + half(4, order)
            + [0, 0, 262_144, 1].flatMap { word($0, order) }
        return packets.reduce(into: header) { file, packet in
            let fraction = packet.time % 1_000_000 * (isNanoseconds ? 1000 : 1)
            let fields = [packet.time / 1_000_000, fraction, packet.octets.count, packet.octets.count]
            file += fields.flatMap { word($0, order) }
            // The interface's index, the EtherType, the packet's direction, a pad octet.
            if isKuznetzov { file += word(2, order) + half(0x0800, order) + [0, 0] }
            file += packet.octets
        }
    }

    // MARK: pcapng

    /// One section with one interface.
    ///
    /// - Parameters:
    ///   - order: The byte order.
    ///   - digits: A tick is ten to the minus so many seconds.
    ///   - offset: Seconds that the times are written without.
    ///   - isObsolete: Whether packets are in blocks of the obsolete kind.
    ///   - comments: Options of the section, the interface and each packet; with them come blocks without packets.
    /// - Returns: The octets of the file.
    func pcapng(
        _ order: Order,
        digits: Int = 6,
        offset: Int = 0,
        isObsolete: Bool = false,
        comments: [UInt8]? = nil
    ) -> [UInt8] {
        let comment = comments ?? []
        let section =
            word(0x1A2B_3C4D, order) + half(1, order) + half(0, order) + [UInt8](repeating: 0xFF, count: 8)
        let offsetOctets =
            order == .little ? word(offset, order) + word(0, order) : word(0, order) + word(offset, order)
        let interface =
            half(1, order) + half(0, order) + word(0, order) + option(9, [UInt8(digits)], order)
            + option(14, offsetOctets, order) + (comments ?? word(0, order))
        let ticksPerMicrosecond = digits == 9 ? 1000 : 1
        var file = block(0x0A0D_0D0A, section + comment, order) + block(1, interface, order)
        for (index, packet) in packets.enumerated() {
            if comments != nil, index % 10 == 3 { file += others(order) }
            let ticks = (packet.time - offset * 1_000_000) * ticksPerMicrosecond
            let count = packet.octets.count
            let fields = [ticks >> 32, ticks & 0xFFFF_FFFF, count, count].flatMap { word($0, order) }
            let padded = packet.octets + [UInt8](repeating: 0, count: -count & 3)
            let number = isObsolete ? half(0, order) + half(0, order) : word(0, order)
            file += block(isObsolete ? 2 : 6, number + fields + padded + comment, order)
        }
        return file
    }

    /// The option opt_comment, and the end of options.
    static func comment(_ octets: [UInt8], _ order: Order) -> [UInt8] {
        let writer = Self([])
        return writer.option(1, octets, order) + writer.word(0, order)
    }

    /// Blocks of name resolution, of statistics, of secrets, and of a kind that nobody defined.
    private func others(_ order: Order) -> [UInt8] {
        let names = half(1, order) + half(8, order) + [192, 0, 2, 1] + Array("gw\0\0".utf8) + word(0, order)
        let secrets = word(0x544C_534B, order) + word(4, order) + Array("KEY\n".utf8)
        return block(4, names, order) + block(5, [UInt8](repeating: 0, count: 12), order)
            + block(10, secrets, order) + block(0x7777, Array("whatever".utf8), order)
    }

    private func block(_ type: Int, _ body: [UInt8], _ order: Order) -> [UInt8] {
        let length = word(body.count + 12, order)
        return word(type, order) + length + body + length
    }

    private func option(_ code: Int, _ value: [UInt8], _ order: Order) -> [UInt8] {
        half(code, order) + half(value.count, order) + value + [UInt8](repeating: 0, count: -value.count & 3)
    }

    private func word(_ value: Int, _ order: Order) -> [UInt8] {
        octets(value, 4, order)
    }

    private func half(_ value: Int, _ order: Order) -> [UInt8] {
        octets(value, 2, order)
    }

    private func octets(_ value: Int, _ count: Int, _ order: Order) -> [UInt8] {
        let little = (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
        return order == .little ? little : little.reversed()
    }
}
