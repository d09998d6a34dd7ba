import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// OzymanDNS and sods by counters, session and direction in clear.
@Suite struct OzymanDNSSignatureTests {
    static let all = [
        session { direction in direction ? "up" : "down" },
        ToolTraffic(
            tool: "sods",
            variant: "forwarding",
            traffic: session { direction in (direction ? "u" : "d") + ".127.0.0.1-22.x" }.traffic
        ),
        ToolTraffic(
            tool: "sods",
            variant: "labels of 62 symbols",
            traffic: session(labelLength: 62) { $0 ? "up" : "down" }.traffic
        ),
    ]

    private static func session(labelLength: Int = 60, _ direction: (_ isUp: Bool) -> String) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "OzymanDNS")
        for index in 0..<6 {
            let data = TextEncoding.base32.labels(generator.octets(110), length: labelLength)
                .map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
            traffic.exchange(
                "\(data).\(4_000 + index)-\(110 * index).id-54321.\(direction(true))",
                .a,
                [.address(0xC000_0201)]
            )
            let text = ToolEncoding.padded(
                TextEncoding.standardBase64.encode(generator.octets(110)),
                group: 4
            )
            traffic.exchange(
                "\(110 * index)-\(9_000 + index).id-54321.\(direction(false))",
                .txt,
                [.text(text)]
            )
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(OzymanDNSSignature(isSods: traffic.tool == "sods")))
        #expect(match.evidence.value == 12)
        #expect(match.tool.because.contains("session 54321"))
        #expect(match.tool.because.contains("550 sent and 550 received"))
    }

    @Test(arguments: [
        "1-2.id-3.side", "12.id-3.up", "1-2.it-3.up", "1-2-3.id-4.down", "a.1-2.id-x.up", "1-2.id-3.up",
    ])
    func rejects(name: String) throws {
        var traffic = ToolTraffic(tool: "OzymanDNS")
        for index in 0..<9 { traffic.exchange("\(index)0." + name, .a) }
        // Before ….up.zone there is always data, before ….down.zone never.
        if name.hasSuffix("3.up") {
            traffic.traffic = Traffic(); for _ in 0..<9 { traffic.exchange(name, .a) }
        }
        #expect(try traffic.match(OzymanDNSSignature()) == nil)
    }
}
