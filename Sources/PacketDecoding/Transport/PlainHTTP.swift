import NetworkTypes

/// Finds the DNS messages in HTTP without TLS, on any TCP port.
///
/// Requests of both methods and responses, in HTTP/1.1 and, with prior knowledge, HTTP/2:
///
///     GET /dns-query?dns=AAABAAAB…  HTTP/1.1          the message in Base64url
///     POST /dns-query HTTP/1.1 … content-type: application/dns-message … the message
///
/// The reader leaves other HTTP alone. Of HTTP/1.1 it keeps only a message that is not whole yet; of HTTP/2 it keeps
/// a part of a frame and the values that later headers may point to. Octets count in their order. The reader gives a
/// stream up in which some are missing, and counts it if it had carried DNS.
///
/// Source: RFC 8484 §4.1, §6; RFC 9112; RFC 9113 §3.3, §4.1, §6.1, §6.2.
struct PlainHTTP: Sendable {
    private struct Stream: Sendable {
        var isVersion2: Bool
        /// The sequence number of the next octet.
        var next: UInt32
        /// The octets so far of a message or frame that is not whole yet.
        var unread: [UInt8] = []
        var headers = HeaderValues()
    }

    /// Streams kept at a time; the one that was quiet longest goes first.
    private static let streamLimit = 512
    /// Octets kept of one stream: a message with its header, or a frame of usual length with its own.
    private static let mostKept = 1 << 17
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    private var streams = RecencyTable<Flow, Stream>()

    /// Whether a segment may belong to HTTP that carries DNS.
    ///
    /// - Complexity: O(1) for nearly all segments of other protocols.
    func isFollowed(_ octets: Span<UInt8>, of flow: @autoclosure () -> Flow) -> Bool {
        guard octets.count >= 9 else { return streams.count > 0 && streams.contains(flow()) }
        switch octets.bigEndian32(at: 0) {
        // "GET ", "POST", "HTTP", "PRI "
        case 0x4745_5420, 0x504F_5354, 0x4854_5450, 0x5052_4920: return true
        default:
            guard streams.count > 0 else { return false }
            let flow = flow()
            return streams.contains(flow) || streams.contains(flow.reversed)
        }
    }

    /// Adds a segment and hands on the messages that it completes.
    ///
    /// - Parameters:
    ///   - octets: Its payload, not empty.
    ///   - sequence: The sequence number of its first octet.
    ///   - flow: Its way.
    ///   - deliver: Receives each message.
    /// - Returns: Whether DNS was there that could not be read.
    mutating func insert(
        _ octets: Span<UInt8>,
        sequence: UInt32,
        of flow: Flow,
        _ deliver: ([UInt8]) -> Void
    ) -> Bool {
        var stream: Stream
        if let known = streams.remove(flow) {
            stream = known
            let distance = Int32(bitPattern: sequence &- known.next)
            if distance < 0 {  // sent again
                streams.set(known, for: flow)
                return false
            }
            if distance > 0 { return known.isVersion2 ? known.headers.hasYielded : true }
        } else {
            let isVersion2 = octets.starts(with: Self.preface) || isAnswered(flow)
            stream = Stream(isVersion2: isVersion2, next: sequence)
        }
        stream.next = sequence &+ UInt32(truncatingIfNeeded: octets.count)
        stream.unread.append(copying: octets)
        let isUnread: Bool
        let isKept: Bool
        if stream.isVersion2 {
            isUnread = Self.readFrames(&stream, deliver)
            isKept = stream.unread.count <= Self.mostKept
        } else {
            isUnread = Self.readMessages(&stream.unread, deliver)
            isKept = !stream.unread.isEmpty && stream.unread.count <= Self.mostKept
        }
        if isKept {
            streams.set(stream, for: flow)
            if streams.count > Self.streamLimit, let (quietest, _) = streams.oldest() {
                _ = streams.remove(quietest)
            }
        }
        return isUnread || !isKept && !stream.unread.isEmpty
    }

    /// Whether the other direction is known to be HTTP/2.
    private func isAnswered(_ flow: Flow) -> Bool {
        streams.value(of: flow.reversed)?.isVersion2 ?? false
    }
}

// MARK: - HTTP/1.1

extension PlainHTTP {
    /// Reads the whole messages at the start of `octets` and leaves octets that may become one.
    private static func readMessages(_ octets: inout [UInt8], _ deliver: ([UInt8]) -> Void) -> Bool {
        while !octets.isEmpty {
            guard let end = octets.place(of: "\r\n\r\n").map({ $0 + 4 }) else {
                // A header that is not whole is worth waiting for only where it speaks of DNS.
                if octets.place(of: "dns") == nil { octets = [] }
                return false
            }
            let head = Array(octets[..<end])
            let hasMessage = head.place(of: "application/dns-message") != nil
            if head.starts(with: "GET ".utf8) {
                let message = message(inTarget: octets[..<(octets.place(of: "\r\n") ?? end)])
                if let message { deliver(message) }
                octets.removeFirst(end)
                // Its header may accept DNS messages, without a body of its own.
                if message == nil { return hasMessage && head.place(of: "dns=") != nil }
                continue
            }
            // Of responses and POST, the type of the body tells; a request may also name the type that it accepts.
            guard hasMessage, let body = body(behind: head, in: octets, from: end) else {
                let isWaiting = hasMessage && octets.count < mostKept && length(in: head) != nil
                if !isWaiting { octets = [] }
                return hasMessage && !isWaiting
            }
            deliver(Array(body.content))
            octets.removeFirst(body.end)
        }
        return false
    }

