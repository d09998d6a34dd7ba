import Channels
import DNSWire
import Findings
import OrdinaryTraffic
import TestSupport
import Testing

/// HTTPS records: what changes by the hour for everybody, and what somebody wrote into it.
@Suite struct ServiceParametersTests {
    /// A key list as RFC 9849 §4 lays it out: its length, the version 0xFE0D, the length, and 65 octets of the key.
    private static func keys(_ seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return [0x00, 0x45, 0xFE, 0x0D, 0x00, 0x41] + generator.octets(65)
    }

    private static func record(_ parameters: [(key: UInt8, value: [UInt8])]) -> [UInt8] {
        [0, 1, 0]
            + parameters.flatMap { key, value in
                [0, key, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
            }
    }

    private static let protocols: [UInt8] = [2, 0x68, 0x33, 2, 0x68, 0x32]

    @Test func keysAndHintsAreUpkeep() {
        let record = Self.record([
            (1, Self.protocols), (4, [192, 0, 2, 1]), (5, Self.keys(1)),
            (6, [UInt8](repeating: 0x20, count: 16)),
        ])
        #expect(ServiceParameters(record).rest == Self.record([(1, Self.protocols)]))
    }

    @Test(arguments: [
        ("what is no key list", [UInt8](repeating: 0x41, count: 71), UInt8(5)),
        ("a long list", [0x01, 0xFE, 0xFE, 0x0D] + [UInt8](repeating: 0x41, count: 508), 5),
        ("hints of forty hosts", [UInt8](repeating: 0x41, count: 160), 4),
        ("a key of private use", [UInt8](repeating: 0x41, count: 40), 200),
    ])
    func whatIsNoUpkeepCounts(row: String, value: [UInt8], key: UInt8) {
        let record = Self.record([(key, value)])
        #expect(ServiceParameters(record).rest == record)
    }

    @Test func whatIsCutOrNoRecordStaysAsItIs() {
        for octets in [[], [0], [0, 1], [0, 1, 63], [0, 1, 0, 0, 5, 255, 255, 1], [0, 1, 0, 0]] as [[UInt8]] {
            #expect(ServiceParameters(octets).rest == octets)
        }
    }

    @Test func hintsAreAddresses() {
        let record = Self.record([
            (4, [192, 0, 2, 1, 192, 0, 2, 2]), (6, [UInt8](repeating: 0x20, count: 16)),
        ])
        #expect(
            ServiceParameters(record).addresses == [
                [192, 0, 2, 1], [192, 0, 2, 2], [UInt8](repeating: 0x20, count: 16),
            ]
        )
    }

    /// Keys of one name that live for seconds are no keys, nor are addresses from everywhere; a content network has four
    /// hosts.
    @Test(arguments: ["keys", "addresses", "hosts"])
    func whatChangesWithEachAnswer(content: String) {
        var generator = SeededGenerator(seed: 42)
        var traffic = Traffic()
        for index in 0..<24 {
            let parameter: (key: UInt8, value: [UInt8]) =
                switch content {
                case "keys": (5, Self.keys(UInt64(index)))
                case "addresses": (4, generator.octets(16))
                default: (4, [192, 0, 2, UInt8(index % 4)])
                }
            traffic.exchange(
                at: Double(30 * index),
                "www.example.net",
                type: .https,
                answers: [
                    Traffic.Answer(type: .https, octets: Self.record([(1, Self.protocols), parameter]))
                ]
            )
        }
        #expect(traffic.findings.contains { $0.severity >= .medium } == (content != "hosts"))
    }

    /// An owner sets a service up once, in few octets or in many.
    @Test(arguments: [true, false])
    func parametersThatChange(areData: Bool) {
        var generator = SeededGenerator(seed: 43)
        var traffic = Traffic()
        for index in 0..<14 {
            let value = areData ? generator.octets(90) : [UInt8](repeating: UInt8(index / 7), count: 90)
            traffic.exchange(
                at: Double(60 * index),
                ["www", "cdn", "api", "img"][index % 4] + ".example.net",
                type: .https,
                answers: [
                    Traffic.Answer(type: .https, octets: Self.record([(1, Self.protocols), (200, value)]))
                ]
            )
        }
        #expect(traffic.findings.contains { $0.severity >= .medium } == areData)
    }

    /// Keys that change every hour, for one name; then as much noise where no key is.
    @Test(arguments: [true, false])
    func rotatedKeysAreNoChannel(isData: Bool) {
        var generator = SeededGenerator(seed: 41)
        var traffic = Traffic()
        for index in 0..<72 {
            let value =
                isData ? (key: UInt8(200), value: generator.octets(71)) : (5, Self.keys(UInt64(index)))
            traffic.exchange(
                at: Double(3_600 * index),
                "crypto.example.net",
                type: .https,
                answers: [Traffic.Answer(type: .https, octets: Self.record([(1, Self.protocols), value]))]
            )
        }
        #expect(traffic.findings.contains { $0.severity >= .medium } == isData)
    }
}
