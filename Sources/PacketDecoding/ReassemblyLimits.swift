/// Bounds on the state that decoding may keep, and on its age.
///
/// The totals bound memory: some 48 MiB with the standard limits, however the traffic looks.
package struct ReassemblyLimits: Hashable, Sendable {
    /// Datagrams of which some fragments are missing.
    package var datagrams: Int
    /// Fragments kept of one datagram; a lawful one of 65,535 octets over the least IPv6 MTU has 53.
    package var fragmentsPerDatagram: Int
    /// Octets of fragments kept in all.
    package var fragmentOctets: Int
    /// Seconds of capture time after which an incomplete datagram is let go (RFC 8200 §4.5: 60).
    package var fragmentSeconds: Double
    /// Directions of TCP connections followed at once.
    package var streams: Int
    /// Octets of one stream kept, for a message not yet whole and segments out of order.
    package var octetsPerStream: Int
    /// Octets of streams kept in all.
    package var streamOctets: Int
    /// Streams without DNS whose flow is remembered; further ones are only counted.
    package var nonDNSStreams: Int

    package init(
        datagrams: Int = 4096,
        fragmentsPerDatagram: Int = 256,
        fragmentOctets: Int = 16 << 20,
        fragmentSeconds: Double = 60,
        streams: Int = 16_384,
        octetsPerStream: Int = 256 << 10,
        streamOctets: Int = 32 << 20,
        nonDNSStreams: Int = 1024
    ) {
        self.datagrams = datagrams
        self.fragmentsPerDatagram = fragmentsPerDatagram
        self.fragmentOctets = fragmentOctets
        self.fragmentSeconds = fragmentSeconds
        self.streams = streams
        self.octetsPerStream = octetsPerStream
        self.streamOctets = streamOctets
        self.nonDNSStreams = nonDNSStreams
    }

    package static let standard = Self()
}
