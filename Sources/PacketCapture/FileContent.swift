/// What the first octets of a file show.
enum FileContent: Equatable {
    case capture(CaptureFormat)
    /// Cut off before it could be told; all that is there begins a capture.
    case beginningOfCapture
    /// Something else, described in words that hold nothing of the file itself.
    case other(String)

    /// How many octets suffice to tell, and hold the header of a pcap file.
    static let peekLength = 24

    /// Judges the first octets of a file, of which there is at least one.
    init(firstOctets octets: ArraySlice<UInt8>) {
        if let format = Self.captureMagic.first(where: { octets.starts(with: $0.1) })?.0 {
            self = .capture(format)
        } else if octets.count < 4, Self.captureMagic.contains(where: { $0.1.starts(with: octets) }) {
            self = .beginningOfCapture
        } else if let name = Self.otherMagic.first(where: { octets.starts(with: $0.1) })?.0 {
            self = .other(name)
        } else if let compression = Compression(magicOf: octets) {
            self = .other("\(compression.rawValue) data")
        } else if octets.allSatisfy({ $0 == 0 }) {
            self = .other("it begins with zeros")
        } else if octets.allSatisfy({ 0x20...0x7E ~= $0 || 0x09...0x0D ~= $0 || $0 >= 0x80 }) {
            self = .other("it begins like text")
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
        ("a script", Array("#!".utf8)),
        ("an XML or HTML document", Array("<".utf8)),
        ("a JSON document", Array("{".utf8)),
    ]
}
