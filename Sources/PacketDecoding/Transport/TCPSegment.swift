/// The facts in the header of a TCP segment.
///
///     |          Source Port          |       Destination Port        |
///     |                        Sequence Number                        |
///     |                    Acknowledgment Number                      |
///     | Offset| Rsrvd |    Flags      |             Window            |
///
/// Source: RFC 9293 §3.1.
package struct TCPSegment: Equatable {
    let sourcePort: UInt16
    let destinationPort: UInt16
    let sequenceNumber: UInt32
    /// In octets, options included.
    let headerLength: Int
    let isSynchronizing: Bool
    let isFinal: Bool
    let isReset: Bool

    package init(_ octets: Span<UInt8>) throws(Obstacle) {
        try octets.require(20)
        sourcePort = octets.bigEndian16(at: 0)
        destinationPort = octets.bigEndian16(at: 2)
        sequenceNumber = octets.bigEndian32(at: 4)
        headerLength = Int(octets[12] >> 4) * 4
        guard headerLength >= 20 else { throw .anomaly(.tcpMalformed) }
        try octets.require(headerLength)
        let flags = octets[13]
        isFinal = flags & 0x01 != 0
        isSynchronizing = flags & 0x02 != 0
        isReset = flags & 0x04 != 0
    }
}
