import Foundation
import TestSupport
import Testing

@Suite struct DirectoryTests {
    private static let tunnel = Repository.url("Fixtures/captures/tunnels/iodine_null_data.pcap")

    @Test func `every capture in a directory is scanned`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.writeEmptyCapture("a.pcap")
        try FileManager.default.copyItem(at: Self.tunnel, to: folder.url.appending(path: "tunnel"))
        try Data("notes".utf8).write(to: folder.url.appending(path: "notes.txt"))
        let result = try Command.run(["-f", "json", folder.url.path()])
        #expect(result.status == 1 && result.errors == "")
        let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let inputs = (report?["scan"] as? [String: Any])?["inputs"] as? [[String: Any]]
        let paths = inputs?.compactMap { ($0["path"] as? String).map { URL(filePath: $0).lastPathComponent } }
        #expect(paths == ["a.pcap", "tunnel"])
    }

    @Test func `a capture in a scanned directory is not overwritten by the report`() throws {
        let folder = try TemporaryFolder()
        let capture = try folder.writeEmptyCapture("a.pcap")
        let before = try Data(contentsOf: URL(filePath: capture))
        let result = try Command.run(["-o", capture, folder.url.path()])
        #expect(result.status == 64 && result.output == "")
        #expect(try Data(contentsOf: URL(filePath: capture)) == before)
    }
}
