import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSDelivery by its announcement.
@Suite struct DNSDeliverySignatureTests {
    static let all = [
        delivery("shellcode|12"),
        ToolTraffic(
            tool: "DNSDelivery",
            variant: "assembly",
            kind: .infiltration,
            traffic: delivery("assembly|12").traffic
        ),
    ]

    private static func delivery(_ announcement: String, name: String = "init") -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DNSDelivery", kind: .infiltration)
        let text = ToolEncoding.padded(TextEncoding.standardBase64.encode(announcement.utf8), group: 4)
        traffic.exchange(name, .txt, [.text(text)])
        for number in 0..<12 {
            traffic.exchange(
                "\(number)",
                .txt,
                [.text(TextEncoding.standardBase64.encode(generator.octets(187)).prefix(250))]
            )
        }
        return traffic
    }

    @Test(arguments: all) func recognizes(traffic: ToolTraffic) throws {
        let match = try #require(try traffic.match(DNSDeliverySignature()))
        #expect(match.tool.because.contains("in 12 chunks"))
    }

    @Test(arguments: ["shellcode|", "shellcode", "archive|12", "shellcode|12x"]) func rejects(
        announcement: String
    ) throws {
        #expect(try Self.delivery(announcement).match(DNSDeliverySignature()) == nil)
    }

    @Test func rejectsAnotherName() throws {
        #expect(try Self.delivery("shellcode|12", name: "start").match(DNSDeliverySignature()) == nil)
    }
}
