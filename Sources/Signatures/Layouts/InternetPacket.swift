/// Whether octets are an IP packet, from its first octet to its last.
package enum InternetPacket {
    /// Whether the header says this length, and its checksum fits where it has one.
    ///
    /// Source: RFC 791 §3.1, RFC 8200 §3.
    package static func isWhole(_ octets: [UInt8]) -> Bool {
        guard let version = octets.first.map({ $0 >> 4 }) else { return false }
        if version == 6 { return octets.count >= 40 && word(4, octets) + 40 == octets.count }
        let headerLength = Int(octets[0] & 0xF) * 4
        guard version == 4, headerLength >= 20, headerLength <= octets.count,
            word(2, octets) == octets.count
        else { return false }
        var sum = stride(from: 0, to: headerLength, by: 2).reduce(0) { $0 + word($1, octets) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return sum == 0xFFFF
    }

    private static func word(_ place: Int, _ octets: [UInt8]) -> Int {
        Int(octets[place]) << 8 | Int(octets[place + 1])
    }
}
