import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Glimpse by its agent's id, with names made as `aa_AdrGen_bb` of Agent/dns_main.ps1 makes them.
@Suite struct GlimpseSignatureTests {
    static let all = [traffic()]

    private static let agent = "47f3a90c1e"

    /// Requests in the mode without text, then a result in chunks of 60 digits.
    private static func traffic(
        places: (Int, inout SeededGenerator) -> (Int, Int) = { _, generator in
            let first = Int.random(in: 0...9, using: &generator)
            return (first, (first + Int.random(in: 1...9, using: &generator)) % 10)
        },
        agent: (Int, inout SeededGenerator) -> String = { _, _ in Self.agent },
        end: String = "T"
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 52)
        var traffic = ToolTraffic(tool: "Glimpse")
        for index in 0..<32 {
            let isResult = index >= 8
            let (part, action) = places(index, &generator)
            var control = Array(agent(index, &generator))
            control.insert(isResult ? "2" : "0", at: action)
            control.insert(contentsOf: String(1_000 + index).suffix(3), at: part)
            let extra = String(
                (0..<Int.random(in: 1...7, using: &generator)).compactMap { _ in
                    Array("0123456789ABCDEF").randomElement(using: &generator)
                }
            )
            let number = isResult ? "0000" : ""
            let label = String(control) + number + extra + "C\(part)\(action)" + end
            let data = String(decoding: TextEncoding.base16.encode(generator.octets(30)), as: UTF8.self)
            traffic.exchange(
                isResult ? "\(label).\(data.uppercased()).77661010" : label,
                .a,
                [.address(isResult ? 0x2F02_0300 + UInt32(index) : 0x2F02_0300)]
            )
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(GlimpseSignature()))
        #expect(match.evidence.value == 32)
        #expect(
            match.tool.because.contains("id of 1 agents in changing places, \(Self.agent) first in frame 1.")
        )
    }

    @Test func rejectsConstantPlacesOtherAgentsAndEnds() throws {
        #expect(try Self.traffic(places: { _, _ in (2, 7) }).match(GlimpseSignature()) == nil)
        #expect(
            try Self.traffic(places: { index, _ in (index % 10, index % 10) }).match(GlimpseSignature())
                == nil
        )
        #expect(try Self.traffic(end: "X").match(GlimpseSignature()) == nil)
        let others = Self.traffic(agent: { index, generator in
            "\(10 + index)" + String(decoding: TextEncoding.base16.encode(generator.octets(4)), as: UTF8.self)
        })
        #expect(try others.match(GlimpseSignature()) == nil)
    }
}
