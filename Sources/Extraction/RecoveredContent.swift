package import Findings
package import NetworkTypes

/// A content that a channel carried, with its octets.
package struct RecoveredContent: Sendable {
    package let kind: Recovered.Kind
    package let direction: Recovered.Direction
    package let client: IPAddress
    /// The content of its file: the carried octets without any filling, or a capture of the packets.
    package internal(set) var octets: [UInt8]
    /// Octets that were carried, where ``octets`` has more than these.
    package var carriedCount: Int?
    /// Octets that somebody chose to send, where it has others; all of them where this is `nil`.
    package var chosenCount: Int?
    /// The octets that a preview shows, where the beginning of ``octets`` tells nothing.
    package var previewed: [UInt8]?
    /// The name that the tool gives it, as it came.
    package var claimedName: [UInt8]?
    /// The ways in which it was written, the outermost layer first.
    package var encodings: [String]
    package var gaps: [ContentGap] = []
    /// Whether a length or checksum that the tool sends along fits; `nil` where it sends none.
    package var isIntact: Bool?
    package var confidence: ToolIdentification.Confidence
    /// The way in which it was read, in one sentence.
    package let because: String
    package let frames: ClosedRange<FramePlace>

    package init(
        _ kind: Recovered.Kind,
        _ direction: Recovered.Direction,
        of client: IPAddress,
        octets: [UInt8],
        encodings: [String],
        confidence: ToolIdentification.Confidence,
        because: String,
        frames: ClosedRange<FramePlace>
    ) {
        self.kind = kind
        self.direction = direction
        self.client = client
        self.octets = octets
        self.encodings = encodings
        self.confidence = confidence
        self.because = because
        self.frames = frames
    }
}

/// The contents of one finding's channel, in the order in which they began.
package struct RecoveredChannel: Sendable {
    /// Of the finding.
    package let id: String
    package let contents: [RecoveredContent]
    /// Messages of the channel that a bound left out.
    package let leftOut: Int
    /// Contents of the channel that a bound left out.
    package let contentsLeftOut: Int
}
