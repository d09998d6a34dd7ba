/// One of several shares of a capture, of about as many octets each, cut between packets.
package struct CaptureShare: Equatable, Sendable {
    /// From 0.
    package let number: Int
    package let count: Int

    /// All of a capture.
    package static let whole = CaptureShare()

    private init() { (number, count) = (0, 1) }

    /// - Returns: `nil` unless the number is one of the count.
    package init?(number: Int, of count: Int) {
        guard (1...1 << 16).contains(count), (0..<count).contains(number) else { return nil }
        (self.number, self.count) = (number, count)
    }

    package var isLast: Bool { number == count - 1 }

    /// The share of a packet.
    ///
    /// - Parameters:
    ///   - position: Octets of all packets before it, with what the simplest format adds to each.
    ///   - fileOctets: Octets of the file, which are no fewer than those of all packets.
    /// - Returns: Its number, from 0.
    package func share(at position: Int, of fileOctets: Int) -> Int {
        let length = max(1, (fileOctets + count - 1) / count)
        return min(position / length, count - 1)
    }
}
