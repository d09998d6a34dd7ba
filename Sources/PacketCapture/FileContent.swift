import Inflation

/// The kind of a file, as its first octets show it.
package enum FileContent: Equatable, Sendable {
    case capture(CaptureFormat)
    /// Frame Streams, in which resolvers write dnstap.
    case frameStream
    /// Cut off before it could be told; all that is there begins a capture.
    case beginningOfCapture
    /// Text, which may be a log; described in words that hold nothing of the file itself.
    case text(String)
    /// Something else, described in words that hold nothing of the file itself.
    case other(String)

    /// The number of octets that suffice to tell, and hold the header of a pcap file.
    static let peekLength = 24

    /// Judges the first octets of a file; there must be at least one.
    init(firstOctets octets: ArraySlice<UInt8>) {
        if let format = Self.captureMagic.first(where: { octets.starts(with: $0.1) })?.0 {
            self = .capture(format)
        } else if octets.count < 4, Self.captureMagic.contains(where: { $0.1.starts(with: octets) }) {
            self = .beginningOfCapture
        } else if Self.beginsFrameStream(octets) {
            self = .frameStream
        } else if let name = Self.textMagic.first(where: { octets.starts(with: $0.1) })?.0 {
            self = .text(name)
        } else if let name = Self.otherMagic.first(where: { octets.starts(with: $0.1) })?.0 {
            self = .other(name)
        } else if let compression = Compression(magicOf: octets) {
            self = .other("\(compression.rawValue) data")
        } else if octets.allSatisfy({ $0 == 0 }) {
            self = .other("it begins with zeros")
        } else if octets.allSatisfy({ 0x20...0x7E ~= $0 || 0x09...0x0D ~= $0 || $0 >= 0x80 }) {
            self = .text("it begins like text")
        } else {
            self = .other("binary data of an unknown kind")
        }
    }

    /// In both byte orders: microseconds, nanoseconds, and Kuznetzov's records with an interface.
    private static let captureMagic: [(CaptureFormat, [UInt8])] = [
        (.pcap, [0xA1, 0xB2, 0xC3, 0xD4]), (.pcap, [0xD4, 0xC3, 0xB2, 0xA1]),
        (.pcap, [0xA1, 0xB2, 0x3C, 0x4D]), (.pcap, [0x4D, 0x3C, 0xB2, 0xA1]),
        (.pcap, [0xA1, 0xB2, 0xCD, 0x34]), (.pcap, [0x34, 0xCD, 0xB2, 0xA1]),
        (.pcapng, [0x0A, 0x0D, 0x0D, 0x0A]),
    ]

    private static let otherMagic: [(String, [UInt8])] = [
        ("a snoop capture, which editcap can convert", Array("snoop\0".utf8)),
        ("a btsnoop capture of Bluetooth", Array("btsnoop\0".utf8)),
        ("a Network Monitor capture, which editcap can convert", Array("GMBU".utf8)),
        ("a Network Monitor capture, which editcap can convert", Array("RTSS".utf8)),
        ("a Sniffer capture, which editcap can convert", Array("TRSNIFF data".utf8)),
        ("an event trace or OLE document", [0xD0, 0xCF, 0x11, 0xE0]),
        ("a ZIP archive, which is to be unpacked first", Array("PK".utf8) + [3, 4]),
        ("bzip2 data, which is to be unpacked first", Array("BZh".utf8)),
        ("a 7z archive, which is to be unpacked first", [0x37, 0x7A, 0xBC, 0xAF]),
        ("a RAR archive, which is to be unpacked first", Array("Rar!".utf8)),
        ("lz4 data of the legacy format, which is to be unpacked first", [0x02, 0x21, 0x4C, 0x18]),
        ("a program", [0x7F] + Array("ELF".utf8)),
        ("a PDF document", Array("%PDF".utf8)),
        ("a PNG image", [0x89] + Array("PNG".utf8)),
        ("an SQLite database", Array("SQLite format 3".utf8)),
    ]

    private static let textMagic: [(String, [UInt8])] = [
        ("a script", Array("#!".utf8)),
        ("an XML or HTML document", Array("<".utf8)),
        ("a JSON document", Array("{".utf8)),
    ]

    /// Whether octets begin with a control frame of Frame Streams: a length of 0, that of the frame, and its type.
    ///
    ///     | 0, 4 | control frame length, 4: at most 512 | control type, 4: 1…5 |
    ///
    /// Source: fstrm 0.6.1, fstrm/control.h.
    private static func beginsFrameStream(_ octets: ArraySlice<UInt8>) -> Bool {
        let octets = Array(octets.prefix(12))
        guard octets.count == 12, octets[..<6].allSatisfy({ $0 == 0 }) else { return false }
        let length = Int(octets[6]) << 8 | Int(octets[7])
        return (4...512).contains(length) && octets[8...10].allSatisfy { $0 == 0 } && 1...5 ~= octets[11]
    }
}
