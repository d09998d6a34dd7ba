import Findings
import Foundation
import Glibc
import PacketCapture
import ScanPipeline
import TestSupport
import Testing

@Suite final class CaptureDirectoryTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("dnsscan-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    private static let capture = Repository.url("Fixtures/captures/protocol/vlan.pcap")
    private static let cutOff = Repository.url("Fixtures/captures/damaged/cut_in_last_packet.pcap")
    private static let corrupt = Repository.url("Fixtures/captures/damaged/corrupt_record_length.pcap")

    private func put(_ source: URL, _ name: String) throws {
        let target = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(at: source, to: target)
    }

    private func link(_ name: String, to destination: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: root.appendingPathComponent(name).path,
            withDestinationPath: destination
        )
    }

    /// Scans the directory: the report, and the diagnostics as `path: message` below it.
    private func scan() throws -> (report: Report, diagnostics: [String]) {
        var scan = Scan()
        var diagnostics: [String] = []
        try scan.read(#require(CaptureDirectory(path: root.path))) {
            let kind = $0.isError ? "error" : "warning"
            diagnostics.append("\(kind) \($0.path.dropFirst(self.root.path.count)): \($0.message)")
        }
        return (scan.finish(), diagnostics)
    }

    private func inputs(_ report: Report) -> [String] {
        report.scan.inputs.map { String($0.path.dropFirst(root.path.count)) }
    }

    @Test func `captures are found by content and read in the order of their paths`() throws {
        try put(Self.capture, "b/deep/er/2.txt")
        try put(Self.capture, "b.pcap")
        try put(Self.capture, "a")
        try put(Repository.url("Fixtures/captures/compressed/tunnel.pcap.zst"), "Z.zst")
        try Data("notes".utf8).write(to: root.appendingPathComponent("a.pcap"))
        try Data().write(to: root.appendingPathComponent(".gitkeep"))
        let (report, diagnostics) = try scan()
        #expect(diagnostics == [])
        #expect(inputs(report) == ["/Z.zst", "/a", "/b.pcap", "/b/deep/er/2.txt"])
        #expect(report.scan.inputs.allSatisfy { $0.format == "pcap" && $0.packets > 0 })
    }

    /// It may be one that is still to be written, or one whose disk was full.
    @Test func `an empty file counts as for itself`() throws {
        try put(Self.capture, "good.pcap")
        try Data().write(to: root.appendingPathComponent("monday.pcap"))
        let (report, diagnostics) = try scan()
        #expect(diagnostics == ["error /monday.pcap: empty: not even the header of a capture was written"])
        #expect(inputs(report) == ["/good.pcap", "/monday.pcap"] && !report.isComplete)
    }

    @Test func `links, loops and what is no file are left alone`() throws {
        try put(Self.capture, "inside/a.pcap")
        try link("inside/loop", to: root.path)
        try link("again", to: "inside")
        try link("outside.pcap", to: Self.capture.path)
        try link("dangling", to: "nowhere")
        #expect(unsafe mkfifo(root.appendingPathComponent("fifo.pcap").path, 0o600) == 0)
        let (report, diagnostics) = try scan()
        #expect(diagnostics == [])
        #expect(inputs(report) == ["/inside/a.pcap"])
    }

    @Test func `the directory itself may be a link`() throws {
        try put(Self.capture, "real/a.pcap")
        try link("link", to: "real")
        let path = root.appendingPathComponent("link").path
        #expect(CaptureDirectory(path: path)?.files == [path + "/a.pcap"])
        #expect(CaptureDirectory(path: path + "/")?.files == [path + "/a.pcap"])
    }

    @Test func `damaged captures are named by their own paths`() throws {
        try put(Self.cutOff, "sub/cut.pcap")
        try put(Self.corrupt, "broken.pcap")
        let (report, diagnostics) = try scan()
        #expect(diagnostics.count == 2)
        #expect(diagnostics.first?.hasPrefix("error /broken.pcap: damaged after") == true)
        #expect(diagnostics.last?.hasPrefix("warning /sub/cut.pcap: cut off after") == true)
        #expect(inputs(report) == ["/broken.pcap", "/sub/cut.pcap"])
        #expect(report.scan.inputs.map(\.isTruncated) == [false, true])
    }

    @Test func `a directory without captures is an error`() throws {
        try Data("notes".utf8).write(to: root.appendingPathComponent("notes.txt"))
        let (report, diagnostics) = try scan()
        #expect(diagnostics == ["error : no capture in this directory or below it"])
        #expect(inputs(report) == [""] && report.scan.inputs.first?.format == nil)
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may list everything"))
    func `what cannot be listed is said`() throws {
        try put(Self.capture, "a.pcap")
        try put(Self.capture, "secret/b.pcap")
        let secret = root.appendingPathComponent("secret").path
        #expect(unsafe chmod(secret, 0) == 0)
        defer { unsafe chmod(secret, 0o700) }
        let (report, diagnostics) = try scan()
        #expect(diagnostics == ["error /secret: permission denied; make it readable for this user"])
        #expect(inputs(report) == ["/a.pcap", "/secret"])
    }

    @Test(arguments: ["-", "/dev/null", "/no/such/directory", capture.path])
    func `everything else is no directory`(path: String) {
        #expect(CaptureDirectory(path: path) == nil)
    }

    @Test func `a directory is read as its captures one by one`() throws {
        try put(Self.capture, "1")
        try put(Repository.url("Fixtures/captures/protocol/ipv4_fragments.pcap"), "2")
        var scan = Scan()
        for name in ["1", "2"] { #expect(scan.read(root.appendingPathComponent(name).path) == nil) }
        let single = scan.finish()
        let report = try self.scan().report
        #expect(report.scan.packets == single.scan.packets && report.scan.packets > 0)
        #expect(report.scan.dnsMessages == single.scan.dnsMessages)
        #expect(report.findings.map(\.id) == single.findings.map(\.id))
    }
}
