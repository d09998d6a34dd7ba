package import NetworkTypes

/// The facts in a capture about one captured frame, beside its octets.
package struct Frame: Sendable {
    /// Its place in the capture, counted from 1 as Wireshark does.
    package let number: Int
    package let time: Timestamp
    package let linkType: LinkType
    /// The number of octets that the capture holds.
    package let capturedLength: Int
    /// The number of octets on the wire; never less than ``capturedLength``.
    package let originalLength: Int

    package init(
        number: Int,
        time: Timestamp,
        linkType: LinkType,
        capturedLength: Int,
        originalLength: Int
    ) {
        self.number = number
        self.time = time
        self.linkType = linkType
        self.capturedLength = capturedLength
        self.originalLength = originalLength
    }
}
