import NetworkTypes
package import PacketCapture

/// Frames of one link type, packed into octets that a fuzzer can change anywhere.
///
///     | link type, 1 | frame | frame | …
///     frame: | seconds since the one before, 2 bits | cut, 1 bit | length, 13 bits | octets |
///
/// The link type is one of ``linkTypes``, by its place. The last frame ends with the octets.
package struct FrameSequence {
    /// The link types that are decoded, and one that is not; additions go to the end.
    package static let linkTypes: [Int32] = [
        1, 113, 276, 0, 108, 12, 228, 229, 9, 51, 219, 105, 127, 192, 119, 163, 6, 7, 8, 10, 11, 50, 104, 107,
        109,
        117, 122, 123, 128, 129, 138, 178, 204, 205, 206, 226, 239, 240, 241, 242, 149, 258, 147,
        130, 131, 132, 133, 134, 135, 137, 143, 166, 167, 168, 179, 180, 181, 197, 274, 281, 282, 284, 285,
        19, 136, 164,
    ]
    /// The time-outs of reassembly lie between them.
    private static let steps: [Int64] = [0, 1, 11, 61]
    /// Octets that a frame lacks when its bit says that it was cut.
    private static let cutOctets = 64
    private static let mostLength = 0x1FFF

    /// One frame: what the capture says of it, and its octets.
    package typealias Item = (frame: Frame, octets: [UInt8])

    package private(set) var items: [Item] = []

    /// Unpacks frames.
    package init(_ octets: Span<UInt8>) {
        guard octets.count > 0 else { return }
        let linkType = LinkType(rawValue: Self.linkTypes[Int(octets[0]) % Self.linkTypes.count])
        var position = 1
        var seconds: Int64 = 0
        while position + 2 <= octets.count {
            let head = Int(octets[position]) << 8 | Int(octets[position + 1])
            position += 2
            let end = min(octets.count, position + head & Self.mostLength)
            seconds += Self.steps[head >> 14]
            let isCut = head & 0x2000 != 0
            let frame = Frame(
                number: items.count + 1,
                time: Timestamp(nanoseconds: seconds * 1_000_000_000),
                linkType: linkType,
                capturedLength: end - position,
                originalLength: end - position + (isCut ? Self.cutOctets : 0)
            )
            items.append((frame, (position..<end).map { octets[$0] }))
            position = end
        }
    }

    /// Takes frames as they are.
    package init(_ items: [Item]) {
        self.items = items
    }

    /// Packs frames of the first one's link type, as far as they can be; the reverse of ``init(_:)``.
    package var packed: [UInt8]? {
        guard let linkType = items.first?.frame.linkType,
            let place = Self.linkTypes.firstIndex(of: linkType.rawValue)
        else { return nil }
        var packed = [UInt8(place)]
        for (frame, octets) in items
        where frame.linkType == linkType && octets.count <= Self.mostLength {
            let isCut = frame.originalLength > frame.capturedLength
            let head = (isCut ? 0x2000 : 0) | octets.count
            packed += [UInt8(head >> 8), UInt8(head & 0xFF)] + octets
        }
        return packed
    }
}
