package import NetworkTypes

/// A packet that may be DNS, without the layers around: enough for a decoder that did not see its frame.
///
/// A decoder that keeps packets makes them, see ``FrameDecoder/takeKept()``; another one reads them as if it had seen
/// the frames, copies, fragments and streams included.
package struct TransportPacket: Equatable, Sendable {
    /// What the octets begin with.
    package enum Content: Equatable, Sendable {
        /// A UDP header.
        case datagram
        /// A TCP header.
        case segment
        /// A part of an IP packet's payload; the number is that of its protocol.
        case fragment(UInt8, IPPacket.Fragment)
    }

    package var content: Content
    package var octets: [UInt8]
    package var time: Timestamp
    /// The number of its frame in its capture, from 1.
    package var frame: Int
    package var source: IPAddress
    package var destination: IPAddress
    /// The sender's number for the IP packet; 0 in IPv6.
    package var identification: UInt16
    /// The number of octets behind these that the capture did not keep.
    package var missing: Int
    /// The number of layers around.
    package var depth: Int

    package init(
        content: Content,
        octets: [UInt8],
        time: Timestamp,
        frame: Int,
        source: IPAddress,
        destination: IPAddress,
        identification: UInt16,
        missing: Int,
        depth: Int
    ) {
        self.content = content
        self.octets = octets
        self.time = time
        self.frame = frame
        self.source = source
        self.destination = destination
        self.identification = identification
        self.missing = missing
        self.depth = depth
    }

    init(_ content: Content, _ octets: [UInt8], _ situation: Situation) {
        // A header that the octets begin with is counted when it is read.
        let isHeader = content == .datagram || content == .segment
        self.init(
            content: content,
            octets: octets,
            time: situation.time,
            frame: situation.frame.frame,
            source: situation.source,
            destination: situation.destination,
            identification: situation.identification,
            missing: situation.missing,
            depth: max(0, situation.depth - (isHeader ? 1 : 0))
        )
    }
}

extension Situation {
    /// The place in a frame at which another decoder stopped.
    init(_ packet: TransportPacket, input: Int) {
        self.init(
            time: packet.time,
            frame: FramePlace(input: input, frame: packet.frame),
            missing: packet.missing
        )
        source = packet.source
        destination = packet.destination
        identification = packet.identification
        depth = packet.depth
    }
}
