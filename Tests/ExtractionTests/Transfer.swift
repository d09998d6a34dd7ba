import Extraction
import Findings
import Foundation
import ScanPipeline
import TestSupport

/// A file that a tool which nobody knows sends in names, and what becomes of it on its way.
struct Transfer {
    /// One datagram with its time.
    struct Packet {
        var microseconds: Int
        let isQuery: Bool
        /// The piece that it carries.
        let piece: Int
        let message: [UInt8]
        let port: UInt16
    }

    static let zone = "cdn-metrics.example"
    private(set) var packets: [Packet] = []
    /// What each name carries.
    let symbols: [String]

    /// - Parameters:
    ///   - symbols: What each name carries, in order.
    ///   - seed: Decides ids and times.
    ///   - name: What stands before the zone, for a number and its symbols.
    init(_ symbols: [String], seed: UInt64 = 1, name: (_ number: Int, _ symbols: String) -> String) {
        self.symbols = symbols
        var random = SeededGenerator(seed: seed)
        var time = 1_780_300_800_000_000
        for (number, text) in symbols.enumerated() {
            let name = name(number, text) + "." + Self.zone
            let id = UInt16.random(in: 0...0xFFFF, using: &random)
            let port = UInt16.random(in: 32_768...60_999, using: &random)
            let query = MessageBuilder.query(name, type: 1, id: id)
            let response = MessageBuilder.response(name, type: 1, id: id, responseCode: 3)
            packets += [
                Packet(microseconds: time, isQuery: true, piece: number, message: query.octets, port: port),
                Packet(
                    microseconds: time + Int.random(in: 1_000...40_000, using: &random),
                    isQuery: false,
                    piece: number,
                    message: response.octets,
                    port: port
                ),
            ]
            time += Int.random(in: 50_000...150_000, using: &random)
        }
    }

    /// The same packets after something happened to them.
    func changed(_ change: ([Packet]) -> [Packet]) -> Transfer {
        var changed = self
        changed.packets = change(packets)
        return changed
    }

    /// The pieces of which at least one packet is left.
    var remaining: Set<Int> { Set(packets.map(\.piece)) }

    /// What dnsscan finds in a capture of the packets.
    func contents() throws -> [RecoveredContent] { try channels().flatMap(\.contents) }

    /// The same by channel.
    func channels() throws -> [RecoveredChannel] { try scanned(limits: ExtractionLimits()).channels }

    /// The report, too, within limits.
    func scanned(limits: ExtractionLimits) throws -> (report: Report, channels: [RecoveredChannel]) {
        try Self.scanned(limits: limits) { path in
            guard var capture = DatagramCapture(path: path) else { return false }
            let (client, resolver): (UInt32, UInt32) = (0x0A35_0011, 0x0A35_0035)
            for packet in packets {
                capture.write(
                    packet.message,
                    at: packet.microseconds,
                    from: packet.isQuery ? (client, packet.port) : (resolver, 53),
                    to: packet.isQuery ? (resolver, 53) : (client, packet.port)
                )
            }
            return true
        }
    }

    /// What dnsscan finds in a capture that somebody writes.
    static func contents(_ write: (String) -> Bool) throws -> [RecoveredContent] {
        try scanned(limits: ExtractionLimits(), write).channels.flatMap(\.contents)
    }

    private static func scanned(limits: ExtractionLimits, _ write: (String) -> Bool) throws
        -> (report: Report, channels: [RecoveredChannel])
    {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".pcap")
        defer { try? FileManager.default.removeItem(at: file) }
        guard write(file.path) else { throw CocoaError(.fileWriteUnknown) }
        return try scanned([file.path], limits: limits)
    }

    /// What dnsscan finds in captures.
    static func contents(of paths: [String]) throws -> [RecoveredContent] {
        try scanned(paths, limits: ExtractionLimits()).channels.flatMap(\.contents)
    }

    private static func scanned(_ paths: [String], limits: ExtractionLimits) throws
        -> (report: Report, channels: [RecoveredChannel])
    {
        var scan = Scan()
        for path in paths {
            if let error = scan.read(path) { throw CocoaError(.fileReadUnknown, userInfo: ["": error]) }
        }
        // As the command does: what explains itself otherwise has no content.
        let (report, channels, _) = scan.finish(recovering: limits) {
            $0.severity >= .low && $0.kind.mayHoldContents
        }
        return (report, channels)
    }
}

