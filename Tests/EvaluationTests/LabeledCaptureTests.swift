import Evaluation
import Foundation
import Testing

/// What a manifest's row means.
@Suite struct LabeledCaptureTests {
    private static func row(_ columns: [String: String]) throws -> LabeledCapture {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let manifest = folder.appending(path: "MANIFEST.tsv")
        let names = columns.keys.sorted()
        let text = [names, names.map { columns[$0] ?? "" }].map { $0.joined(separator: "\t") + "\n" }.joined()
        try text.write(to: manifest, atomically: true, encoding: .utf8)
        return try #require(
            try LabeledCapture.rows(ofManifest: manifest.path(percentEncoded: false)).first
        )
    }

    @Test func pathsAreRelativeToTheManifest() throws {
        let row = try Self.row(["path": "a/b.pcap", "label": "benign"])
        let folder = try #require(row.name.split(separator: "/").first)
        #expect(row.name == "\(folder)/a/b.pcap")
        #expect(row.path.hasSuffix("/\(folder)/a/b.pcap") && row.path.hasPrefix("/"))
    }

    @Test(arguments: [
        ("iodine 0.7.0 (CNAME)", "iodine"), ("dnscat2 direct mode (no domain)", "dnscat2"),
        ("pupy-dnscnc", "pupy"), ("dns2tcp (TXT)", "dns2tcp"), ("bash+dig", nil), ("covert-words", nil),
        ("custom file exfil (gzip+base64 in labels)", nil), ("-", nil),
    ])
    func toolsAreNamedWithoutVersionAndMode(label: String, tool: String?) throws {
        #expect(try Self.row(["path": "x", "label": "tunnel", "tool": label]).tool == tool)
    }

    @Test(arguments: [
        ("t.example.com", ["t.example.com"]), (".", []), ("-", []), ("none (direct)", []), ("many", []),
        ("A.example,b.example", ["a.example", "b.example"]),
    ])
    func onlyDomainsAreZones(label: String, zones: [String]) throws {
        #expect(try Self.row(["path": "x", "label": "tunnel", "zone": label]).zones == zones)
    }

    @Test func clientsAreReadOutOfRemarks() throws {
        let row = try Self.row(["path": "x", "client_ip": "192.0.2.1,2001:db8::1 (+3 more)"])
        #expect(row.clients.isSuperset(of: ["192.0.2.1", "2001:db8::1"]))
    }

    @Test(arguments: [
        (["label": "tunnel", "kind": "real"], CaptureGroup.real),
        (["label": "tunnel", "kind": "emulated"], .emulated),
        (["label": "tunnel", "kind": "emulated", "tool": "covert-ttl"], .covert),
        (["label": "tunnel", "kind": "real", "source_repo": "a/b"], .publicTunnels),
        (["label": "tunnel", "kind": "tunnel", "made_by": "x.py"], .fixtures),
        (["label": "mixed"], .mixed), (["label": "benign"], .benign), (["label": "protocol"], .other),
    ])
    func groups(row: [String: String], group: CaptureGroup) throws {
        #expect(try Self.row(row.merging(["path": "x"]) { $1 }).group == group)
    }

    /// 40 bytes for each query, both ways together.
    @Test(arguments: [("2000", "2000", true), ("1999", "2000", false), ("-", "9000", nil)])
    func bulkIsMeasuredByQuery(up: String, down: String, isBulk: Bool?) throws {
        let row = try Self.row([
            "path": "x", "label": "tunnel", "bytes_up": up, "bytes_down": down, "queries": "100",
        ])
        #expect(row.isBulk == isBulk)
    }
}
