import DNSWire
import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// Every reader, given what nobody would send.
@Suite struct HostileContentTests {
    /// One for each reader, and none for the reader of what nobody knows.
    static let tools: [String?] = [
        nil, "iodine", "dns2tcp", "dnscat2", "DNSExfiltrator", "dnsteal", "DET", "DNSlivery", "godoh",
        "Hunt3r0x DNS-Exfiltration", "DNS-Tunnel-Keylogger", "IPv6DNSExfil", "dnsbotnet", "ObviousDNSC2",
        "OzymanDNS",
        "PyExfil",
    ]

    /// How many channels each reader gets; a million by hand.
    private static let rounds =
        ProcessInfo.processInfo.environment["DNSSCAN_CONTENT_ROUNDS"].flatMap(Int.init) ?? 300

    private static let symbols = [
        "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz234567",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "0123456789", "\0\u{1}ab=-|!.",
    ].map { Array($0.utf8) }
    private static let words = [
        "init", "base64", "base32", "dnscat", "=auth", "=connect", "0", "1", "2", "0000", "ef", "save",
        "id-1", "up",
        "down", "1-0", "0-1", "res", "b", "a", "p0a", "0aaaa",
    ].map { Array($0.utf8) }

    private static func label(_ generator: inout SeededGenerator) -> [UInt8] {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return words.randomElement(using: &generator) ?? []
        case 1:
            return (0..<Int.random(in: 1...63, using: &generator)).map { _ in
                .random(in: 0...255, using: &generator)
            }
        default:
            let symbols = symbols.randomElement(using: &generator) ?? []
            let count = Int.random(in: 1...63, using: &generator)
            return (0..<count).compactMap { _ in symbols.randomElement(using: &generator) }
        }
    }

    private static func octets(_ generator: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 0...60, using: &generator)
        let symbols = symbols.randomElement(using: &generator) ?? []
        let octets: [UInt8] = (0..<count).compactMap { _ in
            Bool.random(using: &generator)
                ? symbols.randomElement(using: &generator) : .random(in: 0...255, using: &generator)
        }
        return Bool.random(using: &generator) ? [UInt8(octets.count)] + octets : octets
    }

    @Test(arguments: tools)
    func `neither traps nor grows`(tool: String?) {
        for round in 0..<Self.rounds {
            var generator = SeededGenerator(seed: UInt64(round))
            var simulation = ChannelSimulation(tool: tool)
            var sent = 0
            // Names that come back in part keep a layout alive.
            var name = [Self.label(&generator)]
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                if Bool.random(using: &generator) {
                    name = (0..<Int.random(in: 1...3, using: &generator)).map { _ in Self.label(&generator) }
                } else {
                    name[name.count - 1] = Self.label(&generator)
                }
                let types: [RecordType] = [
                    .a, .aaaa, .txt, .cname, .mx, .srv, .null, RecordType(rawValue: 65_399),
                ]
                let answers = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    (type: types.randomElement(using: &generator) ?? .a, octets: Self.octets(&generator))
                }
                sent += name.joined().count + answers.reduce(0) { $0 + $1.octets.count }
                simulation.ask(name, type: types.randomElement(using: &generator) ?? .a, answers: answers)
            }
            // Nothing is made up: a content is no longer than what was sent, unless it was compressed.
            for content in simulation.contents() where content.kind != .ipPackets {
                let isCompressed = content.encodings.contains { ["zlib", "gzip"].contains($0) }
                #expect(content.octets.count <= (isCompressed ? 2_064 : 1) * sent, "round \(round)")
            }
        }
    }
}