    /// The message in the parameter `dns` of a request's first line, or `nil` where there is none.
    private static func message(inTarget line: ArraySlice<UInt8>) -> [UInt8]? {
        guard let start = line.place(of: "?dns=") ?? line.place(of: "&dns=") else { return nil }
        let digits = line[(start + 5)...].prefix { ![0x20, 0x26, 0x23].contains($0) }
        let message = Base64URL.octets(of: digits)
        return message.count >= 12 ? message : nil
    }

    /// The value of content-length, or `nil` where there is none.
    private static func length(in head: [UInt8]) -> Int? {
        guard let start = head.place(of: "\r\ncontent-length:") else { return nil }
        let digits = head[(start + 17)...].drop { $0 == 0x20 || $0 == 0x09 }.prefix { 0x30...0x39 ~= $0 }
        return digits.isEmpty || digits.count > 6 ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The body of a message and where it ends, or `nil` while it is not whole.
    private static func body(
        behind head: [UInt8],
        in octets: [UInt8],
        from start: Int
    ) -> (content: ArraySlice<UInt8>, end: Int)? {
        if let length = length(in: head) {
            let end = start + length
            return end <= octets.count ? (octets[start..<end], end) : nil
        }
        // One chunk: its length in hexadecimal, then the last one of none (RFC 9112 §7.1).
        guard head.place(of: "\r\ntransfer-encoding: chunked") != nil else { return nil }
        let digits = octets[start...].prefix { $0 != 0x0D && $0 != 0x3B }
        guard digits.count <= 5, let length = Int(String(decoding: digits, as: UTF8.self), radix: 16),
            let first = octets[start...].place(of: "\r\n").map({ $0 + 2 }), first + length + 7 <= octets.count
        else { return nil }
        return (octets[first..<first + length], first + length + 7)
    }
}

// MARK: - HTTP/2

extension PlainHTTP {
    /// Reads the whole frames that have come.
    ///
    ///     | length, 3 | type | flags | 0 and stream identifier, 4 | payload |
    ///
    /// A body is one frame of type DATA, as long as any DNS message is.
    private static func readFrames(_ stream: inout Stream, _ deliver: ([UInt8]) -> Void) -> Bool {
        let octets = stream.unread
        var position = octets.starts(with: preface) ? preface.count : 0
        while position + 9 <= octets.count {
            let length =
                Int(octets[position]) << 16 | Int(octets[position + 1]) << 8 | Int(octets[position + 2])
            let (type, flags) = (octets[position + 3], octets[position + 4])
            let end = position + 9 + length
            guard end <= octets.count else { break }
            var content = octets[(position + 9)..<end]
            if type < 2, flags & 0x08 != 0, let padding = content.popFirst() {
                content = content.dropLast(Int(padding))
            }
            if type == 0 {
                if isPlainlyDNS(Array(content).span) {
                    deliver(Array(content))
                    stream.headers.hasYielded = true
                }
            } else if type == 1 || type == 9 {
                if type == 1, flags & 0x20 != 0 { content = content.dropFirst(5) }
                stream.headers.read(content) { value in
                    if let message = message(inTarget: value) {
                        deliver(message)
                        return true
                    }
                    return false
                }
            }
            position = end
        }
        stream.unread.removeFirst(min(position, octets.count))
        return false
    }
}

// MARK: - Octets

extension Span<UInt8> {
    fileprivate func starts(with octets: [UInt8]) -> Bool {
        count >= octets.count && octets.indices.allSatisfy { self[$0] == octets[$0] }
    }
}

extension Collection<UInt8> where Index == Int {
    /// The place where an ASCII text begins, letters in either case, or `nil`.
    fileprivate func place(of text: StaticString) -> Int? {
        let pattern = Array(text.description.utf8)
        guard count >= pattern.count else { return nil }
        return (startIndex...(endIndex - pattern.count)).first { start in
            pattern.indices.allSatisfy { index in
                let octet = self[start + index]
                return (0x41...0x5A ~= octet ? octet | 0x20 : octet)
                    == (0x41...0x5A ~= pattern[index] ? pattern[index] | 0x20 : pattern[index])
            }
        }
    }
}

/// Base64 with the alphabet for names of files and URLs, without padding (RFC 4648 §5).
enum Base64URL {
    /// The octets that digits stand for; none where one is no digit.
    static func octets(of digits: some Sequence<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var (pending, bits) = (0, 0)
        for digit in digits where digit != UInt8(ascii: "=") {
            let value: UInt8
            switch digit {
            case 0x41...0x5A: value = digit - 0x41
            case 0x61...0x7A: value = digit - 0x61 + 26
            case 0x30...0x39: value = digit - 0x30 + 52
            case UInt8(ascii: "-"), UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "_"), UInt8(ascii: "/"): value = 63
            default: return []
            }
            pending = (pending << 6 | Int(value)) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                octets.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        return octets
    }
}
