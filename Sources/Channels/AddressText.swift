import PayloadMeasures

/// Text that addresses spell: each of their octets is a letter.
enum AddressText {
    static let fewestAddresses = 8
    /// Octets of addresses that change, at least: a network that gives out some of its numbers changes one or two, and of
    /// those three eighths are printable by chance.
    private static let fewestPlaces = 3
    private static let fewestValues = 6
    /// Of the octets that change.
    private static let readableShare = 0.9
    /// The bits that tell which octets change, and that they are text.
    private static let wayBits = 12.0
    private static let probed = 64
    private static let keptOctets = 48

    /// The text of addresses, without octets that are the same in nearly all of them.
    ///
    /// - Parameter addresses: Distinct ones of 4 or 16 octets, in the order in which they came.
    /// - Returns: `nil` where they are no text.
    /// - Complexity: O(octets of some dozen addresses).
    static func reading(of addresses: [[UInt8]]) -> EncodedText.Reading? {
        [4, 16].compactMap { length in
            reading(ofAlike: Array(addresses.lazy.filter { $0.count == length }.prefix(probed)), length)
        }
        .max { $0.bits < $1.bits }
    }

    private static func reading(ofAlike addresses: [[UInt8]], _ length: Int) -> EncodedText.Reading? {
        guard addresses.count >= fewestAddresses else { return nil }
        let places = (0..<length).filter { place in
            Set(addresses.lazy.map { $0[place] }).count >= fewestValues
        }
        guard places.count >= fewestPlaces else { return nil }
        let octets = addresses.flatMap { address in places.map { address[$0] } }
        let readable = TextCode.readableRatio(of: octets)
        guard readable >= readableShare else { return nil }
        var text = TextCode()
        let bits = 8 * Double(octets.count) - text.bits(of: octets) - wayBits
        guard bits > 0 else { return nil }
        return EncodedText.Reading(
            alphabet: .rawOctets,
            octetCount: octets.count,
            printableRatio: readable,
            mask: 0,
            beginning: Array(octets.prefix(keptOctets)),
            bits: bits
        )
    }
}
