import NetworkTypes

/// Reads the packets of a pcapng file, block by block.
///
/// The program does not use libpcap's reader. That refuses files whose interfaces differ in link type or snap length,
/// or whose sections differ in byte order: all lawful, and usual in merged captures.
///
///     | type, 4 | total length, 4 | body, padded to a multiple of 4 | total length, 4 |
///
/// Source: draft-ietf-opsawg-pcapng §3, §4.
struct PcapngReader {
    /// The facts in a section about one of its interfaces.
    struct Interface {
        let linkType: LinkType
        /// 0 where it is not limited.
        let snapLength: Int
        let clock: PcapngClock
    }

    private enum Block {
        static let section: UInt32 = 0x0A0D_0D0A
        static let interface: UInt32 = 1
        static let packet: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let statistics: UInt32 = 5
        static let enhancedPacket: UInt32 = 6
        /// Blocks without a packet that Wireshark counts as frames: systemd's journal entries and custom blocks.
        static let countedAsFrames: Set<UInt32> = [9, 0x0000_0BAD, 0x4000_0BAD]
    }

    /// Octets of a block that is read as a whole; a longer block that does not matter is skipped.
    private static let maximumBlock = 16 << 20
    /// Interfaces of one section, so that their list cannot grow without end.
    private static let maximumInterfaces = 65_536

    private var window: InputWindow
    private var isBigEndian = false
    private var interfaces: [Interface] = []
    private var packets = 0
    /// Packets and other blocks that count as frames.
    private var frames = 0
    /// The losses that interfaces of this section report, and those that stand beside packets of all sections.
    private var dropsOfInterfaces: [UInt32: Int] = [:]
    private var dropsOfSections = 0
    private var dropsBesidePackets = 0
    private var lastTime = Timestamp(nanoseconds: 0)
    /// The link types of all interfaces so far, each once.
    private(set) var linkTypes: [LinkType] = []

    /// Packets that were lost: by the interfaces' statistics, or by the counts beside packets where these say more.
    var droppedPackets: Int {
        max(dropsOfInterfaces.values.reduce(dropsOfSections, Self.sum), dropsBesidePackets)
    }

    /// Counts come from the file and may be anything.
    private static func sum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }

    /// Reads the header of the first section.
    init(_ input: CaptureInput) throws(CaptureError) {
        window = InputWindow(input)
        do {
            _ = try nextBlock()
        } catch {
            if case .truncated = error { throw .headerTruncated }
            throw error
        }
    }

    /// Whether octets came that are part of no block yet.
    var hasUnreadOctets: Bool { window.filled > window.position }

    /// Lends the next packet to `body`; `false` at the end of the file.
    mutating func next(_ body: (Frame, Span<UInt8>) -> Void) throws(CaptureError) -> Bool {
        while let block = try nextBlock() {
            guard let packet = try packet(of: block) else { continue }
            if block.type == Block.enhancedPacket {
                noteDrops(
                    options: (packet.range.upperBound + 3 & ~3)..<max(
                        packet.range.upperBound + 3 & ~3,
                        block.body.upperBound
                    )
                )
            } else if block.type == Block.packet {
                // 0xFFFF stands for unknown.
                let drops = half(at: block.body.lowerBound + 2)
                if drops != 0xFFFF { dropsBesidePackets = Self.sum(dropsBesidePackets, Int(drops)) }
            }
            packets += 1
            frames += 1
            lastTime = packet.time
            let frame = Frame(
                number: frames,
                time: packet.time,
                linkType: packet.linkType,
                capturedLength: packet.range.count,
                originalLength: max(packet.range.count, packet.originalLength)
            )
            body(frame, window.octets.span.extracting(packet.range))
            return true
        }
        return false
    }
}

// MARK: - Packets

extension PcapngReader {
    private struct Packet {
        var time: Timestamp
        var linkType: LinkType
        var range: Range<Int>
        var originalLength: Int
    }

