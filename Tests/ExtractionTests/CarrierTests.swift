import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// Channels outside of names and texts, in captures whose script says what it wrote.
@Suite struct CarrierTests {
    /// What `Fixtures/recording/generate_covert.py` sends, as far as a capture goes.
    private static func text() throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys; sys.path.insert(0, 'Fixtures/recording'); import generate_covert as g; sys.stdout.buffer.write(g.TEXT)",
        ]
        process.currentDirectoryURL = Repository.root
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    @Test(arguments: [
        ("transaction_ids", 240), ("client_subnets", 300), ("letter_case", 315), ("lifetimes", 240),
        ("record_counts", 112), ("serials", 480), ("reverse_names", 360), ("delays", 30),
        ("edns_option_down", 640), ("client_cookies", 640), ("additional_texts", 960),
        ("question_classes", 120),
    ])
    func `what a field carries comes back`(capture: String, octets: Int) throws {
        let text = try Self.text()
        try #require(text.count >= octets)
        let path = Repository.url("Fixtures/captures/covert/\(capture).pcap").path
        let contents = try Transfer.contents(of: [path])
        #expect(
            contents.contains { $0.octets == Array(text.prefix(octets)) },
            "\(contents.map(\.octets.count))"
        )
    }

    @Test func `signs that stand for bits by a list of the sender's own come back where they write text`()
        throws
    {
        // Eight payload sizes, each for three bits.
        let path = Repository.url("Fixtures/captures/covert/edns_sizes.pcap").path
        let contents = try Transfer.contents(of: [path])
        let content = try #require(contents.first)
        #expect(contents.count == 1 && content.octets.count > 32)
        #expect(try Self.text().starts(with: content.octets))
    }

    @Test(arguments: [true, false])
    func `record types stand for bits, and nobody can number them where they write no text`(isText: Bool)
        throws
    {
        var random = SeededGenerator(seed: 8)
        let octets = isText ? prose(120) : (0..<120).map { _ in UInt8.random(in: 0...255, using: &random) }
        let types: [UInt16] = [28, 1, 16, 65, 2, 33, 15, 6]
        let bits = octets.flatMap { octet in (0..<8).reversed().map { Int(octet) >> $0 & 1 } }
        var dialogue = Dialogue()
        for place in stride(from: 0, to: bits.count, by: 3) {
            let number = bits[place] * 4 + bits[place + 1] * 2 + bits[place + 2]
            dialogue.ask(Self.host, type: types[number], responseCode: 0) { _ in }
        }
        let contents = try dialogue.contents()
        #expect(contents.contains { $0.octets == octets } == isText)
        #expect(isText || contents.isEmpty)
    }

    @Test func `a bit that is not alone is no more than possible`() throws {
        // Two bits of each query change, of which one alone makes text by chance.
        let path = Repository.url("Fixtures/captures/covert/header_bits.pcap").path
        let contents = try Transfer.contents(of: [path])
        #expect(!contents.isEmpty && contents.allSatisfy { $0.confidence == .possible })
    }

    // MARK: - Written here

    private static let zone = "sender.example.net"
    private static let host = "www.sender.example.net"

    @Test func `addresses of name servers carry octets, those of one server together`() throws {
        let text = prose(40 * 40)
        var dialogue = Dialogue()
        for piece in text.pieces(of: 40) {
            dialogue.ask(Self.host, type: 1) { response in
                response.addRecord(.answer, Self.host, type: 1, timeToLive: 60, data: [203, 0, 113, 9])
                let parts: [(server: String, type: UInt16, octets: Range<Int>)] = [
                    ("ns1", 1, 0..<4), ("ns2", 1, 20..<24), ("ns1", 28, 4..<20), ("ns2", 28, 24..<40),
                ]
                for server in ["ns1", "ns2"] {
                    response.addRecord(
                        .authority,
                        Self.zone,
                        type: 2,
                        timeToLive: 60,
                        data: MessageBuilder.name("\(server).\(Self.zone)")
                    )
                }
                for part in parts {
                    response.addRecord(
                        .additional,
                        "\(part.server).\(Self.zone)",
                        type: part.type,
                        timeToLive: 60,
                        data: Array(piece[part.octets])
                    )
                }
            }
        }
        #expect(try dialogue.contents().contains { $0.octets == text })
    }

    @Test func `the types that denials list carry octets`() throws {
        let text = prose(24 * 60)
        var dialogue = Dialogue()
        for (number, piece) in text.pieces(of: 24).enumerated() {
            let name = "h\(number).\(Self.zone)"
            dialogue.ask(
                name,
                type: 1,
                responseCode: 3,
                query: { query in query.addOPT() },
                fill: { response in
                    response.addRecord(
                        .authority,
                        "g.\(Self.zone)",
                        type: 47,
                        timeToLive: 60,
                        data: MessageBuilder.name("m.\(Self.zone)") + [0, UInt8(piece.count)] + piece
                    )
                }
            )
        }
        #expect(try dialogue.contents().contains { $0.octets == text })
    }

    @Test func `the octets of an address whose name somebody asks for, without its network`() throws {
        var random = SeededGenerator(seed: 6)
        let octets = (0..<(8 * 200)).map { _ in UInt8.random(in: 0...255, using: &random) }
        var dialogue = Dialogue()
        for piece in octets.pieces(of: 8) {
            let address = [0x20, 0x01, 0x0D, 0xB8, 0x06, 0x43] + piece
            let digits = address.flatMap { [$0 >> 4, $0 & 15] }.reversed().map { String($0, radix: 16) }
            dialogue.ask(digits.joined(separator: ".") + ".ip6.arpa", type: 12, answers: [])
        }
        #expect(try dialogue.contents().contains { $0.octets == octets })
    }

    /// Hosts of popular zones in turn.
    private static func popular(_ number: Int) -> String {
        let zones = [
            "google.com", "github.com", "bing.com", "apple.com", "zoom.us", "slack.com", "cnn.com",
            "live.com",
        ]
        return ["www", "api", "static"][number / 8 % 3] + "." + zones[number % 8]
    }

    /// Symbols of two bits, the highest first.
    private static func symbols(_ octets: [UInt8]) -> [Int] {
        octets.flatMap { octet in [6, 4, 2, 0].map { Int(octet) >> $0 & 3 } }
    }

    @Test func `how often a query is sent again carries two bits`() throws {
        let text = prose(150)
        var dialogue = Dialogue()
        for (number, symbol) in Self.symbols(text).enumerated() {
            dialogue.ask(Self.popular(number), type: 1, repetitions: symbol) { response in
                response.addRecord(
                    .answer,
                    Self.popular(number),
                    type: 1,
                    timeToLive: 60,
                    data: [203, 0, 113, 9]
                )
            }
        }
        #expect(try dialogue.contents().contains { $0.octets == text })
    }

    @Test func `what other programs of the client ask does not count`() throws {
        let text = prose(150)
        var dialogue = Dialogue()
        for (number, symbol) in Self.symbols(text).enumerated() {
            dialogue.ask(
                Self.popular(number),
                type: 1,
                query: { $0.flags |= UInt16(symbol) << 4 },
                fill: { response in
                    response.addRecord(
                        .answer,
                        Self.popular(number),
                        type: 1,
                        timeToLive: 60,
                        data: [203, 0, 113, 9]
                    )
                }
            )
            guard number % 11 == 5 else { continue }
            // A browser asks for both families.
            for type in [1, 28] as [UInt16] {
                dialogue.ask("news\(number).example.org", type: type, answers: [])
            }
        }
        #expect(try dialogue.contents().contains { $0.octets == text })
    }
}
