import Foundation
import TestSupport

/// A capture that carries a tunnel in a zone whose labels attack whoever prints them.
///
/// Terminal sequences (ECMA-48), C1 controls in UTF-8 and alone, bidirectional overrides, line ends, NUL, and
/// what JSON, shells, HTML and Wireshark's filters give a meaning to: every octet is lawful (RFC 2181 §11).
struct HostileCapture {
    private static let labels: [[UInt8]] =
        [
            "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{202E}gpj.exe\u{2066}\u{200B}\u{FEFF}\u{E0041}",
            "\u{9B}31m\u{85}\u{2028}",
            "a\r\nb\t\0\u{7F}\u{8}", "\"}],\"x\":['$(id)`id`\\#<script>&", "\") || (frame",
            "=cmd|' /C calc'!A0",
        ].map { Array($0.utf8) } + [[0x80, 0x9B, 0xC0, 0xAF, 0xFF, 0xFE]]
    static let queries = 60

    /// A pcap file of Ethernet, IPv4 and UDP: queries, their responses, and a query of another client.
    static var octets: [UInt8] {
        var random = SeededGenerator(seed: 7)
        var file: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
        file += [0, 0, 4, 0, 1, 0, 0, 0]
        for number in 0..<queries {
            // Random octets, hostile in their own way, as the payload of a name.
            let payload = (0..<48).map { _ in UInt8.random(in: 0...255, using: &random) }
            let name = [payload] + labels + [Array("evil".utf8), Array("example".utf8)]
            var query = MessageBuilder(id: UInt16(number), flags: 0x0100)
            query.addQuestion(labels: name, type: 16)
            var response = MessageBuilder(id: UInt16(number), flags: 0x8180)
            response.addQuestion(labels: name, type: 16)
            let text = (0..<120).map { _ in UInt8.random(in: 0...255, using: &random) }
            response.addRecord(.answer, labels: name, type: 16, timeToLive: 0, data: [120] + text)
            file += record(number: 2 * number, from: 2, 40_000, to: 53, 53, query.octets)
            file += record(number: 2 * number + 1, from: 53, 53, to: 2, 40_000, response.octets)
        }
        // Somebody else's question, which is in no finding.
        let other = MessageBuilder.query("www.example.org", type: 1).octets
        file += record(number: 2 * queries, from: 9, 40_000, to: 53, 53, other)
        return file
    }

    private static func record(
        number: Int,
        from source: UInt8,
        _ sourcePort: UInt16,
        to destination: UInt8,
        _ destinationPort: UInt16,
        _ payload: [UInt8]
    ) -> [UInt8] {
        let udp =
            MessageBuilder.uint16(sourcePort) + MessageBuilder.uint16(destinationPort)
            + MessageBuilder.uint16(UInt16(8 + payload.count)) + [0, 0] + payload
        let ip: [UInt8] =
            [0x45, 0] + MessageBuilder.uint16(UInt16(20 + udp.count)) + [0, 0, 0, 0, 64, 17, 0, 0]
            + [192, 0, 2, source, 192, 0, 2, destination]
        let frame = [UInt8](repeating: 2, count: 12) + [0x08, 0x00] + ip + udp
        func littleEndian(_ value: Int) -> [UInt8] { MessageBuilder.uint32(UInt32(value)).reversed() }
        return littleEndian(1_700_000_000 + number) + littleEndian(0) + littleEndian(frame.count)
            + littleEndian(frame.count) + frame
    }
}
