import DNSWire
import Findings
import TestSupport
import Testing

/// Letter case that carries data, beside letter case that protects or that people type.
@Suite struct LetterCaseDetectorTests {
    /// Queries for three names of one zone in turn, written as `isCapital` says for each letter in their order.
    private func traffic(queries: Int, zone: String = "example.net", _ isCapital: (Int) -> Bool) -> Traffic {
        var traffic = Traffic()
        var letter = 0
        for index in 0..<queries {
            let name = ["telemetry.north.", "images.south.", "updates.west."][index % 3] + zone
            var written = ""
            for character in name {
                guard character.isLetter else {
                    written.append(character)
                    continue
                }
                written += isCapital(letter) ? character.uppercased() : String(character)
                letter += 1
            }
            traffic.exchange(at: Double(index), written, answers: [.address(0x5DB8_D822)])
        }
        return traffic
    }

    private func covertFields(_ traffic: Traffic) -> [Finding] {
        traffic.findings.filter { $0.kind == .covertField }
    }

    /// The bits of an English text, the highest of each octet first.
    private static let text = Array(
        "Meet me at the usual place an hour after midnight, and bring the second notebook with you. ".utf8
    )

    private func isTextBitSet(_ index: Int) -> Bool {
        Self.text[index / 8 % Self.text.count] & (0x80 >> UInt8(index % 8)) != 0
    }

    @Test func `the bits of a text in the letter case are found`() throws {
        let findings = covertFields(traffic(queries: 120, isTextBitSet))
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.zone == "example.net")
        #expect(finding.severity >= .medium)
        #expect(finding.evidence.contains { $0.feature == "letter_case_deviation" && $0.value > 6 })
    }

    @Test func `a resolver that throws a coin for each letter is silent`() {
        var generator = SeededGenerator(seed: 5)
        #expect(covertFields(traffic(queries: 300) { _ in Bool.random(using: &generator) }).isEmpty)
    }

    @Test func `random letter case in one zone alone is found`() throws {
        var generator = SeededGenerator(seed: 6)
        var whole = traffic(queries: 120) { _ in Bool.random(using: &generator) }
        for zone in 0..<8 {
            for index in 0..<6 {
                whole.exchange(
                    at: Double(10 * zone + index) + 0.5,
                    "www.shop\(zone).example",
                    answers: [.address(0x0102_0304)]
                )
            }
        }
        let finding = try #require(covertFields(whole.inOrderOfTime).first)
        #expect(finding.evidence.contains { $0.feature == "zones_of_steady_case" && $0.value == 8 })
    }

    @Test func `names that are always written in one mixed way are silent`() {
        var traffic = Traffic()
        for index in 0..<200 {
            traffic.exchange(at: Double(index), "GoogleAds.G.DoubleClick.example.net", answers: [.address(1)])
            traffic.exchange(at: Double(index), "WWW.Example.NET", answers: [.address(2)])
        }
        #expect(covertFields(traffic).isEmpty)
    }
}
