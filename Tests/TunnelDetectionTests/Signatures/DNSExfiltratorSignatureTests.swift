import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DNSExfiltrator by the announced file and by repeated chunk numbers.
@Suite struct DNSExfiltratorSignatureTests {
    static let all = [
        transfer(announcement: announcement("report.docx|12")),
        ToolTraffic(
            tool: "DNSExfiltrator",
            variant: "from the middle",
            confidence: .probable,
            kind: .exfiltration,
            traffic: transfer(announcement: nil).traffic
        ),
    ]

    private static func announcement(_ text: String) -> String {
        "init." + String(decoding: TextEncoding.base32.encode(text.utf8), as: UTF8.self).uppercased()
            + ".base64"
    }

    private static func transfer(announcement: String?, answer: (Int) -> String = { String($0) })
        -> ToolTraffic
    {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DNSExfiltrator", kind: .exfiltration)
        if let announcement { traffic.exchange(announcement, .txt, [.text("OK".utf8)]) }
        for number in 0..<12 {
            let labels = [Array(String(number).utf8)] + TextEncoding.base64.labels(generator.octets(130))
            traffic.exchange(labels, .txt, [.text(answer(number).utf8, timeToLive: 0)])
        }
        return traffic
    }

    @Test func announcesAFile() throws {
        let match = try #require(try Self.all[0].match(DNSExfiltratorSignature()))
        #expect(match.tool.confidence == .certain)
        #expect(match.tool.because.contains("Frame 1 announces file \"report.docx\" in 12 chunks"))
    }

    @Test func repeatsNumbers() throws {
        let match = try #require(try Self.all[1].match(DNSExfiltratorSignature()))
        #expect(match.tool.confidence == .probable)
        #expect(match.evidence.value == 12)
    }

    @Test(arguments: [
        announcement("report.docx"), announcement("report.docx|"), announcement("|12"),
        announcement("report.docx|1x"),
        announcement("report.docx|12").replacing("base64", with: "base65"),
        announcement("report.docx|12").replacing("init", with: "inst"),
    ]) func rejects(announcement: String) throws {
        let traffic = Self.transfer(announcement: announcement) { String($0 + 1) }
        #expect(try traffic.match(DNSExfiltratorSignature()) == nil)
    }
}
