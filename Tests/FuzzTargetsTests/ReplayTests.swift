import Foundation
import FuzzTargets
import PacketCapture
import TestSupport
import Testing

/// What the fuzzer starts from, and whatever it once found.
@Suite struct ReplayTests {
    private static func files(of kind: FuzzTarget.Kind, in folder: String) -> [URL] {
        let folder = Repository.url(folder).appendingPathComponent(kind.rawValue)
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }

    private static func channels() throws -> [[UInt8]] {
        let folder = Repository.url("Fixtures/captures/tunnels")
        let captures = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return captures.compactMap {
            ContentTarget.packed(capture: folder.appending(path: $0).path, most: 16_384)
        }
    }

    /// A target traps where a promise is broken.
    @Test(arguments: FuzzTarget.Kind.allCases) func `corpus and regressions are read`(kind: FuzzTarget.Kind)
        throws
    {
        let files = Self.files(of: kind, in: "Tests/Fuzzing/Corpus")
        // The fuzzer starts from channels that are packed from captures, which change with what finds them.
        let channels = kind == .contents ? try Self.channels() : []
        #expect(!files.isEmpty || !channels.isEmpty)
        var target = FuzzTarget(kind)
        for octets in channels { target.run(octets.span) }
        for file in files + Self.files(of: kind, in: "Fixtures/regressions") {
            target.run([UInt8](try Data(contentsOf: file)).span)
        }
    }

    @Test func `a frame sequence is packed as it is unpacked`() throws {
        let octets: [UInt8] = [1, 0, 3, 7, 8, 9, 0x20, 2, 5, 6]
        let sequence = FrameSequence(octets.span)
        #expect(sequence.items.map(\.octets) == [[7, 8, 9], [5, 6]])
        #expect(sequence.items.map(\.frame.linkType) == [.linuxCooked, .linuxCooked])
        #expect(sequence.items.map(\.frame.originalLength) == [3, 66])
        #expect(sequence.packed == octets)
    }
}
