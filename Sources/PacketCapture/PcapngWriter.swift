import NetworkTypes

/// Writes frames as one section of a pcapng capture, each with comments.
///
/// Each link type is an interface of its own, described when its first frame comes; times are in nanoseconds. There are
/// no offsets of time and no verdicts or hashes of packets, which readers take in different ways.
///
/// Source: draft-ietf-opsawg-pcapng §4.1 to §4.3, in little-endian order:
///
///     | block type, 4 | total length, 4 | body, padded to 4 … | total length, 4 |
package struct PcapngWriter {
    /// In octets: the length of an option is a number of 16 bits.
    private static let longestComment = 65_535
    private static let endOfOptions: UInt16 = 0
    private static let comment: UInt16 = 1
    private static let userApplication: UInt16 = 4
    private static let timeResolution: UInt16 = 9
    private static let nanoseconds: UInt8 = 9

    private var interfaces: [LinkType: UInt32] = [:]

    package init() {}

    /// The block that begins the capture.
    ///
    /// - Parameter program: The program that writes it.
    /// - Returns: Its octets.
    package func beginning(by program: String) -> [UInt8] {
        var body = Self.octets(0x1A2B_3C4D, 4) + Self.octets(1, 2) + Self.octets(0, 2)
        // The length of the section is not known.
        body += Self.octets(UInt64.max, 8)
        body += Self.options([(Self.userApplication, Array(program.utf8))])
        return Self.block(0x0A0D_0D0A, body)
    }

    /// The block of a frame, behind the one that describes its interface where that is new.
    ///
    /// - Parameters:
    ///   - frame: Its time, before 1970 as at its beginning, and lengths.
    ///   - octets: The captured octets.
    ///   - comments: In UTF-8; the writer cuts a comment that is longer than an option can be.
    /// - Returns: The octets of both.
    package mutating func blocks(of frame: Frame, _ octets: Span<UInt8>, comments: [String]) -> [UInt8] {
        var blocks: [UInt8] = []
        let interface: UInt32
        if let known = interfaces[frame.linkType] {
            interface = known
        } else {
            interface = UInt32(interfaces.count)
            interfaces[frame.linkType] = interface
            // Snap length 0: nothing was cut here.
            let body =
                Self.octets(UInt64(frame.linkType.fileValue), 2) + Self.octets(0, 2) + Self.octets(0, 4)
            blocks += Self.block(1, body + Self.options([(Self.timeResolution, [Self.nanoseconds])]))
        }
        let time = UInt64(max(0, frame.time.nanoseconds))
        var body = Self.octets(UInt64(interface), 4) + Self.octets(time >> 32, 4)
        body += Self.octets(time & 0xFFFF_FFFF, 4) + Self.octets(UInt64(octets.count), 4)
        body += Self.octets(UInt64(max(octets.count, frame.originalLength)), 4)
        body += Self.padded(octets.indices.map { octets[$0] })
        body += Self.options(comments.map { (Self.comment, Array(Self.cut($0).utf8)) })
        return blocks + Self.block(6, body)
    }

    /// Text of no more octets than an option can have, whole characters alone.
    private static func cut(_ text: String) -> String {
        var text = text
        while text.utf8.count > longestComment { text.removeLast() }
        return text
    }

    private static func options(_ options: [(code: UInt16, value: [UInt8])]) -> [UInt8] {
        guard !options.isEmpty else { return [] }
        let all = options.flatMap { code, value in
            octets(UInt64(code), 2) + octets(UInt64(value.count), 2) + padded(value)
        }
        return all + octets(UInt64(endOfOptions), 4)
    }

    private static func block(_ type: UInt64, _ body: [UInt8]) -> [UInt8] {
        let length = octets(UInt64(body.count + 12), 4)
        return octets(type, 4) + length + body + length
    }

    private static func padded(_ octets: [UInt8]) -> [UInt8] {
        octets + [UInt8](repeating: 0, count: (4 - octets.count % 4) % 4)
    }

    /// The lowest `count` octets of a number, the lowest first.
    private static func octets(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}
