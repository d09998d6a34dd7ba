import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// What leaks left of ids of interactsh, by names made as its client makes them.
@Suite struct InteractshReaderTests {
    /// A name of one client: seconds, machine, process and counter in base32hex, then a nonce.
    private static func name(_ leak: String, _ nonce: Int, server: String) -> String {
        let seconds = 1_780_300_700
        let id = (0..<4).map { UInt8(seconds >> (24 - 8 * $0) & 0xFF) } + [9, 8, 7, 6, 5, 4, 3, 2]
        var random = SeededGenerator(seed: UInt64(nonce))
        let tail = (0..<13).map { _ in Encoder.zBase32[Int.random(in: 0..<32, using: &random)] }
        return (leak.isEmpty ? "" : leak + ".") + Encoder.encoded(id, Encoder.base32hex) + String(tail) + "."
            + server
    }

    @Test(arguments: ["oast.fun", "callbacks.example.net"])
    func `what leaked comes back as it stands, and decoded where that makes text`(server: String) throws {
        let secret = "db_password=correct horse battery staple"
        let encoded = secret.utf8.map { String($0, radix: 16).padded(to: 2) }.joined().pieces(of: 60).joined(
            separator: "."
        )
        var dialogue = Dialogue()
        for (number, leak) in ["", "web-01", encoded, "web-01"].enumerated() {
            dialogue.ask(Self.name(leak, number, server: server), type: 1, answers: [[192, 0, 2, 1]])
        }
        let contents = try dialogue.contents()
        #expect(contents.map(\.octets) == ["web-01", encoded, secret].map { Array($0.utf8) })
        #expect(contents.map(\.confidence) == [.certain, .certain, .probable])
        #expect(contents.map(\.encodings) == [[], [], ["base16"]])
    }
}
