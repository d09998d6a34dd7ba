import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// dnscat of nbtool by flags that foretell what follows.
@Suite struct DNSCatSignatureTests {
    static let all = [
        session { index, data in "dnscat.31.s77.\(String(index, radix: 16)).2.\(data).\(data)" },
        ToolTraffic(
            tool: "dnscat",
            variant: "NetBIOS encoding",
            traffic: session { index, data in
                "dnscat.1.\(String(index, radix: 16)).1.\(data.map { String(UnicodeScalar(UInt8(97 + ($0.hexDigitValue ?? 0)))) }.joined())"
            }.traffic
        ),
        ToolTraffic(
            tool: "dnscat",
            variant: "idle, then reset",
            traffic: session { index, _ in
                index < 5
                    ? "dnscat.61.id.s77.\(String(index, radix: 16)).0"
                    : "dnscat.69.id.s77.\(String(index, radix: 16)).3"
            }.traffic
        ),
    ]

    private static func session(garbage: Int = 4, _ packet: (Int, String) -> String) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "dnscat")
        for index in 0..<6 {
            let data = String(decoding: TextEncoding.base16.encode(generator.octets(20)), as: UTF8.self)
            let letters = (0..<garbage).map { _ in UInt8.random(in: 97...122, using: &generator) }
            let name = packet(index, data) + "." + String(decoding: letters, as: UTF8.self)
            traffic.exchange(name, .cname, [.name(.cname, name + "." + traffic.cut)])
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNSCatSignature()))
        #expect(match.evidence.value == 6)
        #expect(match.tool.because.contains("for t.example.com"))
    }

    struct NearMiss: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var garbage = 4
        let packet: @Sendable (Int, String) -> String
    }

    @Test(arguments: [
        NearMiss(testDescription: "one label of data too many") { "dnscat.11.\($0).2.\($1).\($1).\($1)" },
        NearMiss(testDescription: "unknown flag") { "dnscat.91.\($0).1.\($1)" },
        NearMiss(testDescription: "hexadecimal without its flag") { "dnscat.1.\($0).1.\($1)" },
        NearMiss(testDescription: "three letters", garbage: 3) { "dnscat.11.\($0).1.\($1)" },
        NearMiss(testDescription: "another word") { "dnscut.11.\($0).1.\($1)" },
    ]) func rejects(miss: NearMiss) throws {
        #expect(try Self.session(garbage: miss.garbage, miss.packet).match(DNSCatSignature()) == nil)
    }
}
