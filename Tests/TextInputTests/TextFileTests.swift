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

    @Test func aByteOrderMarkIsNoText() throws {
        #expect(try Self.withFile([0xEF, 0xBB, 0xBF, 0x61]) { try TextFile.text(of: $0) } == "a")
        for octets: [UInt8] in [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] {
            try Self.withFile(octets) { path in
                _ = #expect(throws: TextFileError.utf16) { try TextFile.text(of: path) }
            }
        }
    }

    /// The digest is of the file, as sha256sum(1) has it, and not of the text.
    @Test func theDigestIsOfTheFile() throws {
        let digest = try Self.withFile(Array("abc".utf8)) { try TextFile(path: $0).sha256 }
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let marked = try Self.withFile([0xEF, 0xBB, 0xBF] + Array("abc".utf8)) { try TextFile(path: $0) }
        #expect(marked.text == "abc" && marked.sha256 != digest)
    }

    @Test func whatIsMissingIsSaidInTheSystemsWords() {
        #expect(throws: TextFileError.unreadable(reason: "No such file or directory")) {
            try TextFile.text(of: "/nonexistent/list.txt")
        }
        #expect(throws: TextFileError.unreadable(reason: "Is a directory")) { try TextFile.text(of: "/tmp") }
    }
}
