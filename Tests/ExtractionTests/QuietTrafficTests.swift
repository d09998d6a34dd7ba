import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// Where nobody sends anything, nothing comes back.
@Suite struct QuietTrafficTests {
    private static let captures =
        (try? FileManager.default.contentsOfDirectory(
            atPath: Repository.url("Fixtures/captures/ordinary").path
        ))?.sorted() ?? []

    @Test func `ordinary traffic has no content`() throws {
        #expect(Self.captures.count > 15)
        for name in Self.captures {
            let path = Repository.url("Fixtures/captures/ordinary/\(name)").path
            let contents = try Transfer.contents(of: [path])
            #expect(contents.isEmpty, "\(name)")
        }
    }

    @Test func `made-up labels are no more than possible`() throws {
        var random = SeededGenerator(seed: 8)
        let symbols = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let labels = (0..<200).map { _ in
            String(
                (0..<Int.random(in: 8...20, using: &random)).map { _ in symbols.randomElement(using: &random)!
                }
            )
        }
        let contents = try Transfer(labels) { $1 }.contents()
        #expect(contents.allSatisfy { $0.confidence == .possible })
    }
}
