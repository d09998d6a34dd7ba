import PayloadMeasures

/// The type of octets, by the numbers that kinds of files begin with.
///
/// Source: the signatures in the specifications of the formats; file(1)'s tables have the same.
enum ContentType {
    /// The octets that kinds of files begin with, and their names.
    static let beginnings: [(octets: [UInt8], name: String)] = [
        ([0x1F, 0x8B, 0x08], "gzip"), ([0x50, 0x4B, 0x03, 0x04], "zip"), ([0x42, 0x5A, 0x68], "bzip2"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ([0x04, 0x22, 0x4D, 0x18], "lz4"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), (Array("Rar!".utf8), "rar"),
        (Array("%PDF-".utf8), "pdf"), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "png"),
        ([0xFF, 0xD8, 0xFF], "jpeg"),
        (Array("GIF8".utf8), "gif"), ([0x7F, 0x45, 0x4C, 0x46], "elf"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "compound document"),
        (Array("SQLite format 3".utf8), "sqlite"),
        (Array("SSH-2.0-".utf8), "ssh"), (Array("-----BEGIN ".utf8), "pem"), (Array("<?xml".utf8), "xml"),
        (Array("#!/".utf8), "script"), ([0xD4, 0xC3, 0xB2, 0xA1], "pcap"),
    ]

    /// The share of readable octets from which on something is text.
    private static let readableShare = 0.95
    /// Octets that are looked at.
    private static let probed = 4_096

    /// The names of kinds that are nothing but text.
    private static let texts: Set<String> = ["text", "json or text", "utf-16 text"]

    /// Whether octets begin as a known kind of file does, and are not merely text.
    static func isFile(_ octets: [UInt8]) -> Bool { name(of: octets).map { !texts.contains($0) } ?? false }

    /// The name of the type of octets, or `nil` for no known type.
    static func name(of octets: [UInt8]) -> String? {
        if let known = beginnings.first(where: { octets.starts(with: $0.octets) }) { return known.name }
        if octets.starts(with: [0x4D, 0x5A]), octets.count > 64 { return "pe" }
        if octets.count > 2, octets[0] == 0x78, (Int(octets[0]) << 8 | Int(octets[1])).isMultiple(of: 31) {
            return "zlib"
        }
        if octets.dropFirst(257).starts(with: "ustar".utf8) { return "tar" }
        guard octets.count >= 4 else { return nil }
        if let narrow = WideText.narrow(octets.prefix(probed)),
            TextCode.readableRatio(of: narrow) >= readableShare
        {
            return "utf-16 text"
        }
        let beginning = Array(octets.prefix(probed))
        guard TextCode.readableRatio(of: beginning) >= readableShare else { return nil }
        let first = beginning.first { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? "json or text" : "text"
    }
}
