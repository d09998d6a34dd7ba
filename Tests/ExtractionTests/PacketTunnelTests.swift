import Extraction
import Findings
import TestSupport
import Testing

/// NSTX and Heyoka, written anew after their sources by encoders that share nothing with the readers.
@Suite struct PacketTunnelTests {
    private static let zone = "t.example.net"

    private static func characterStrings(_ octets: [UInt8]) -> [UInt8] {
        octets.pieces(of: 255).flatMap { [UInt8($0.count)] + $0 }
    }

    // MARK: - NSTX

    private static let nstxAlphabet = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_1234567890"
    )

    private static func nstxHeader(packet: Int, number: Int, isLast: Bool) -> [UInt8] {
        [0xB4, UInt8(number), UInt8(packet % 256), UInt8(packet / 256 % 16 + (isLast ? 16 : 0))]
    }

    private static func nstxLabels(_ octets: [UInt8]) -> String {
        let cut = (3 - octets.count % 3) % 3
        let text = Encoder.encoded(octets + [UInt8](repeating: 0, count: cut), nstxAlphabet)
        return (String(nstxAlphabet[cut]) + text).pieces(of: 63).joined(separator: ".")
    }

    /// A datagram from one host to another inside.
    private static func packet(_ content: [UInt8], number: Int) -> [UInt8] {
        let length = 28 + content.count
        var header: [UInt8] = [
            0x45, 0, UInt8(length / 256), UInt8(length % 256), UInt8(number / 256), UInt8(number % 256), 0, 0,
            64, 17,
            0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        ]
        var sum = stride(from: 0, to: 20, by: 2).reduce(0) {
            $0 + Int(header[$1]) * 256 + Int(header[$1 + 1])
        }
        while sum > 65_535 { sum = sum % 65_536 + sum / 65_536 }
        header[10] = UInt8((65_535 - sum) / 256)
        header[11] = UInt8((65_535 - sum) % 256)
        let udp =
            [
                0x13, 0x88, 0x13, 0x89, UInt8((8 + content.count) / 256), UInt8((8 + content.count) % 256), 0,
                0,
            ] as [UInt8]
        return header + udp + content
    }

    private static func nstx(_ packets: [[UInt8]], answering answers: [[UInt8]]) -> Dialogue {
        var dialogue = Dialogue()
        // Of the server, each a packet of one fragment or two.
        var waiting = answers.enumerated().flatMap { index, packet in
            packet.pieces(of: 200).enumerated().map { number, piece in
                nstxHeader(packet: index + 1, number: number, isLast: (number + 1) * 200 >= packet.count)
                    + piece
            }
        }
        for (index, packet) in packets.enumerated() {
            // The last four of twelve bits of the time, so that they wrap around.
            for (number, piece) in packet.pieces(of: 110).enumerated() {
                let header = nstxHeader(
                    packet: (4_090 + 2 * index) % 4_096,
                    number: number,
                    isLast: (number + 1) * 110 >= packet.count
                )
                let answer = waiting.isEmpty ? [0xB4, 0, 0, 0] : waiting.removeFirst()
                dialogue.ask(
                    "\(nstxLabels(header + piece)).\(zone)",
                    type: 16,
                    answers: [characterStrings(answer)]
                )
            }
            // A query that only lets the server answer.
            let poll = nstxHeader(packet: (4_091 + 2 * index) % 4_096, number: 0, isLast: true)
            dialogue.ask(
                "\(nstxLabels(poll)).\(zone)",
                type: 16,
                answers: [characterStrings([0xB4, 0, 0, 0])]
            )
        }
        return dialogue
    }

    /// The packets in a capture that dnsscan wrote, by its length fields.
    private static func packets(in capture: [UInt8]) -> [[UInt8]] {
        var packets: [[UInt8]] = []
        var place = 24
        while place + 16 <= capture.count {
            let length = (0..<4).reduce(0) { $0 + Int(capture[place + 8 + $1]) << (8 * $1) }
            packets.append(Array(capture[(place + 16)..<(place + 16 + length)]))
            place += 16 + length
        }
        return packets
    }

    @Test func `packets that NSTX carries come back from their fragments`() throws {
        let up = (0..<24).map { Self.packet(prose(40 + 37 * $0, seed: UInt64($0)), number: $0) }
        let down = (0..<20).map { Self.packet(prose(30 + 15 * $0, seed: UInt64(90 + $0)), number: 900 + $0) }
        let dialogue = Self.nstx(up, answering: down)
        // As for NSTX itself, a packet with the number 0 is none; the fourth one has it.
        let heard = up.enumerated().filter { $0.offset != 3 }.map(\.element)
        let content = try #require(try dialogue.contents().first)
        let found = Self.packets(in: content.octets)
        #expect(found.filter { $0[4] < 3 } == heard)
        #expect(found.filter { $0[4] >= 3 } == down)
        #expect(content.carriedCount == (heard + down).reduce(0) { $0 + $1.count })
        // Without its first fragment a packet is none: the third one has two.
        let lossy = try #require(try dialogue.contents(without: [4]).first)
        #expect(
            Self.packets(in: lossy.octets).filter { $0[4] < 3 }
                == heard.filter { $0 != up[2] }
        )
    }

    // MARK: - Heyoka

    private static let heyokaAlphabet = Array("abcdefghijklmnopqrstuvwxyz012345")

    /// Whole groups of five octets, filled up with sevens.
    private static func heyokaBase32(_ octets: [UInt8]) -> String {
        let text = Encoder.encoded(octets, heyokaAlphabet)
        return text + String(repeating: "7", count: (8 - text.count % 8) % 8)
    }

    private static func heyokaHeader(ticket: UInt8, _ sequence: Int, _ acknowledged: Int) -> [UInt8] {
        [
            ticket, UInt8(sequence % 256), UInt8(sequence / 256 % 256), UInt8(acknowledged % 256),
            UInt8(acknowledged / 256),
        ]
    }

    /// Greeting, data and heartbeats of a slave that has to use Base32.
    private static func heyoka(_ up: [UInt8], _ down: [UInt8], ticket: UInt8) -> Dialogue {
        var dialogue = Dialogue()
        func labels(_ flags: Int, _ octets: [UInt8]) -> String {
            (String(heyokaAlphabet[flags]) + heyokaBase32(octets)).pieces(of: 63).joined(separator: ".") + "."
                + zone
        }
        func answer(_ flags: Int, _ octets: [UInt8]) -> [[UInt8]] {
            var text = Encoder.encoded(octets, Encoder.base64)
            text += String(repeating: "=", count: (4 - text.count % 4) % 4)
            return [characterStrings(Array((String(heyokaAlphabet[flags]) + text).utf8))]
        }
        let sample: [UInt8] =
            Array(0x00...0x0F) + Array(0x50...0x5F) + Array(0xA0...0xAF) + Array(0xF0...0xFF) + [0]
        dialogue.ask(
            labels(4, [0, 0, 0, 0, 0] + sample),
            type: 16,
            answers: answer(2, [ticket, 0, 0, 0, 0] + sample)
        )
        let (ups, downs) = (up.pieces(of: 90), down.pieces(of: 120))
        for number in 0..<max(ups.count, downs.count) {
            // Sequence numbers go on from near their end.
            let (sent, received) = (65_000 + 90 * number, 64_900 + 120 * number)
            if number < ups.count {
                dialogue.ask(
                    labels(1, heyokaHeader(ticket: ticket, sent, 0) + ups[number]),
                    type: 16,
                    answers: []
                )
            }
            // A heartbeat has a time where data would be.
            dialogue.ask(
                labels(0, heyokaHeader(ticket: ticket, sent, 0) + [1, 2, 3, UInt8(number % 256)]),
                type: 16,
                answers: number < downs.count
                    ? answer(
                        number + 1 < downs.count ? 1 : 0,
                        heyokaHeader(ticket: ticket, received, 0) + downs[number]
                    )
                    : answer(0, heyokaHeader(ticket: ticket, received, 0))
            )
        }
        return dialogue
    }

    @Test func `a connection through Heyoka comes back by its sequence numbers`() throws {
        let (up, down) = (prose(2_000, seed: 1), prose(3_100, seed: 2))
        let dialogue = Self.heyoka(up, down, ticket: 9)
        let contents = try dialogue.contents()
        #expect(contents.first { $0.direction == .up }?.octets == up)
        #expect(contents.first { $0.direction == .down }?.octets == down)
        #expect(contents.allSatisfy { $0.gaps.isEmpty })
        // Greeting, data, heartbeat, data, …: the second piece of data is the fourth exchange.
        let lossy = try dialogue.contents(without: [3])
        #expect(lossy.first { $0.direction == .up }?.octets == Array(up[..<90]) + Array(up[180...]))
        #expect(lossy.first { $0.direction == .up }?.gaps == [ContentGap(offset: 90, octets: 90)])
    }
}