/// Text as people write it, which repeats with its seed.
func prose(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
    let words =
        "the invoice of our customer was paid in march and sent to payroll with account number before audit"
        .split(separator: " ").map(String.init)
    var random = SeededGenerator(seed: seed)
    var text = ""
    while text.utf8.count < count {
        text += words[Int.random(in: words.indices, using: &random)]
        text += Int.random(in: 0..<12, using: &random) == 0 ? ".\n" : " "
        if Int.random(in: 0..<20, using: &random) == 0 {
            text += String(Int.random(in: 1_000...99_999, using: &random)) + " "
        }
    }
    return Array(text.utf8.prefix(count))
}

/// Encoders that share no code with the decoders: by arithmetic on one text of bits.
enum Encoder {
    static let base32 = Array("abcdefghijklmnopqrstuvwxyz234567")
    static let base32hex = Array("0123456789abcdefghijklmnopqrstuv")
    static let crockford = Array("0123456789abcdefghjkmnpqrstvwxyz")
    static let zBase32 = Array("ybndrfg8ejkmcpqxot1uwisza345h769")
    static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    static let base64url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    static let hexadecimal = Array("0123456789abcdef")

    static func encoded(_ octets: [UInt8], _ alphabet: [Character]) -> String {
        let width = alphabet.count == 16 ? 4 : alphabet.count == 32 ? 5 : 6
        var bits = octets.map { octet in
            let digits = String(octet, radix: 2)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
        while bits.count % width != 0 { bits += "0" }
        var text = ""
        var rest = bits[...]
        while !rest.isEmpty {
            text.append(alphabet[Int(rest.prefix(width), radix: 2) ?? 0])
            rest = rest.dropFirst(width)
        }
        return text
    }

    /// Four octets in five symbols each (RFC 1924's, as Python's `b85encode` writes it).
    static func base85(_ octets: [UInt8]) -> String {
        let symbols = Array(
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
        )
        return octets.pieces(of: 4).map { group in
            var number = (group + [0, 0, 0]).prefix(4).reduce(0) { $0 * 256 + Int($1) }
            var text: [Character] = []
            for _ in 0..<5 {
                text.append(symbols[number % 85])
                number /= 85
            }
            return String(text.reversed().prefix(group.count + 1))
        }.joined()
    }

    static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    /// All octets as one number, in base 36 where nothing else is said.
    static func number(
        _ octets: [UInt8],
        _ symbols: [Character] = Array("0123456789abcdefghijklmnopqrstuvwxyz")
    ) -> String {
        var digits: [Int] = []
        for octet in octets {
            var carry = Int(octet)
            for place in digits.indices {
                carry += digits[place] * 256
                digits[place] = carry % symbols.count
                carry /= symbols.count
            }
            while carry > 0 {
                digits.append(carry % symbols.count)
                carry /= symbols.count
            }
        }
        return String(digits.reversed().map { symbols[$0] })
    }
}

extension String {
    /// Pieces of so many characters, the last one shorter.
    func pieces(of count: Int) -> [String] {
        var pieces: [String] = []
        var rest = self[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }

    /// With a symbol behind it up to the next whole group of eight (RFC 4648 §6).
    func filled(with symbol: String) -> String {
        self + String(repeating: symbol, count: (8 - count % 8) % 8)
    }

    func padded(to count: Int) -> String { String(repeating: "0", count: max(0, count - self.count)) + self }
}

extension Array where Element == UInt8 {
    /// Pieces of so many octets, the last one shorter.
    func pieces(of count: Int) -> [[UInt8]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min(self.count, $0 + count)]) }
    }
}
