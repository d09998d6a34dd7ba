import PacketDecoding
import Testing

/// DNS over HTTP without TLS (RFC 8484).
///
/// Base64url, HTTP/2 header blocks and Huffman's code are those of Python's
/// `base64` and hpack 4.
@Suite struct PlainHTTPTests {
    /// A query for `a.example`, type A, with the id 0, and its form in Base64url.
    private static let query = octets("0000010000010000000000000161076578616d706c650000010001")
    private static let encoded = "AAABAAABAAAAAAAAAWEHZXhhbXBsZQAAAQAB"
    /// `:method: GET`, `:scheme: http`, `:authority: doh.example`, `:path: /dns-query?dns=…` and
    /// `accept: application/dns-message`, first and once more.
    private static let firstBlock = octets(
        "8286418890f3ae5f23a6ba0b44a9624a90b76b4b67aff24a910430c3761861bb0c30c30c30c30f2c18ff7f279e3fcba8fdd90c30ec86ef53901d75d0620d263d4c495216a4a840e62f"
    )
    private static let secondBlock = octets("8286c0bfbe")
    private static let plainBlock = octets(
        "8286410b646f682e6578616d706c6544332f646e732d71756572793f646e733d41414142414141424141414141414141415745485a586868625842735a5141414151414253176170706c69636174696f6e2f646e732d6d657373616765"
    )

    private static func octets(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.utf8.count, by: 2).compactMap { start in
            UInt8(digits.dropFirst(start).prefix(2), radix: 16)
        }
    }

    private static func post(_ body: [UInt8], type: String = "application/dns-message") -> [UInt8] {
        Array(
            "POST /dns-query HTTP/1.1\r\nHost: doh.example\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
                .utf8
        ) + body
    }

    private static func frame(_ type: UInt8, _ flags: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0] + Build.u16(content.count) + [type, flags, 0, 0, 0, 1] + content
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let segments: [[UInt8]]
        var messages = 1
        var isUnread = false
    }

    @Test(arguments: [
        Row(
            testDescription: "GET",
            segments: [Array("GET /dns-query?dns=\(encoded) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)]
        ),
        Row(
            testDescription: "GET, another parameter before",
            segments: [Array("GET /q?ct=x&dns=\(encoded)&a=b HTTP/1.1\r\nHost: a\r\n\r\n".utf8)]
        ),
        Row(testDescription: "POST", segments: [post(query)]),
        Row(
            testDescription: "POST, its body in a segment of its own",
            segments: [post(query).dropLast(27), query].map(Array.init)
        ),
        Row(testDescription: "two in one segment", segments: [post(query) + post(query)], messages: 2),
        Row(
            testDescription: "response",
            segments: [
                Array(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/dns-message\r\ncontent-length: 27\r\n\r\n"
                        .utf8
                ) + query
            ]
        ),
        Row(
            testDescription: "response in one chunk",
            segments: [
                Array(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/dns-message\r\n\r\n1b\r\n"
                        .utf8
                ) + query + Array("\r\n0\r\n\r\n".utf8)
            ]
        ),
        Row(testDescription: "HTTP/2, POST", segments: [preface + frame(4, 0, []) + frame(0, 1, query)]),
        Row(
            testDescription: "HTTP/2, padded and over two segments",
            segments: [
                preface, Array(frame(0, 9, [3] + query + [0, 0, 0]).prefix(20)),
                Array(frame(0, 9, [3] + query + [0, 0, 0]).dropFirst(20)),
            ]
        ),
        Row(testDescription: "HTTP/2, GET in Huffman's code", segments: [preface + frame(1, 5, firstBlock)]),
        Row(testDescription: "HTTP/2, GET without it", segments: [preface + frame(1, 5, plainBlock)]),
        Row(
            testDescription: "HTTP/2, the same GET again from the table",
            segments: [preface + frame(1, 5, firstBlock), frame(1, 5, secondBlock)],
            messages: 2
        ),
        Row(testDescription: "other HTTP", segments: [post(query, type: "image/png")], messages: 0),
        Row(
            testDescription: "other GET",
            segments: [Array("GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n".utf8)],
            messages: 0
        ),
        Row(
            testDescription: "a body of unknown length",
            segments: [
                Array("HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n\r\n".utf8) + query
            ],
            messages: 0,
            isUnread: true
        ),
    ])
    func messages(_ row: Row) {
        var decoding = Decoding()
        var sequence = 1_000
        for segment in row.segments {
            let packet = Build.ipv4(Build.tcp(segment, sequence: sequence, to: 8_063), transport: 6)
            decoding.decode(Build.ethernet(packet))
            sequence += segment.count
        }
        decoding.finish()
        #expect(decoding.messages == [[UInt8]](repeating: Self.query, count: row.messages))
        #expect(decoding.deliveries.allSatisfy { $0.payload.isUnusualPort })
        #expect(decoding.anomalies[.unreadHTTP] ?? 0 == (row.isUnread ? 1 : 0))
    }

    /// Octets that are missing in a body are told of.
    @Test func gap() {
        var decoding = Decoding()
        let octets = Self.post(Self.query)
        for (offset, segment) in [(0, octets.dropLast(20)), (octets.count - 5, octets.suffix(5))] {
            let tcp = Build.tcp(Array(segment), sequence: 1_000 + offset, to: 80)
            decoding.decode(Build.ethernet(Build.ipv4(tcp, transport: 6)))
        }
        #expect(decoding.messages.isEmpty && decoding.anomalies == [.unreadHTTP: 1])
    }
}
