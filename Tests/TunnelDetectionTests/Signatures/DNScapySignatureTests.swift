import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNScapy by letters and connection number, and by answers that repeat letter and packet number.
@Suite struct DNScapySignatureTests {
    static let all = [
        session(),
        ToolTraffic(tool: "DNScapy", variant: "CNAME", traffic: session(type: .cname).traffic),
        ToolTraffic(
            tool: "DNScapy",
            variant: "no answers",
            confidence: .probable,
            traffic: session(offset: nil).traffic
        ),
    ]

    private static func session(
        type: RecordType = .txt,
        offset: Int? = 0,
        connection: (Int) -> Int = { _ in 17 }
    ) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DNScapy")
        var number = 0
        func ask(_ packet: String, _ answer: String) {
            number += 1
            let random = Int.random(in: 0...65_535, using: &generator)
            let data: Traffic.Answer = type == .cname ? .name(.cname, answer) : .text(answer.utf8)
            traffic.exchange("\(packet).\(connection(number)).\(random)", type, offset == nil ? nil : [data])
        }
        for index in 0..<4 {
            let text = String(decoding: TextEncoding.base16.encode([UInt8(index), 7, 7]), as: UTF8.self)
            ask("\(text).\(text).\(index).b", "b.\(index + (offset ?? 0))")
            ask("b.e", "e")
            ask("c", "c.1")
            ask("\(index).d", "d.\(index + (offset ?? 0)).\(text)")
            ask("d.e", "e")
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNScapySignature()))
        #expect(match.evidence.value == 20)
        #expect(match.tool.confidence == traffic.confidence)
        #expect(match.tool.because.contains("connection 17"))
    }

    @Test func otherNumbersInAnswersProveNothing() throws {
        #expect(try Self.session(offset: 1).match(DNScapySignature())?.tool.confidence == .probable)
    }

    @Test func rejectsAConnectionForEachName() throws {
        #expect(try Self.session(connection: { $0 * 3 }).match(DNScapySignature()) == nil)
    }
}
