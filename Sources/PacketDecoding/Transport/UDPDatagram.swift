/// The facts in the header of a UDP datagram.
///
///     |          Source Port          |       Destination Port        |
///     |             Length            |           Checksum            |
///
/// Source: RFC 768.
package struct UDPDatagram: Equatable {
    static let headerLength = 8

    package let sourcePort: UInt16
    package let destinationPort: UInt16
    /// The place where the payload ends by the header, if it says; may lie beyond the octets at hand.
    package let end: Int?

    package init(_ octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(Self.headerLength)
        sourcePort = octets.bigEndian16(at: 0)
        destinationPort = octets.bigEndian16(at: 2)
        let length = Int(octets.bigEndian16(at: 4))
        // 0 belongs to jumbograms (RFC 2675 §4) and to hardware that cuts segments later.
        guard length == 0 || length >= Self.headerLength else { throw .anomaly(.udpMalformed) }
        end = length == 0 ? nil : length
    }
}
