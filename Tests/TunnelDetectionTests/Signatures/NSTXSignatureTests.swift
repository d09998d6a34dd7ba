import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// NSTX by fragments of numbered packets, and a hint by names that begin with cT.
@Suite struct NSTXSignatureTests {
    static let hints = [traffic]
    /// Numbers of packets wrap around; 0 is none.
    static let all = hints + [fragments(ofPackets: Array(4_085..<4_096) + Array(1..<10))]

    /// The alphabet of nstx_encode.c.
    private static let alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_1234567890"

    /// Packets of two fragments each, of any length; their numbers have twelve bits.
    private static func fragments(ofPackets numbers: [Int]) -> ToolTraffic {
        var generator = SeededGenerator(seed: 37)
        var traffic = ToolTraffic(tool: "NSTX", variant: "fragments")
        for (index, number) in numbers.enumerated() {
            for fragment in 0..<2 as Range<UInt8> {
                let header = [0xB4, fragment, UInt8(number & 0xFF), UInt8(number >> 8) | fragment << 4]
                let octets = header + generator.octets(60 + index % 5)
                let cut = (3 - octets.count % 3) % 3
                let symbols = ToolEncoding.text(octets + [UInt8](repeating: 0, count: cut), symbols: alphabet)
                traffic.exchange(
                    ToolEncoding.labels([Array(alphabet.utf8)[cut]] + symbols),
                    .txt,
                    [.text([0xB4, 0, UInt8(index), 0x10] + generator.octets(90))]
                )
            }
        }
        return traffic
    }

    @Test func `fragments of packets in order are certain`() throws {
        let match = try #require(try Self.all[1].match(NSTXSignature()))
        #expect(match.tool.confidence == .certain && match.evidence.value == 40)
    }

    @Test func `fragments of packets in no order are none`() throws {
        var generator = SeededGenerator(seed: 38)
        let numbers = (0..<20).map { _ in Int.random(in: 1..<4_096, using: &generator) }
        #expect(try Self.fragments(ofPackets: numbers).match(NSTXSignature()) == nil)
    }

    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 36)
        var traffic = ToolTraffic(tool: "NSTX", confidence: .possible)
        for _ in 0..<24 {
            let label = Array("cT".utf8) + TextEncoding.base64.encode(generator.octets(40))
            traffic.exchange([label], .txt, [.text(generator.octets(60))])
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "small letters",
            names: (0..<9).map { "ctaaaaaaaaaaaaaaaaaaaaaaaaaa\($0)" }
        )
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "NSTX").match(NSTXSignature()) == nil)
    }
}
