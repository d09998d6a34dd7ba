import TestSupport

/// Captures made to exhaust whoever reads them, each as large as one likes.
///
/// Compressed bombs are made of these and of zeros by `bombs`, which measures all of them.
package enum Bomb: String, CaseIterable, Sendable {
    // Container
    case pcapRecordOf4GiB, pcapngPacketOf4GiB, pcapngUnknownBlockOf4GiB, pcapngInterfaces, pcapngSections
    case pcapngOptions, zeroRecords
    // Network
    case nestedPackets, extensionHeaders, vlanTags, fragmentsOfOneDatagram, fragmentsOfManyDatagrams
    // Transport
    case halfOpenStreams, unfinishedMessages, segmentsWithGaps
    // DNS
    case announcedRecords, pointerChains, ednsOptions, distinctNames, distinctZones, distinctClients
    case distinctServers

    /// The size that is meant when people speak of such a bomb.
    package var fullCount: Int {
        switch self {
        case .pcapRecordOf4GiB, .pcapngPacketOf4GiB, .pcapngUnknownBlockOf4GiB: 1
        case .pcapngOptions: 4
        case .nestedPackets, .extensionHeaders, .vlanTags, .pointerChains, .ednsOptions: 1_000
        case .fragmentsOfOneDatagram, .fragmentsOfManyDatagrams: 65_535
        case .zeroRecords: 10_000_000
        default: 1_000_000
        }
    }

    /// A capture with so many of what the bomb is made of.
    package func octets(count: Int) -> [UInt8] {
        switch self {
        case .pcapRecordOf4GiB:
            Pcap.header() + Pcap.little(0) + Pcap.little(0) + Pcap.little(0xFFFF_FFFF)
                + Pcap.little(0xFFFF_FFFF)
        case .pcapngPacketOf4GiB:
            Pcapng.section + Pcapng.interface() + Pcap.little(6) + Pcap.little(0xFFFF_FFFC)
        case .pcapngUnknownBlockOf4GiB:
            Pcapng.section + Pcap.little(0x7777) + Pcap.little(0xFFFF_FFFC)
                + [UInt8](repeating: 0, count: 1_000)
        case .pcapngInterfaces:
            Pcapng.section + [[UInt8]](repeating: Pcapng.interface(), count: count).joined()
        case .pcapngSections: [UInt8]([[UInt8]](repeating: Pcapng.section, count: count).joined())
        case .pcapngOptions:
            Pcapng.section
                + [[UInt8]](repeating: Pcapng.interface(options: 4 << 20 - 8), count: count).joined()
        case .zeroRecords: Pcap.header() + [UInt8](repeating: 0, count: count * 16)
        default: Pcap.file(linkType: linkType, count: count, packet: packet)
        }
    }

    private var linkType: Int { self == .vlanTags ? 1 : 101 }

    private func packet(_ number: Int) -> [UInt8] {
        switch self {
        case .nestedPackets:
            (1...3_000).reversed().flatMap { Packet.ipv4(length: 20 * $0, protocol: 4, source: 1) }
        case .extensionHeaders:
            Packet.ipv6(length: 8 * 8_000, next: 60)
                + [[UInt8]](repeating: [60, 0, 1, 4, 0, 0, 0, 0], count: 8_000).joined()
        case .vlanTags:
            [UInt8](repeating: 2, count: 12) + [[UInt8]](repeating: [0x81, 0, 0, 1], count: 15_000).joined()
        case .fragmentsOfOneDatagram:
            Packet.ipv4(length: 28, protocol: 17, source: 1, id: 1, fragment: 0x2000 | number % 8_191)
                + [UInt8](repeating: 0, count: 8)
        case .fragmentsOfManyDatagrams:
            Packet.ipv4(length: 28, protocol: 17, source: number >> 16, id: number & 0xFFFF, fragment: 0x2000)
                + [UInt8](repeating: 0, count: 8)
        case .halfOpenStreams: Packet.tcp([], source: number, sequence: 0, flags: 0x02)
        case .unfinishedMessages:
            Packet.tcp(
                [0xFF, 0xFF, 0, 1, 1, 0, 0, 1] + [UInt8](repeating: 0, count: 6),
                source: number,
                sequence: 0,
                flags: 0x02
            )
        case .segmentsWithGaps: Packet.tcp([0x61], source: 1, sequence: 2 * number, flags: 0x10)
        case .announcedRecords:
            Packet.udp(
                [0, 1, 0x81, 0x80, 0, 1] + [UInt8](repeating: 0xFF, count: 6)
                    + MessageBuilder.query("a.example", type: 1).octets.dropFirst(12),
                source: number
            )
        case .pointerChains: Packet.udp(Self.chain, source: number)
        case .ednsOptions: Packet.udp(Self.options, source: number)
        case .distinctNames:
            Packet.udp(MessageBuilder.query("\(Self.word(number)).t.example.com", type: 16).octets, source: 1)
        case .distinctZones:
            Packet.udp(MessageBuilder.query("www.\(Self.word(number)).com", type: 1).octets, source: 1)
        case .distinctClients:
            Packet.udp(MessageBuilder.query("www.example.com", type: 1).octets, source: number)
        case .distinctServers:
            Packet.udp(
                MessageBuilder.query("www.example.com", type: 1).octets,
                source: 1,
                destination: number
            )
        default: []
        }
    }

    /// A label that looks random and differs for each number.
    private static func word(_ number: Int) -> String {
        var generator = SeededGenerator(seed: UInt64(number))
        return String(generator.next(), radix: 36)
    }

    /// A message whose records each start at the end of a chain of pointers as long as is followed.
    private static let chain: [UInt8] = {
        var builder = MessageBuilder(flags: 0x8000)
        let start = builder.position + 11
        let chain = (0..<8_000).flatMap { MessageBuilder.pointer($0 == 0 ? 12 : start + 2 * ($0 - 1)) }
        builder.addRecord(.answer, ".", type: 65_280, data: chain)
        for index in 0..<3_000 {
            let owner = MessageBuilder.pointer(start + 2 * (100 + index % 26))
            builder.addRaw(.answer, owner + [0xFF, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        }
        // And one that is longer than that, which ends the message.
        builder.addRaw(.answer, MessageBuilder.pointer(start + 2 * 7_999))
        return builder.octets
    }()

    /// A query with 16,000 EDNS options without content.
    private static let options: [UInt8] = {
        var builder = MessageBuilder.query("a.example", type: 1)
        builder.addOPT(options: [(code: UInt16, data: [UInt8])](repeating: (10, []), count: 16_000))
        return builder.octets
    }()
}

/// A pcap file's pieces, little-endian.
private enum Pcap {
    static func little(_ value: Int) -> [UInt8] { MessageBuilder.uint32(UInt32(value)).reversed() }

    static func header(linkType: Int = 101) -> [UInt8] {
        [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + little(0) + little(0) + little(262_144) + little(linkType)
    }

    /// Ten thousand packets a second, so that none of the bombs waits for a time-out.
    static func file(linkType: Int, count: Int, packet: (Int) -> [UInt8]) -> [UInt8] {
        var file = header(linkType: linkType)
        for number in 0..<count {
            let octets = packet(number)
            file += little(1_700_000_000 + number / 10_000) + little(number % 10_000 * 100)
            file += little(octets.count) + little(octets.count) + octets
        }
        return file
    }
}

/// A pcapng file's pieces, little-endian.
private enum Pcapng {
    static let section =
        Pcap.little(0x0A0D_0D0A) + Pcap.little(28) + Pcap.little(0x1A2B_3C4D) + [1, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 8) + Pcap.little(28)

    /// An interface with options without content, four octets each.
    static func interface(options count: Int = 0) -> [UInt8] {
        let length = Pcap.little(20 + 4 * count)
        let options = [[UInt8]](repeating: [1, 0, 0, 0], count: count).joined()
        return Pcap.little(1) + length + [101, 0, 0, 0] + Pcap.little(0) + options + length
    }
}

/// Packets of IP; checksums stay 0.
private enum Packet {
    static func ipv4(
        length: Int,
        protocol number: UInt8,
        source: Int,
        destination: Int = 53,
        id: Int = 0,
        fragment: Int = 0
    ) -> [UInt8] {
        [0x45, 0] + MessageBuilder.uint16(UInt16(length)) + MessageBuilder.uint16(UInt16(id))
            + MessageBuilder.uint16(UInt16(fragment)) + [64, number, 0, 0]
            + MessageBuilder.uint32(0x0A00_0000 | UInt32(source))
            + MessageBuilder.uint32(0xC600_0000 | UInt32(destination))
    }

    static func ipv6(length: Int, next: UInt8) -> [UInt8] {
        [0x60, 0, 0, 0] + MessageBuilder.uint16(UInt16(length)) + [next, 64]
            + [UInt8](repeating: 0x20, count: 32)
    }

    static func udp(_ payload: [UInt8], source: Int, destination: Int = 53) -> [UInt8] {
        ipv4(length: 28 + payload.count, protocol: 17, source: source, destination: destination)
            + [0x9C, 0x40, 0, 53] + MessageBuilder.uint16(UInt16(8 + payload.count)) + [0, 0] + payload
    }

    static func tcp(_ payload: [UInt8], source: Int, sequence: Int, flags: UInt8) -> [UInt8] {
        ipv4(length: 40 + payload.count, protocol: 6, source: source) + [0x9C, 0x40, 0, 53]
            + MessageBuilder.uint32(UInt32(sequence)) + MessageBuilder.uint32(0) + [0x50, flags, 4, 0]
            + MessageBuilder.uint32(0) + payload
    }
}
