import PayloadMeasures

/// The end of a file that is followed by what fills the last message up.
enum FileEnd {
    /// The most octets that fill a message up: one less than an address of IPv6 has.
    private static let mostFilling = 15

    /// Octets up to an end that is known, unless more stands behind it than fills a message up.
    static func trimmed(_ octets: [UInt8], to end: Int) -> [UInt8] {
        octets.count - end <= mostFilling ? Array(octets.prefix(end)) : octets
    }

    /// Octets up to the end of the file that they are, as far as it tells its end.
    ///
    /// - Returns: Text without zeros behind it, a ZIP archive without what stands behind its directory, a file without
    ///   zeros behind the octets that end its kind, or the octets as they are.
    static func trimmed(_ octets: [UInt8]) -> [UInt8] {
        let kind = ContentType.name(of: octets)
        if kind == "zip" { return endOfArchive(octets).map { Array(octets[..<$0]) } ?? octets }
        let zeros = octets.reversed().prefix { $0 == 0 }.count
        let rest = Array(octets.dropLast(zeros))
        guard (1...mostFilling).contains(zeros) else { return octets }
        if let end = kind.flatMap({ ends[$0] }) { return rest.suffix(end.count) == end[...] ? rest : octets }
        return !rest.contains(0) && TextCode.readableRatio(of: rest) == 1 ? rest : octets
    }

    /// The octets that files of some kinds end with.
    ///
    /// Source: PNG, third edition, §11.2.5 (IEND with its checksum); ITU-T T.81 §B.2.1 (EOI); GIF89a §27 (trailer).
    private static let ends: [String: [UInt8]] = [
        "png": Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82],
        "jpeg": [0xFF, 0xD9],
        "gif": [0x3B],
    ]

    /// The end of the record that ends a ZIP archive, if it is at most so far from the octets' end.
    ///
    /// Source: PKWARE, APPNOTE.TXT 6.3.10 §4.3.16: 22 octets, the last two of which say how long a comment follows.
    private static func endOfArchive(_ octets: [UInt8]) -> Int? {
        let (record, signature): (Int, [UInt8]) = (22, [0x50, 0x4B, 0x05, 0x06])
        for filling in 0...mostFilling where octets.count >= record + filling {
            let start = octets.count - filling - record
            // A comment is seldom there, and its end would be anywhere.
            if octets[start..<(start + 4)].elementsEqual(signature), octets[start + 20] == 0,
                octets[start + 21] == 0
            {
                return start + record
            }
        }
        return nil
    }
}
