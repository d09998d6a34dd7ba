import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// Pisloader by commands in Base32 behind a C.
@Suite struct PisloaderSignatureTests {
    static let all = [traffic]

    /// A check-in, four commands, and their output.
    private static let traffic: ToolTraffic = {
        var generator = SeededGenerator(seed: 32)
        var traffic = ToolTraffic(tool: "Pisloader", confidence: .possible)
        let commands = ["sifo", "drive", "list c:\\users", "open", "list c:\\temp", "sifo"]
        for index in 0..<24 {
            let label = TextEncoding.base32.encode(generator.octets(12 + index % 20)).map(\.uppercased)
            let command =
                index % 4 == 0
                ? TextEncoding.base32.encode(Array(commands[index / 4].utf8)).map(\.uppercased) : []
            traffic.exchange([label], .txt, [.text(Array("C".utf8) + command, timeToLive: 1)])
        }
        return traffic
    }()

    @Test(arguments: [
        NearMissNames(
            testDescription: "text that is no Base32",
            names: ["p", "q", "r", "s"],
            text: "COPY THAT"
        ),
        NearMissNames(
            testDescription: "Base32 of no text",
            names: ["p", "q", "r", "s"],
            text: "C7777777A"
        ),
    ]) func rejects(miss: NearMissNames) throws {
        #expect(try miss.traffic(of: "Pisloader").match(PisloaderSignature()) == nil)
    }
}

extension UInt8 {
    /// The capital of a small letter.
    fileprivate var uppercased: UInt8 { (0x61...0x7A).contains(self) ? self ^ 0x20 : self }
}
