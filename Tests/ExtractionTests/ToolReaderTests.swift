import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// Tools of which no recording is at hand, written anew after their sources by encoders that share nothing with the readers.
@Suite struct ToolReaderTests {
    private static let zone = "t.example.net"

    private static func octets(_ contents: [RecoveredContent], _ direction: Recovered.Direction) -> [UInt8]? {
        contents.first { $0.direction == direction }?.octets
    }

    private static func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
        octets.map { String($0, radix: 16).padded(to: 2) }.joined()
    }

    // MARK: - dnscat

    /// Two letters for each octet.
    private static func netbios(_ octets: [UInt8]) -> String {
        String(
            String.UnicodeScalarView(
                octets.flatMap { [0x61 + ($0 >> 4), 0x61 + ($0 & 15)] }.map(Unicode.Scalar.init)
            )
        )
    }

    /// As nbtool's `packet_to_name` writes it: flags, session, number, count, data.
    private static func dnscatName(_ number: Int, _ octets: [UInt8], isHexadecimal: Bool, _ tail: String)
        -> String
    {
        let text = isHexadecimal ? hexadecimal(octets) : netbios(octets)
        let pieces = text.pieces(of: 62)
        let flags = String(0x21 | (isHexadecimal ? 0x10 : 0), radix: 16)
        let head = "dnscat.\(flags).qwertyui.\(String(number, radix: 16)).\(pieces.count)"
        return ([head] + pieces + [tail, zone]).joined(separator: ".")
    }

    @Test(arguments: [false, true])
    func `dnscat's streams come back by their numbers`(isHexadecimal: Bool) throws {
        let (up, down) = (prose(2_000, seed: 1), prose(1_500, seed: 2))
        let (ups, downs) = (up.pieces(of: 80), down.pieces(of: 60))
        var dialogue = Dialogue()
        for number in 0..<max(ups.count, downs.count) {
            let (mine, yours) = (
                number < ups.count ? ups[number] : [], number < downs.count ? downs[number] : []
            )
            let tail = ["abcd", "qrst", "mnop"][number % 3]
            dialogue.ask(
                Self.dnscatName(0xFFF0_0000 + number, mine, isHexadecimal: isHexadecimal, tail),
                type: 5,
                answers: [
                    MessageBuilder.name(
                        Self.dnscatName(0xFFF0_0000 + number, yours, isHexadecimal: false, "zzyx")
                    )
                ]
            )
        }
        let contents = try dialogue.contents()
        #expect(Self.octets(contents, .up) == up)
        #expect(Self.octets(contents, .down) == down)
        // A lost exchange is a piece of each direction.
        let lossy = try dialogue.contents(without: [4])
        let first = try #require(lossy.first)
        #expect(first.octets == Array(up[..<320]) + Array(up[400...]))
        #expect(first.gaps == [ContentGap(offset: 320, pieces: 1)])
    }

    // MARK: - DNScapy

    @Test func `DNScapy's messages come back, of which the server's count down`() throws {
        let (up, down) = (prose(1_400, seed: 3), prose(2_300, seed: 4))
        var dialogue = Dialogue()
        func name(_ before: String, _ random: Int) -> String { "\(before).7.\(random).\(Self.zone)" }
        func answer(_ text: String) -> [[UInt8]] {
            [Array(text.utf8).pieces(of: 255).flatMap { [UInt8($0.count)] + $0 }]
        }
        let banner = Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)
        dialogue.ask(
            "a.4711.\(Self.zone)",
            type: 16,
            answers: answer("a.7.0.\(Data(banner).base64EncodedString())")
        )
        var random = 100
        for message in up.pieces(of: 700) {
            let pieces = Data(message).base64EncodedString().pieces(of: 120)
            for (number, piece) in pieces.enumerated() {
                random += 17
                let labels = piece.pieces(of: 63).joined(separator: ".")
                dialogue.ask(name("\(labels).\(number).b", random), type: 16, answers: answer("b.\(number)"))
            }
            random += 17
            dialogue.ask(name("b.e", random), type: 16, answers: answer("e"))
        }
        for message in down.pieces(of: 800) {
            let pieces = Data(message).base64EncodedString().pieces(of: 300)
            dialogue.ask(name("c", random + 5), type: 16, answers: answer("c.\(pieces.count)"))
            for (place, piece) in pieces.enumerated() {
                random += 17
                let number = pieces.count - 1 - place
                dialogue.ask(name("\(number).d", random), type: 16, answers: answer("d.\(number).\(piece)"))
            }
            random += 17
            dialogue.ask(name("d.e", random), type: 16, answers: answer("e"))
        }
        let contents = try dialogue.contents()
        #expect(Self.octets(contents, .up) == up)
        #expect(Self.octets(contents, .down) == banner + down)
        #expect(contents.allSatisfy { $0.gaps.isEmpty })
    }

    // MARK: - VPN over DNS

    @Test func `tickets of VPN-over-DNS come back by the places of their octets`() throws {
        let (up, down) = (prose(600, seed: 5), prose(700, seed: 6))
        var dialogue = Dialogue()
        func digits(_ number: Int) -> String { String(number).padded(to: 8) }
        func ask(_ variables: String, _ chunks: [(place: Int, octets: [UInt8])]) {
            dialogue.ask(
                "\(variables).v0.\(Self.zone)",
                type: 1,
                answers: chunks.map { place, octets in
                    [UInt8(octets.count << 6 | place / 3)] + octets
                        + [UInt8](repeating: 255, count: 3 - octets.count)
                }
            )
        }
        let ticket = 77_001
        ask("sz-\(digits(up.count)).rn-\(digits(12))\(".id-" + digits(1))", [(0, [1, 0x2C, 0xC9])])
        for (number, piece) in up.pieces(of: 30).enumerated() {
            ask(
                "bf-\(Self.hexadecimal(piece)).wr-\(digits(30 * number)).id-\(digits(ticket))",
                [(0, [0, 0, 0])]
            )
        }
        ask("ck-\(digits(up.count)).id-\(digits(ticket))", [(0, [0, 2, 0xBC])])
        for (number, piece) in down.pieces(of: 48).enumerated() {
            let chunks = piece.pieces(of: 3).enumerated().map { (3 * $0.offset, $0.element) }
            ask("ln-\(digits(48)).rd-\(digits(48 * number)).id-\(digits(ticket))", chunks)
        }
        ask("ac.id-\(digits(ticket))", [(0, [0, 0, 0])])
        let contents = try dialogue.contents()
        #expect(Self.octets(contents, .up) == up)
        #expect(Self.octets(contents, .down) == down)
        #expect(contents.first?.isIntact == true)
        let lossy = try dialogue.contents(without: [3])
        #expect(lossy.first?.gaps == [ContentGap(offset: 60, octets: 30)])
        #expect(lossy.first?.isIntact == false)
    }

    // MARK: - dnscat2, encrypted

    @Test func `of an encrypted session of dnscat2 there are the keys, and how much was said`() throws {
        var random = SeededGenerator(seed: 4)
        func octets(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let (mine, yours) = (octets(64), octets(64))
        var dialogue = Dialogue()
        func text(_ octets: [UInt8]) -> [[UInt8]] {
            let digits = Self.hexadecimal(octets)
            return [[UInt8(digits.utf8.count)] + Array(digits.utf8)]
        }
        func exchange(_ up: [UInt8], _ down: [UInt8]) {
            let id = octets(2)
            let labels = Self.hexadecimal(id + up).pieces(of: 60).joined(separator: ".")
            dialogue.ask("\(labels).\(Self.zone)", type: 16, answers: text(id + down))
        }
        // Keys, then authenticators.
        let head: [UInt8] = [3, 0x5A, 0xC3]
        exchange(head + [0, 0, 0, 0] + mine, head + [0, 0, 0, 0] + yours)
        exchange(head + [0, 1, 0, 0] + octets(32), head + [0, 1, 0, 0] + octets(32))
        // SYN, then messages: signature, nonce, and what is encrypted.
        exchange(
            [0, 0x5A, 0xC3] + octets(6) + [0, 1] + octets(20),
            [0, 0x5A, 0xC3] + octets(18)
        )
        for number in 0..<20 as Range<UInt8> {
            exchange(
                [1, 0x5A, 0xC3] + octets(6) + [0, 2 + number] + octets(4 + 30),
                [1, 0x5A, 0xC3] + octets(6) + [0, 2 + number] + octets(4)
            )
        }
        let contents = try dialogue.contents()
        #expect(Self.octets(contents, .up) == mine && Self.octets(contents, .down) == yours)
        #expect(contents.count == 2 && contents.allSatisfy { $0.chosenCount == 0 })
        #expect(contents.allSatisfy { $0.because.contains("session 0x5ac3") })
        #expect(
            contents.allSatisfy {
                $0.because.contains("20 messages with 600 octets up, 20 messages with 0 octets down.")
            }
        )
    }

    // MARK: - Masked

    /// Under some mask an octet that comes again and again is a letter or a digit, and says no more than before.
    @Test func `octets that are nearly all the same are no text under any mask`() throws {
        var random = SeededGenerator(seed: 4)
        let pieces = (0..<220).map { _ in
            Self.hexadecimal((0..<16).map { _ in UInt8.random(in: 0..<24, using: &random) == 0 ? 4 : 0 })
        }
        let transfer = Transfer(pieces) { _, symbols in "dc7adac2.alert.\(symbols)" }
        let contents = try transfer.contents()
        #expect(!contents.contains { $0.encodings.contains { $0.hasPrefix("xor") } })
    }

    @Test func `one octet over all others is taken off`() throws {
        var random = SeededGenerator(seed: 9)
        func digits(_ count: Int) -> String {
            String((0..<count).map { _ in Character(String(Int.random(in: 0...9, using: &random))) })
        }
        let truth = (0..<220).map { _ in digits(16) + "=" + digits(13) }
        let transfer = Transfer(truth.map { Self.hexadecimal($0.utf8.map { $0 ^ 0xA7 }) }) { _, symbols in
            "dc7adac2.alert.\(symbols)"
        }
        let contents = try transfer.contents()
        #expect(
            contents.contains { $0.octets == Array(truth.joined().utf8) && $0.encodings.last == "xor a7" }
        )
    }

    /// Names and amounts by line: most of it is digits, and a tenth white space or commas.
    @Test(arguments: [0x2A, 0x5C, 0xA7, 0xE1] as [UInt8])
    func `a mask over columns of numbers is taken off`(mask: UInt8) throws {
        var random = SeededGenerator(seed: UInt64(mask))
        let names = ["anna", "bert", "carla", "dora"]
        let truth = (0..<90).map { line in
            "\(names[line % 4]),\(Int.random(in: 100_000...999_999, using: &random)),"
                + "\(Int.random(in: 10_000...99_999, using: &random)).\(Int.random(in: 10...99, using: &random))\n"
        }.joined()
        let masked = truth.utf8.map { $0 ^ mask }
        let pieces = stride(from: 0, to: masked.count, by: 25).map { start in
            Self.hexadecimal(masked[start..<min(start + 25, masked.count)])
        }
        let contents = try Transfer(pieces) { number, symbols in "\(symbols).\(number)" }.contents()
        #expect(
            contents.contains { $0.octets == Array(truth.utf8) },
            "\(contents.map { [$0.encodings.joined(separator: " ")] })"
        )
    }
}