    /// The packet that a block holds, if it is of a kind that does.
    private func packet(of block: (type: UInt32, body: Range<Int>)) throws(CaptureError) -> Packet? {
        let start = block.body.lowerBound
        switch block.type {
        case Block.enhancedPacket:
            try require(20, in: block.body, of: "a packet block")
            return try packet(in: block.body, interface: Int(word(at: start)))
        case Block.packet:  // the obsolete form: 16 bits of interface, 16 bits of drops
            try require(20, in: block.body, of: "a packet block")
            return try packet(in: block.body, interface: Int(half(at: start)))
        case Block.simplePacket:
            try require(4, in: block.body, of: "a simple packet block")
            let interface = try interface(0)
            let originalLength = Int(word(at: start))
            let limit = interface.snapLength == 0 ? originalLength : interface.snapLength
            let length = min(originalLength, limit, block.body.count - 4)
            // It has no time of its own; that of the packet before it is the best guess.
            return Packet(
                time: lastTime,
                linkType: interface.linkType,
                range: start + 4..<start + 4 + length,
                originalLength: originalLength
            )
        default:
            return nil
        }
    }

    private func packet(in body: Range<Int>, interface number: Int) throws(CaptureError) -> Packet {
        let interface = try interface(number)
        let start = body.lowerBound
        let ticks = UInt64(word(at: start + 4)) << 32 | UInt64(word(at: start + 8))
        let length = Int(word(at: start + 12))
        guard length <= body.count - 20 else { throw corrupt("a packet is longer than its block") }
        return Packet(
            time: interface.clock.time(ticks),
            linkType: interface.linkType,
            range: start + 20..<start + 20 + length,
            originalLength: Int(word(at: start + 16))
        )
    }

    private func interface(_ number: Int) throws(CaptureError) -> Interface {
        guard number < interfaces.count else {
            throw corrupt("a packet of an interface that is not described")
        }
        return interfaces[number]
    }

    private mutating func addInterface(_ body: Range<Int>) throws(CaptureError) {
        try require(8, in: body, of: "an interface description")
        guard interfaces.count < Self.maximumInterfaces else { throw .tooManyInterfaces(packets: packets) }
        let linkType = LinkType(fileValue: half(at: body.lowerBound))
        let snapLength = Int(word(at: body.lowerBound + 4))
        let clock = clock(options: body.lowerBound + 8..<body.upperBound)
        interfaces.append(Interface(linkType: linkType, snapLength: snapLength, clock: clock))
        if !linkTypes.contains(linkType) { linkTypes.append(linkType) }
    }

    /// The options if_tsresol (9) and if_tsoffset (14); broken options count as absent.
    private func clock(options: Range<Int>) -> PcapngClock {
        var clock = PcapngClock()
        forEachOption(in: options) { code, value in
            if code == 9, value.count == 1 { clock.resolution = window.octets[value.lowerBound] }
            if code == 14, value.count == 8 {
                clock.offset = Int64(bitPattern: doubleWord(at: value.lowerBound))
            }
        }
        return clock
    }

    /// Calls `body` with the code and the place of each option up to the first that is broken.
    private func forEachOption(in options: Range<Int>, _ body: (_ code: UInt16, Range<Int>) -> Void) {
        var position = options.lowerBound
        while position + 4 <= options.upperBound {
            let code = half(at: position)
            let length = Int(half(at: position + 2))
            let value = position + 4
            if code == 0 || value + length > options.upperBound { break }
            body(code, value..<value + length)
            position = value + (length + 3) & ~3
        }
    }

    /// The statistics of an interface: isb_ifdrop (5) and isb_osdrop (7) count from the start of the recording.
    ///
    /// Source: draft-ietf-opsawg-pcapng §4.6.
    private mutating func noteStatistics(_ body: Range<Int>) {
        guard body.count >= 12 else { return }
        var drops = 0
        forEachOption(in: body.lowerBound + 12..<body.upperBound) { code, value in
            guard code == 5 || code == 7, value.count == 8 else { return }
            drops = Self.sum(drops, Int(clamping: doubleWord(at: value.lowerBound)))
        }
        let interface = word(at: body.lowerBound)
        guard drops > 0, dropsOfInterfaces[interface] != nil || dropsOfInterfaces.count < interfaces.count
        else { return }
        dropsOfInterfaces[interface] = max(dropsOfInterfaces[interface] ?? 0, drops)
    }

