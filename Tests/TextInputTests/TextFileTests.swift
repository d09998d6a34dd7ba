import Foundation
import Testing
import TextInput

@Suite struct TextFileTests {
    private static func withFile<Result>(_ octets: [UInt8], _ body: (String) throws -> Result) throws
        -> Result
    {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path(percentEncoded: false))
    }

    /// Longer than one read(2).
    @Test(arguments: [0, 1, 65_536, 200_000])
    func allOfAFileIsRead(count: Int) throws {
        let text = String(repeating: "ü\n", count: count / 3) + String(repeating: "x", count: count % 3)
        #expect(try Self.withFile(Array(text.utf8)) { try TextFile.text(of: $0) } == text)
    }

    @Test func otherOctetsAreNoText() throws {
        try Self.withFile([0x61, 0xFF]) { path in
            _ = #expect(throws: TextFileError.notText) { try TextFile.text(of: path) }
        }
    }

    @Test func whatIsMissingIsSaidInTheSystemsWords() {
        #expect(throws: TextFileError.unreadable(reason: "No such file or directory")) {
            try TextFile.text(of: "/nonexistent/list.txt")
        }
        #expect(throws: TextFileError.unreadable(reason: "Is a directory")) { try TextFile.text(of: "/tmp") }
    }
}
