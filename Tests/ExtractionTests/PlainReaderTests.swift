import DNSWire
import Extraction
import Findings
import TestSupport
import Testing

/// What simple senders write, in many ways, comes back as it was.
@Suite struct PlainReaderTests {
    /// Writes octets in symbols, as RFC 4648 says, without padding; no code of dnsscan's.
    private static func write(_ octets: [UInt8], bits: Int, symbols: String) -> [UInt8] {
        let symbols = Array(symbols.utf8)
        let digits = octets.flatMap { octet in (0..<8).reversed().map { octet >> UInt8($0) & 1 } }
        return stride(from: 0, to: digits.count, by: bits).map { start in
            var group = Array(digits[start..<min(digits.count, start + bits)])
            while group.count < bits { group.append(0) }
            return symbols[group.reduce(0) { $0 << 1 | Int($1) }]
        }
    }

    enum Code: String, CaseIterable, Sendable {
        case base16, base32, base32hex, base64, base64url

        var alphabet: (bits: Int, symbols: String) {
            let (upper, lower) = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
            return switch self {
            case .base16: (4, "0123456789abcdef")
            case .base32: (5, lower + "234567")
            case .base32hex: (5, "0123456789abcdefghijklmnopqrstuv")
            case .base64: (6, upper + lower + "0123456789+/")
            case .base64url: (6, upper + lower + "0123456789-_")
            }
        }
    }

    enum Layout: String, CaseIterable, Sendable {
        /// Only the data.
        case bare
        /// A number of one kind or another in a label before the data.
        case decimal, padded, hexadecimal, base36
        /// A number behind the data.
        case behind
        /// A number before the data in the same label.
        case glued
        /// A label that is new in each name, against caches, and a number.
        case nonce
        /// A label that is always the same, and a number.
        case session

        func labels(_ number: Int, _ data: [UInt8], _ generator: inout SeededGenerator) -> [[UInt8]] {
            func padded(_ width: Int) -> [UInt8] {
                Array(
                    (String(repeating: "0", count: max(0, width - String(number).count)) + String(number))
                        .utf8
                )
            }
            let data = stride(from: 0, to: data.count, by: 60).map {
                Array(data[$0..<min(data.count, $0 + 60)])
            }
            switch self {
            case .bare: return data
            case .decimal: return [Array(String(number).utf8)] + data
            case .padded: return [padded(4)] + data
            case .hexadecimal: return [Array(String(number, radix: 16).utf8)] + data
            case .base36: return [Array(String(number, radix: 36).utf8)] + data
            case .behind: return data + [Array(String(number).utf8)]
            case .glued: return [padded(4) + data[0]] + data.dropFirst()
            case .nonce:
                let nonce = (0..<6).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
                return [nonce, Array(String(number).utf8)] + data
            case .session: return [Array("kx7".utf8), Array(String(number).utf8)] + data
            }
        }

        /// Whether names say in which order they belong.
        var isNumbered: Bool { self != .bare }
    }

    private static let text = Array(
        (0..<60).map { "line \($0): the account of user\($0 * 37 % 101) is \($0 * 7_919 % 10_007).\n" }
            .joined().utf8
    )

    /// A file in pieces of so many octets; in a layout without glue the last one is shorter.
    private static func simulation(_ payload: [UInt8], _ code: Code, _ layout: Layout) -> ChannelSimulation {
        var generator = SeededGenerator(seed: 7)
        var simulation = ChannelSimulation()
        let (bits, symbols) = code.alphabet
        for (number, start) in stride(from: 0, to: payload.count, by: 30).enumerated() {
            let piece = Array(payload[start..<min(payload.count, start + 30)])
            let data = write(piece, bits: bits, symbols: symbols)
            simulation.ask(layout.labels(number, data, &generator))
        }
        return simulation
    }

    @Test(arguments: Code.allCases, Layout.allCases)
    func `text comes back in every code and layout`(code: Code, layout: Layout) {
        let contents = Self.simulation(Self.text, code, layout).contents()
        #expect(contents.contains { $0.octets == Self.text && $0.gaps.isEmpty && $0.confidence == .probable })
    }

    @Test(arguments: [Code.base16, .base32, .base64], Layout.allCases)
    func `noise comes back, and nobody vouches for it`(code: Code, layout: Layout) {
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<3_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let contents = Self.simulation(noise, code, layout).contents()
        #expect(contents.contains { $0.octets == noise && $0.confidence == .possible })
    }

    /// Text that is encoded as a whole and then cut, so that names begin within octets.
    @Test(arguments: Code.allCases, [37, 41, 58])
    func `text comes back that was cut after it was encoded`(code: Code, width: Int) {
        let (bits, symbols) = code.alphabet
        let all = Self.write(Self.text, bits: bits, symbols: symbols)
        var simulation = ChannelSimulation()
        for start in stride(from: 0, to: all.count, by: width) {
            simulation.ask([Array(all[start..<min(all.count, start + width)])])
        }
        #expect(simulation.contents().contains { $0.octets == Self.text })
    }

    @Test(arguments: Layout.allCases.filter(\.isNumbered))
    func `numbers restore the order, whatever the order of the capture`(layout: Layout) {
        var simulation = Self.simulation(Self.text, .base32, layout)
        var generator = SeededGenerator(seed: 5)
        simulation.shuffle(using: &generator)
        #expect(simulation.contents().contains { $0.octets == Self.text && $0.gaps.isEmpty })
    }

    /// What is between two gaps is a part of the truth at the right place, and nothing else is there.
    @Test(arguments: [0.02, 0.2], [Layout.decimal, .padded, .hexadecimal, .behind, .nonce])
    func `gaps are marked and nothing is invented`(share: Double, layout: Layout) throws {
        var simulation = Self.simulation(Self.text, .base32, layout)
        var generator = SeededGenerator(seed: 11)
        simulation.lose(share, using: &generator)
        let content = try #require(simulation.contents().first)
        #expect(!content.gaps.isEmpty)
        let bounds = [0] + content.gaps.map(\.offset) + [content.octets.count]
        var place = 0
        for (index, (start, end)) in zip(bounds, bounds.dropFirst()).enumerated() {
            if index > 0 { place += 30 * (content.gaps[index - 1].pieces ?? 0) }
            let stretch = Array(content.octets[start..<end])
            #expect(Array(Self.text.dropFirst(place).prefix(stretch.count)) == stretch)
            place += stretch.count
        }
    }

    @Test func `words are no content`() {
        var simulation = ChannelSimulation()
        for host in [
            "www", "mail", "login", "images", "static", "search", "download", "support", "news", "shop",
        ] {
            simulation.ask([Array(host.utf8)])
        }
        #expect(simulation.contents().allSatisfy { $0.confidence == .possible })
    }
}
