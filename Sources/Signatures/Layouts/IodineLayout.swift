import Channels
package import DNSWire
import Inflation
import PayloadMeasures
package import ZoneProfiles

/// How iodine writes fragments of IPv4 packets into names and answers.
///
///     <user> <SSS FFFF DDD GGGG L, 15 bits in Base32> <counter, a…z0…9> <data>      packet S, fragment F, last one L
///     | C, 1 bit | SSS | FFFF | packet DDD, 3 bits | fragment GGGG, 4 | last L, 1 | data …          downstream
///
/// Versions before 0.6 have no counter. Upstream data are in Base32, Base64 or Base128 of iodine's own order, dots left out.
/// Downstream they are raw in NULL and private types; TXT and names begin with a letter for the encoding, and names in MX and
/// SRV go on where the one before ends. A whole packet is a stream of zlib, which unpacks to the header of a tun device, 32
/// bits, and an IPv4 packet; it tells its length itself.
///
/// Source: yarrick/iodine, src/client.c (`send_chunk`, `send_ping`), src/iodined.c (`write_dns_nameenc`), src/encoding.h,
/// src/base32.c, src/base64.c, src/base128.c, doc/proto_00000502.txt.
package struct IodineLayout: ToolLayout {
    static let base32 = PayloadEncoding("abcdefghijklmnopqrstuvwxyz012345", ignoresCase: true)
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let base64 = PayloadEncoding(letters + "-0123456789+")
    private static let base64u = PayloadEncoding(letters + "_0123456789-")
    private static let base128 = PayloadEncoding(Array((letters + "0123456789").utf8) + Array(0xBC...0xFD))
    private static let privateType = RecordType(rawValue: 65_399)

    /// How names are encoded.
    private let encoding: PayloadEncoding
    /// Symbols before the data in a name.
    private let headerSymbols: Int

    /// The layout in which most of a channel's names unpack.
    init(_ channel: Channel) {
        let names = channel.subdomains.filter { Self.user(of: $0) != nil }
        let symbols = Set(names.flatMap { $0.labels.joined().dropFirst(5) })
        let encoding =
            if symbols.contains(where: { $0 >= 0x80 }) {
                Self.base128
            } else if symbols.contains(UInt8(ascii: "_")) {
                Self.base64u
            } else if symbols.contains(where: {
                (0x36...0x39).contains($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
            }) {
                Self.base64
            } else {
                Self.base32
            }
        self.init(encoding: encoding, headerSymbols: 5)
        let old = Self(encoding: encoding, headerSymbols: 4)
        if old.packets(in: names) > packets(in: names) { self = old }
    }

    // MARK: - Fragments

    /// A part of a packet in a name.
    package struct Upstream: Sendable {
        /// A hexadecimal digit.
        package let user: UInt8
        /// Of the packet, modulo 8.
        package let packet: Int
        package let fragment: Int
        package let isLast: Bool
        /// The symbols behind the header of the older versions: the counter of the newer ones, then the data.
        let symbols: [UInt8]

        package init?(_ subdomain: DomainName) {
            guard let user = IodineLayout.user(of: subdomain) else { return nil }
            let symbols = Array(subdomain.labels.joined())
            guard symbols.count > 4, let header = IodineLayout.base32.number(of: symbols[1..<4]) else {
                return nil
            }
            self.user = user
            packet = header >> 12 & 7
            fragment = header >> 8 & 0xF
            isLast = header & 1 == 1
            self.symbols = Array(symbols.dropFirst(4))
        }

        /// The part that stays the same in a fragment that is sent again, where only the counter is another one.
        package var sentAgain: [UInt8] { Array(symbols.dropFirst()) }

        /// The octets that the symbols write in each encoding that has them, with a counter before them or without.
        package var readings: [[UInt8]] {
            [1, 0].flatMap { skipped in
                IodineLayout.upstreamEncodings.map { encoding in
                    encoding.octets(of: symbols.dropFirst(skipped), isStrict: false) ?? []
                }
            }
        }
    }

    private static let upstreamEncodings = [base128, base64, base64u, base32]

    /// A part of a packet in the answers of one response.
    package struct Downstream: Sendable {
        package let packet: Int
        package let fragment: Int
        package let isLast: Bool
        package let octets: [UInt8]

        /// The part that answers carry, those of names in the order of their preference, or `nil` where they carry none.
        package init?(_ answers: [AnswerRecord]) {
            let payloads = answers.compactMap { answer in
                IodineLayout.payload(of: answer).map { (answer, $0) }
            }
            .sorted { IodineLayout.preference(of: $0.0) < IodineLayout.preference(of: $1.0) }
            let octets = payloads.flatMap { $0.1.kept }
            guard octets.count > 2 else { return nil }
            packet = Int(octets[1] >> 5)
            fragment = Int(octets[1] >> 1 & 0xF)
            isLast = octets[1] & 1 == 1
            self.octets = Array(octets.dropFirst(2))
        }
    }

    private static func preference(of answer: AnswerRecord) -> Int {
        [.mx, .srv].contains(answer.type) ? answer.octets.prefix(2).reduce(0) { $0 << 8 | Int($1) } : 0
    }

    /// The user of a ping, which stands in its first octet, or `nil` for another name.
    package static func pingUser(of subdomain: DomainName) -> UInt8? {
        guard isPing(subdomain) else { return nil }
        let symbols = Array(subdomain.labels.joined().dropFirst().prefix(2))
        return base32.number(of: symbols).map { UInt8(truncatingIfNeeded: $0 >> 2) }
    }

    /// The user of a name that gets packets for an answer: one with data, or a ping.
    package static func recipient(of subdomain: DomainName) -> UInt8? {
        user(of: subdomain) ?? pingUser(of: subdomain)
    }

    /// The packet in a datagram of the raw mode, behind this header.
    ///
    ///     10 d1 9e | command, 4 bits: 1 login, 2 data, 3 ping | user, 4 bits | a stream of zlib, with data
    ///
    /// Source: yarrick/iodine, src/common.h (`raw_header`), doc/proto_00000502.txt §2.
    package static func rawPacket(_ datagram: [UInt8]) -> ArraySlice<UInt8>? {
        guard datagram.count > 4, datagram.starts(with: [0x10, 0xD1, 0x9E]), datagram[3] >> 4 == 2 else {
            return nil
        }
        return datagram.dropFirst(4)
    }

    /// The IPv4 or IPv6 packet that a whole stream of zlib holds behind the header of a tun device.
    ///
    /// - Returns: `nil` where the stream's checksum or the packet's length does not fit.
    package static func innerPacket(_ stream: some Sequence<UInt8>) -> ArraySlice<UInt8>? {
        guard let unpacked = Zlib.whole(stream, .zlib, atMost: 65_540), unpacked.isWhole,
            unpacked.octets.count > 24
        else { return nil }
        let packet = unpacked.octets.dropFirst(4)
        let isIPv4 = packet[4] >> 4 == 4 && packet.count == Int(packet[6]) << 8 | Int(packet[7])
        let isIPv6 = packet[4] >> 4 == 6 && packet.count == 40 + Int(packet[8]) << 8 + Int(packet[9])
        return isIPv4 || isIPv6 ? packet : nil
    }

    private init(encoding: PayloadEncoding, headerSymbols: Int) {
        self.encoding = encoding
        self.headerSymbols = headerSymbols
    }

    /// The user that a name with data begins with, a hexadecimal digit.
    private static func user(of subdomain: DomainName) -> UInt8? {
        subdomain.labels.first { _ in true }?.first.flatMap(EncodedText.hexadecimalValue)
    }

    private func packets(in names: [DomainName]) -> Int {
        names.count { piecesUp(in: $0).first.flatMap(Self.packetLength) != nil }
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let user = Self.user(of: subdomain) else { return [] }
        let symbols = Array(subdomain.labels.joined())
        guard symbols.count > headerSymbols, let header = Self.base32.number(of: symbols[1..<4]),
            let octets = encoding.octets(of: symbols[headerSymbols...], isStrict: false)
        else { return [] }
        return [CarriedPiece(stream: UInt64(user), position: UInt64(header >> 8), octets: octets)]
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        if let subdomain, Self.user(of: subdomain) == nil, !Self.isPing(subdomain) { return [] }
        return answers.compactMap { answer in
            guard let data = Self.payload(of: answer) else { return nil }
            if data.isContinuation {
                return CarriedPiece(position: Self.continuation, octets: data.kept, count: data.count)
            }
            guard data.count > 2, data.kept.count > 2 else { return nil }
            return CarriedPiece(
                position: UInt64(data.kept[1] >> 1),
                octets: data.kept.dropFirst(2),
                count: data.count - 2
            )
        }
    }

    /// A place that is no packet's beginning.
    private static let continuation: UInt64 = 0xFF

    private static func isPing(_ subdomain: DomainName) -> Bool {
        subdomain.labels.first { _ in true }?.first.map { $0 | 0x20 } == UInt8(ascii: "p")
    }

    /// The octets that an answer carries as far as they were kept, and how many there are.
    static func payload(of answer: AnswerRecord) -> (kept: [UInt8], count: Int, isContinuation: Bool)? {
        switch answer.type {
        case .null, privateType:
            return (answer.octets, answer.length, false)
        case .txt:
            let text = CharacterStringText.joined(answer.octets)
            let whole = max(text.count, answer.length - (answer.length + 255) / 256)
            guard let letter = text.first else { return nil }
            if letter == UInt8(ascii: "r") { return (Array(text.dropFirst()), whole - 1, false) }
            guard let encoding = encodings[letter | 0x20],
                let octets = encoding.encoding.octets(of: text.dropFirst(), isStrict: false)
            else { return nil }
            return (octets, (whole - 1) * encoding.bits / 8, false)
        case .cname, .mx, .srv:
            let skipped = answer.type == .cname ? 0 : answer.type == .mx ? 2 : 6
            let labels = answer.labels(behind: skipped)
            // The last label is a made-up top-level domain of two letters.
            let symbols = labels.dropLast(answer.octets.count == answer.length ? 1 : 0).joined()
            guard let letter = symbols.first, let encoding = encodings[letter | 0x20],
                let octets = encoding.encoding.octets(of: symbols.dropFirst(), isStrict: false)
            else { return nil }
            let preference = answer.octets.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            return (octets, octets.count, skipped > 0 && preference > firstPreference)
        default:
            return nil
        }
    }

    private static let firstPreference = 10
    private static let encodings: [UInt8: (encoding: PayloadEncoding, bits: Int)] = [
        UInt8(ascii: "t"): (base32, 5), UInt8(ascii: "s"): (base64, 6), UInt8(ascii: "u"): (base64u, 6),
        UInt8(ascii: "v"): (base128, 7), UInt8(ascii: "h"): (base32, 5), UInt8(ascii: "i"): (base64, 6),
        UInt8(ascii: "j"): (base64u, 6), UInt8(ascii: "k"): (base128, 7),
    ]

    package func payloadOctets(in stream: [CarriedPiece]) -> Int {
        let lengths = stream.compactMap(Self.packetLength)
        return lengths.isEmpty ? stream.reduce(0) { $0 + $1.count } : lengths.reduce(0, +)
    }

    /// Octets of the IPv4 packet that begins in a piece, or `nil` where none does.
    static func packetLength(_ piece: CarriedPiece) -> Int? {
        guard piece.position & 0xF == 0, piece.position != continuation else { return nil }
        guard
            let packet = Zlib.unpacked(piece.octets, atMost: 24)
                ?? (piece.octets.starts(with: [0, 0]) ? piece.octets : nil),
            packet.count >= 8, packet[4] >> 4 == 4
        else { return nil }
        return Int(packet[6]) << 8 | Int(packet[7])
    }
}
