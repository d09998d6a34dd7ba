import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// MULTIGRAIN by records of one length behind log.
@Suite struct MULTIGRAINSignatureTests {
    static let all = [traffic()]

    private static func traffic(
        word: String = "log",
        octets: Int = 128,
        symbols: String = "0123456789abcdefghijklmnopqrstuv"
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 59)
        var traffic = ToolTraffic(tool: "MULTIGRAIN", confidence: .possible, kind: .exfiltration)
        for _ in 0..<24 {
            let text = ToolEncoding.text(generator.octets(octets), symbols: symbols)
            traffic.exchange(
                [Array(word.utf8)] + ToolEncoding.labels(text, length: 60),
                .a,
                [.address(0x7F00_0001)]
            )
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(MULTIGRAINSignature()))
        #expect(match.evidence.value == 24)
    }

    @Test func rejectsOtherWordsLengthsAndSymbols() throws {
        #expect(try Self.traffic(word: "logs").match(MULTIGRAINSignature()) == nil)
        #expect(try Self.traffic(octets: 120).match(MULTIGRAINSignature()) == nil)
        let hexadecimal = Self.traffic(octets: 104, symbols: "0123456789abcdef")
        #expect(try hexadecimal.match(MULTIGRAINSignature()) == nil)
    }
}
