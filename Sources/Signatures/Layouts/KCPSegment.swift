/// A segment of KCP, the reliable protocol that dnstt and its kin put into names and answers.
///
///     | conversation, 32 bits | command, 8 | fragment, 8 | window, 16 | time, 32 | number, 32 | acknowledged, 32 | length, 32 | data …
///
/// Integers have their least significant octet first. dnsttEx writes a short form:
///
///     | conversation, 16 bits | command and fragment, 8 | window, 8 | time, 16 | number, 16 | acknowledged, 16 | length, 16 | data …
///
/// Source: skywind3000/kcp, ikcp.c (`ikcp_encode_seg`); xtaci/kcp-go, kcp.go; AliRezaBeigy/dnsttEx, internal/kcp/kcp.go
/// (`encodeWireHeader`).
package struct KCPSegment: Sendable {
    /// How long the header is.
    enum Form: Sendable {
        case full
        case short

        var headerLength: Int { self == .full ? 24 : 12 }
    }

    let conversation: UInt32
    /// Whether it carries data, and is no acknowledgment or question about the window.
    let isPush: Bool
    /// Segments that its sender has room for.
    let window: UInt16
    let number: UInt32
    /// The data as far as it was kept.
    let data: ArraySlice<UInt8>
    /// Octets of all data.
    let length: Int

    /// Push, acknowledge, ask for the window, tell it.
    private static let commands: ClosedRange<UInt8> = 81...84
    /// The first two bits of the short form's command are 0 for data.
    private static let shortPush: UInt8 = 0
    /// A datagram holds no more.
    private static let largestLength = 1_500

    /// The segments that a packet consists of.
    ///
    /// - Parameters:
    ///   - packet: Its octets as far as they were kept.
    ///   - count: Octets of the whole packet.
    ///   - form: How long headers are.
    /// - Returns: At least one; `nil` where they do not fill the packet exactly.
    static func all(in packet: ArraySlice<UInt8>, count: Int, form: Form = .full) -> [KCPSegment]? {
        var segments: [KCPSegment] = []
        var rest = packet
        var left = count
        while left > 0 {
            guard rest.count >= form.headerLength, let segment = KCPSegment(rest, form),
                segment.length + form.headerLength <= left,
                segments.first.map({ $0.conversation == segment.conversation }) ?? true
            else {
                return rest.count < form.headerLength && rest.count < left && !segments.isEmpty
                    ? segments : nil
            }
            segments.append(segment)
            left -= form.headerLength + segment.length
            rest = rest.dropFirst(form.headerLength + segment.length)
        }
        return segments.isEmpty ? nil : segments
    }

    private init?(_ octets: ArraySlice<UInt8>, _ form: Form) {
        let header = Array(octets.prefix(form.headerLength))
        func number(_ range: Range<Int>) -> UInt32 {
            header[range].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        switch form {
        case .full:
            guard Self.commands.contains(header[4]) else { return nil }
            isPush = header[4] == Self.commands.lowerBound
            conversation = number(0..<4)
            window = UInt16(header[6]) | UInt16(header[7]) << 8
            self.number = number(12..<16)
            length = Int(number(20..<24))
        case .short:
            isPush = header[2] >> 6 == Self.shortPush
            conversation = number(0..<2)
            window = UInt16(header[3])
            self.number = number(6..<8)
            length = Int(number(10..<12))
        }
        guard length <= Self.largestLength, isPush || length == 0 else { return nil }
        data = octets.dropFirst(form.headerLength).prefix(length)
    }
}

/// A layout whose pieces are data of KCP segments, mostly a Noise channel with smux frames in it.
///
///     | length, 16 bits | smux frame, encrypted | authentication tag, 128 |                         a Noise message
///     | version, 8 bits | command, 8 | length, 16 | stream, 32 | data …                             an smux frame
///
/// The first message of each side is a handshake. A tool writes the length apart, so that it mostly is a segment of its own.
///
/// Source: bamsoftware.com/git/dnstt.git, noise/noise.go; xtaci/smux, frame.go.
protocol KCPLayout: ToolLayout {}

extension KCPLayout {
    /// The data of segments.
    func pieces(of segments: [KCPSegment]) -> [CarriedPiece] {
        segments.filter { $0.isPush && $0.length > 0 }.map {
            CarriedPiece(
                stream: UInt64($0.conversation),
                position: UInt64($0.number),
                octets: $0.data,
                count: $0.length
            )
        }
    }

    package func payloadOctets(in stream: [CarriedPiece]) -> Int {
        var frames = FramedStream(first: stream.first)
        var octets = 0
        var next: UInt64 = 0
        for piece in stream where piece.position >= next {
            if piece.position > next { frames.loseTrack() }
            octets += frames.payload(of: piece)
            next = piece.position + 1
        }
        return octets
    }
}

/// Counts payload in a stream of Noise messages, or of smux frames alone.
private struct FramedStream {
    private let isPlain: Bool
    /// The octets known of the header at hand, or `nil` where no frame's start is known.
    private var header: [UInt8]? = []
    /// Octets that the frame at hand still has.
    private var left = 0
    private var isHandshake = true

    /// - Parameter first: The stream's first piece; a Noise handshake is shorter than 256 octets and thus begins with 0.
    init(first: CarriedPiece?) {
        isPlain = first?.position == 0 && (1...2).contains(first?.octets.first ?? 0)
    }

    private var headerLength: Int { isPlain ? 8 : 2 }
    /// The tag and header of the smux frame in a Noise message.
    private static let overhead = 16 + 8
    /// The command of smux that data follow.
    private static let push: UInt8 = 2

    /// Notes that segments are missing.
    mutating func loseTrack() {
        header = nil
        left = 0
        isHandshake = false
    }

    /// The payload that a piece adds, in octets; negative where it announces octets that are none.
    mutating func payload(of piece: CarriedPiece) -> Int {
        if header == nil {
            // Messages begin again at a length on its own.
            guard !isPlain, piece.count == headerLength, piece.octets.count == headerLength else {
                return piece.count
            }
            header = []
        }
        var payload = 0
        var rest = piece.octets[...]
        var count = piece.count
        while count > 0 {
            if left > 0 {
                let part = min(left, count)
                payload += part
                left -= part
                count -= part
                rest = rest.dropFirst(part)
                continue
            }
            guard let octet = rest.popFirst() else {
                // The reader cannot follow octets that were not kept.
                loseTrack()
                return payload + count
            }
            count -= 1
            header?.append(octet)
            if let complete = header, complete.count == headerLength { payload -= open(complete) }
        }
        return payload
    }

    /// Begins a frame.
    ///
    /// - Returns: How many of its octets are no payload.
    private mutating func open(_ octets: [UInt8]) -> Int {
        header = []
        defer { isHandshake = false }
        if isPlain {
            left = Int(octets[2]) | Int(octets[3]) << 8
            return octets[1] == Self.push ? 0 : left
        }
        left = Int(octets[0]) << 8 | Int(octets[1])
        return isHandshake ? left : min(left, Self.overhead)
    }
}