    /// The option epb_dropcount (4) of a packet: the number of packets lost since the one before it.
    private mutating func noteDrops(options: Range<Int>) {
        var drops = 0
        forEachOption(in: options) { code, value in
            if code == 4, value.count == 8 { drops = Int(clamping: doubleWord(at: value.lowerBound)) }
        }
        dropsBesidePackets = Self.sum(dropsBesidePackets, drops)
    }
}

// MARK: - Blocks

extension PcapngReader {
    /// Reads up to the next block that may hold a packet; sections and interfaces are noted on the way.
    private mutating func nextBlock() throws(CaptureError) -> (type: UInt32, body: Range<Int>)? {
        while true {
            guard try window.fill(8, after: packets) else {
                if window.position == window.filled { return nil }
                throw .truncated(packets: packets)
            }
            let isSection = word(at: window.position) == Block.section
            if isSection { try beginSection() }
            let type = word(at: window.position)
            let length = Int(word(at: window.position + 4))
            guard length >= 12, length % 4 == 0 else { throw corrupt("a block of impossible length") }
            if Block.countedAsFrames.contains(type) { frames += 1 }
            if length > Self.maximumBlock {
                switch type {
                case Block.section, Block.interface, Block.packet, Block.simplePacket, Block.enhancedPacket:
                    throw .tooLarge(packets: packets, reason: "a block of \(length) octets")
                default:
                    guard try window.skip(length, after: packets) else { throw .truncated(packets: packets) }
                    continue
                }
            }
            guard try window.fill(length, after: packets) else { throw .truncated(packets: packets) }
            guard Int(word(at: window.position + length - 4)) == length else {
                throw corrupt("the lengths at a block's beginning and end differ")
            }
            let body = window.position + 8..<window.position + length - 4
            window.pass(length)
            switch type {
            case Block.section: return (type, body)
            case Block.interface: try addInterface(body)
            case Block.statistics: noteStatistics(body)
            default: return (type, body)
            }
        }
    }

    /// Learns a section's byte order and version.
    ///
    ///     | 0x0A0D0D0A | total length | 0x1A2B3C4D | major, 2 | minor, 2 | section length, 8 | options |
    private mutating func beginSection() throws(CaptureError) {
        guard try window.fill(16, after: packets) else { throw .truncated(packets: packets) }
        isBigEndian = true
        switch word(at: window.position + 8) {
        case 0x1A2B_3C4D: break
        case 0x4D3C_2B1A: isBigEndian = false
        default: throw corrupt("a section whose byte order cannot be told")
        }
        let (major, minor) = (half(at: window.position + 12), half(at: window.position + 14))
        guard major == 1 else {
            let reason = "pcapng version \(major).\(minor)"
            throw packets == 0 ? .unsupported(reason: reason) : corrupt(reason)
        }
        interfaces = []
        dropsOfSections = dropsOfInterfaces.values.reduce(dropsOfSections, Self.sum)
        dropsOfInterfaces = [:]
    }

    private func corrupt(_ reason: String) -> CaptureError {
        .corrupt(packets: packets, reason: reason)
    }

    private func require(_ octets: Int, in body: Range<Int>, of what: String) throws(CaptureError) {
        if body.count < octets { throw corrupt("\(what) is too short") }
    }

    private func word(at offset: Int) -> UInt32 {
        let value =
            UInt32(window.octets[offset]) << 24 | UInt32(window.octets[offset + 1]) << 16
            | UInt32(window.octets[offset + 2]) << 8 | UInt32(window.octets[offset + 3])
        return isBigEndian ? value : value.byteSwapped
    }

    private func doubleWord(at offset: Int) -> UInt64 {
        let (first, second) = (UInt64(word(at: offset)), UInt64(word(at: offset + 4)))
        return isBigEndian ? first << 32 | second : second << 32 | first
    }

    private func half(at offset: Int) -> UInt16 {
        let value = UInt16(window.octets[offset]) << 8 | UInt16(window.octets[offset + 1])
        return isBigEndian ? value : value.byteSwapped
    }
}
