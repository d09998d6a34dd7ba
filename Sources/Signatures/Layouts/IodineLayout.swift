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
