package import NetworkTypes

/// The description, without the octets, of a content that was read back from a channel as far as possible.
package struct Recovered: Hashable, Sendable {
    /// The sort of the content.
    package enum Kind: String, Sendable {
        /// Octets with a beginning and an end that the tool names: a file, a script, the output of a command.
        case file
        /// One direction of a connection.
        case stream
        /// IP packets, as a capture of its own.
        case ipPackets = "ip-packets"
        /// Commands of a server to its client.
        case commands
        /// Octets of which only the order is known.
        case octets
    }

    /// The sender: the client up, or the zone's server down.
    package enum Direction: String, Sendable {
        case up, down
        /// Packets of both directions in their order in time.
        case both
    }

    package let kind: Kind
    package let direction: Direction
    package let client: IPAddress
    /// Octets that were read back; of packets, without the additions of a capture.
    package let bytes: Int
    /// Of the content's file, as 64 hexadecimal digits.
    package let sha256: String
    /// The type that its first octets show, such as `gzip` or `text`, or `nil` for no known type.
    package let contentType: String?
    /// The name that the tool gives it, escaped; the sender chose it.
    package let claimedName: String?
    /// Printable ASCII of its beginning, all other octets as `\xHH`.
    package let preview: String
    /// The ways in which it was written, the outermost layer first.
    package let encodings: [String]
    package let gaps: [ContentGap]
    /// Whether a length or checksum that the tool sends along fits; `nil` where it sends none.
    package let isIntact: Bool?
    package let confidence: ToolIdentification.Confidence
    /// The way in which it was read, in one sentence.
    package let because: String
    package let frames: ClosedRange<FramePlace>
    /// The file that holds it, below the folder that the user named; `nil` where none was written.
    package var path: String?

    package init(
        kind: Kind,
        direction: Direction,
        client: IPAddress,
        bytes: Int,
        sha256: String,
        contentType: String?,
        claimedName: String?,
        preview: String,
        encodings: [String],
        gaps: [ContentGap],
        isIntact: Bool?,
        confidence: ToolIdentification.Confidence,
        because: String,
        frames: ClosedRange<FramePlace>
    ) {
        self.kind = kind
        self.direction = direction
        self.client = client
        self.bytes = bytes
        self.sha256 = sha256
        self.contentType = contentType
        self.claimedName = claimedName
        self.preview = preview
        self.encodings = encodings
        self.gaps = gaps
        self.isIntact = isIntact
        self.confidence = confidence
        self.because = because
        self.frames = frames
    }

    /// Whether nothing is known to be missing.
    package var isComplete: Bool { gaps.isEmpty && isIntact != false }
}

/// A place where something is missing that the recording does not hold.
package struct ContentGap: Hashable, Sendable {
    /// In the content as it was read back, without any filling, in octets.
    package let offset: Int
    /// Octets that are missing there, or `nil` where the tool does not tell.
    package let octets: Int?
    /// Pieces that are missing there, in the tool's own unit, or `nil` where it counts octets.
    package let pieces: Int?

    package init(offset: Int, octets: Int? = nil, pieces: Int? = nil) {
        self.offset = offset
        self.octets = octets
        self.pieces = pieces
    }
}
