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
    /// - Returns: Text without zeros behind it, a ZIP archive without what stands behind its directory, or the octets as
    ///   they are.
    static func trimmed(_ octets: [UInt8]) -> [UInt8] {
        if ContentType.name(of: octets) == "zip" {
            return endOfArchive(octets).map { Array(octets[..<$0]) } ?? octets
        }
        let zeros = octets.reversed().prefix { $0 == 0 }.count
        let rest = octets.dropLast(zeros)
        guard (1...mostFilling).contains(zeros), !rest.contains(0),
            ContentType.name(of: Array(rest)) == "text"
        else { return octets }
        return Array(rest)
    }

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
