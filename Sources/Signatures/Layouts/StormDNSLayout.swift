import Channels
package import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// How MasterDnsVPN and StormDNS write packets into names and answers.
///
///     | session, 8 bits | type, 8 | stream, 16 | number, 16 | fragment, 8 | fragments, 8 | compression, 8 | cookie, 8 | check, 8 | payload …
///
/// The type tells which of the fields between type and cookie there are. Names hold the packet in Base36, seven octets in eleven
/// symbols, mostly with a constant key added to it (XOR). Answers are TXT records and hold it in clear, or in Base64: one record
/// with the packet; or one with 0, the number of records and the packet's beginning, then others with their number and the octets
/// that follow.
///
/// Source: masterking32/MasterDnsVPN and nullroute1970/StormDNS, internal/vpnproto/parser.go (`parseFrom`,
/// `computeHeaderCheckByte`), internal/enums/dns.go, internal/basecodec/lowerbase36.go, internal/security/codec.go,
/// internal/dnsparser/transport.go (`buildTXTAnswerChunks`).
package struct StormDNSLayout: ToolLayout {
    /// The key that is added to the type in names, or `nil` where names cannot be read.
    let typeKey: UInt8?

    struct Packet: Sendable {
        let session: UInt8
        let type: UInt8
        let stream: UInt64
        let number: UInt64
        let payload: ArraySlice<UInt8>

        static let pong: UInt8 = 0x08
        static let answerSize: UInt8 = 0x04
        static let ping: UInt8 = 0x07
        private static let data: Set<UInt8> = [0x0F, 0x12]

        static func carries(_ type: UInt8) -> Bool { data.contains(type) }

        /// Octets of the fields between type and cookie, or `nil` for a type that there is not.
        static func fields(of type: UInt8) -> Int? {
            switch type {
            case 0x02, 0x03, 0x05...0x08, 0x36, 0x37, 0xFF: 0
            case 0x13: 1
            case 0x01, 0x04, 0x0F, 0x12, 0x32, 0x33: 7
            case 0x1A, 0x34, 0x35: 6
            case 0x09...0x35: 4
            default: nil
            }
        }

        /// The packet that octets are, or `nil` where its check octet does not fit.
        init?(_ octets: ArraySlice<UInt8>) {
            guard octets.count >= 4, let fields = Self.fields(of: octets[octets.startIndex + 1]),
                octets.count >= 4 + fields
            else { return nil }
            let header = Array(octets.prefix(4 + fields))
            guard Self.check(header.dropLast()) == header.last else { return nil }
            session = header[0]
            type = header[1]
            stream = fields >= 4 ? UInt64(header[2]) << 8 | UInt64(header[3]) : 0
            number = fields >= 4 ? header[4..<(2 + min(fields, 6))].reduce(0) { $0 << 8 | UInt64($1) } : 0
            payload = octets.dropFirst(4 + fields)
        }

        private static func check(_ header: ArraySlice<UInt8>) -> UInt8 {
            var check = UInt8(truncatingIfNeeded: 0x5D + 17 * header.count)
            for (place, octet) in header.enumerated() {
                check &+= octet &+ UInt8(truncatingIfNeeded: place)
                check ^= octet << UInt8(place & 3)
            }
            return check
        }
    }

    /// The octets of a name, or `nil` where it is none of Base36 in blocks.
    static func octets(of subdomain: DomainName) -> [UInt8]? {
        let symbols = Array(subdomain.labels.joined())
        var octets: [UInt8] = []
        var start = 0
        while start < symbols.count {
            let block = symbols[start..<min(start + symbolsOfOctets[7], symbols.count)]
            guard let size = symbolsOfOctets.firstIndex(of: block.count) else { return nil }
            var value: UInt64 = 0
            for symbol in block {
                guard let digit = digit(symbol) else { return nil }
                value = value * 36 + digit
            }
            guard value >> UInt64(8 * size) == 0 else { return nil }
            octets += (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
            start += block.count
        }
        return octets.isEmpty ? nil : octets
    }

    /// Symbols that so many octets take.
    private static let symbolsOfOctets = [0, 2, 4, 5, 7, 8, 10, 11]

    private static func digit(_ symbol: UInt8) -> UInt64? {
        switch symbol {
        case 0x30...0x39: UInt64(symbol - 0x30)
        case 0x41...0x5A: UInt64(symbol - 0x41) + 10
        case 0x61...0x7A: UInt64(symbol - 0x61) + 10
        default: nil
        }
    }

    package func piecesUp(in subdomain: DomainName) -> [CarriedPiece] {
        guard let typeKey, let octets = Self.octets(of: subdomain), octets.count > 11,
            Packet.carries(octets[1] ^ typeKey)
        else { return [] }
        // The key is constant, so that equal places stay equal.
        let place = octets[4..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return [
            CarriedPiece(
                stream: UInt64(octets[2]) << 8 | UInt64(octets[3]),
                position: place,
                octets: octets.dropFirst(11)
            )
        ]
    }

    /// The content of a TXT record.
    enum Record: Sendable {
        case packet(Packet)
        /// The octets that follow on a packet's beginning.
        case continuation(ArraySlice<UInt8>)
    }

    /// The content of a TXT record, or `nil` where it is none or empty.
    static func record(_ answer: AnswerRecord) -> Record? {
        guard answer.type == .txt else { return nil }
        let text = CharacterStringText.joined(answer.octets)
        let decoded = EncodedText.octets(ofBase64: text)
        for octets in [text, decoded] where octets.count >= 4 {
            if let packet = Packet(octets[...]) { return .packet(packet) }
            if octets[0] == 0, let packet = Packet(octets.dropFirst(2)) { return .packet(packet) }
        }
        return text.isEmpty ? nil : .continuation(text.dropFirst())
    }

    package func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece] {
        let records = answers.map { (record: Self.record($0), answer: $0) }
        let packet = records.lazy.compactMap {
            if case .packet(let packet) = $0.record { packet } else { nil }
        }.first
        // Tests of how much fits are full of zeros.
        if let packet, !Packet.carries(packet.type) { return [] }
        return records.compactMap { record, answer in
            let lost = answer.length - answer.octets.count
            switch record {
            case .packet(let packet):
                return CarriedPiece(
                    stream: packet.stream,
                    position: packet.number,
                    octets: packet.payload,
                    count: packet.payload.count + lost
                )
            case .continuation(let octets) where octets.contains { $0 != 0 }:
                return CarriedPiece(
                    stream: packet?.stream ?? 0,
                    position: packet?.number ?? 0,
                    octets: octets,
                    count: octets.count + lost
                )
            default: return nil
            }
        }
    }
}
