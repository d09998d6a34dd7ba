import Foundation
import TestSupport
import Testing

/// What was carried comes back: captures in, files out.
@Suite struct ExtractTests {
    struct Index: Decodable {
        struct Gap: Decodable {
            let offset: Int
            let pieces: Int?
        }
        struct Content: Decodable {
            let kind: String
            let direction: String
            let bytes: Int
            let sha256: String
            let name: String?
            let complete: Bool
            let gaps: [Gap]
            let path: String
        }
        struct Finding: Decodable {
            let recovered: [Content]
        }
        let findings: [Finding]

        var contents: [Content] { findings.flatMap(\.recovered) }
    }

    /// Extracts a fixture into a folder of its own.
    static func extract(_ fixture: String, _ options: [String] = []) throws -> (Index, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let capture = fixture.hasPrefix("/") ? fixture : "Fixtures/captures/" + fixture
        let result = try Command.run(["extract", capture, "--to", folder.path("contents")] + options)
        #expect(result.status == 0, "\(result.errors)")
        let index = try Data(contentsOf: URL(filePath: folder.path("contents/index.json")))
        return (try JSONDecoder().decode(Index.self, from: index), folder)
    }

    private static func octets(of content: Index.Content, in folder: TemporaryFolder) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: folder.path("contents/" + content.path))))
    }

    /// What `Fixtures/recording/payload.py` sends.
    private static func lines(_ word: String, octets: Int) -> [UInt8] {
        let lines = (0..<(octets / 20)).map { number in
            "\(word) line \(String(repeating: "0", count: 5 - String(number).count))\(number) of the fixture text\n"
        }
        return Array(lines.joined().utf8.prefix(octets))
    }

    @Test(arguments: ["dns2tcp_txt_stream", "dns2tcp_key_stream"])
    func `both directions of a stream come back octet by octet`(fixture: String) throws {
        let (index, folder) = try Self.extract("tunnels/\(fixture).pcap")
        #expect(index.contents.map(\.direction) == ["up", "down"])
        for (content, word) in zip(index.contents, ["upstream", "downstream"]) {
            #expect(try Self.octets(of: content, in: folder) == Self.lines(word, octets: 4_000))
            #expect(content.complete)
            #expect(content.name == "text")
        }
    }

    /// The manifest's figures are those of the tun device.
    @Test(
        .enabled(if: TShark.isInstalled, "tshark is not installed"),
        arguments: [
            ("iodine_cname_data", 8_242, 7_592), ("iodine_null_data", 8_306, 7_644),
            ("iodine_txt_data", 8_306, 7_644), ("iodine_raw", 7_528, 7_528),
        ]
    )
    func `inner packets add up to what went through the device`(fixture: String, up: Int, down: Int) throws {
        let (index, folder) = try Self.extract("tunnels/\(fixture).pcap")
        let content = try #require(index.contents.first { $0.kind == "ip-packets" })
        let capture = folder.path("contents/" + content.path)
        #expect(try TShark.octets(in: capture, filter: "ip.src == 10.77.0.2") == up)
        #expect(try TShark.octets(in: capture, filter: "ip.src == 10.77.0.1") == down)
        #expect(try TShark.count(in: capture, filter: "ip.checksum.status == \"Bad\"") == 0)
        #expect(content.bytes == up + down)
    }

    /// What `Fixtures/recording/generate_tunnels.py` writes into its captures.
    private static func generated(_ expression: String) throws -> [UInt8] {
        let script = """
            import sys
            sys.path.insert(0, "Fixtures/recording")
            import generate_tunnels as tunnels
            sys.stdout.write(bytes(\(expression)).hex())
            """
        let result = try Command.script(#"python3 -c "$1""#, [script])
        #expect(result.status == 0, "\(result.errors)")
        let digits = Array(result.output.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }

    @Test(
        arguments: [
            ("exfil_base32_counter", "tunnels.TEXT[:3600]"), ("exfil_hex", "tunnels.TEXT[:3600]"),
            ("exfil_hex_slow", "tunnels.TEXT[:1200]"),
            (
                "infiltration_txt_stager",
                ##"b"#!/bin/sh\n# A harmless stand-in for a second stage.\n" + tunnels.TEXT * 3"##
            ),
        ]
    )
    func `what a tool carries that nobody knows comes back`(fixture: String, truth: String) throws {
        let (index, folder) = try Self.extract("tunnels/generated_\(fixture).pcap")
        let truth = try Self.generated(truth)
        #expect(truth.count > 1_000)
        #expect(try index.contents.contains { try Self.octets(of: $0, in: folder) == truth })
    }

    @Test func `files of commands come back under the names that these say`() throws {
        let (index, folder) = try Self.extract("tunnels/generated_dnscat2_plain.pcap")
        let files = index.contents.filter { $0.kind == "file" }
        #expect(files.map(\.name) == ["/srv/records.txt", "/srv/answer.txt"])
        let text = try Self.generated("tunnels.TEXT")
        #expect(try Self.octets(of: files[0], in: folder) == text)
        #expect(try Self.octets(of: files[1], in: folder) == Array(text.prefix(2_000)))
    }

    @Test func `nothing comes back from what is encrypted but the public keys`() throws {
        let (index, _) = try Self.extract("tunnels/generated_dnscat2_encrypted.pcap")
        #expect(index.contents.map(\.direction) == ["up", "down"])
        // Two coordinates of 32 octets.
        #expect(index.contents.allSatisfy { $0.kind == "octets" && $0.bytes == 64 })
    }

    @Test func `names of files are the command's own, and none is executable`() throws {
        let (index, folder) = try Self.extract("tunnels/generated_dnscat2_plain.pcap")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("contents")).sorted()
        #expect(names == (index.contents.map(\.path) + ["index.json"]).sorted())
        #expect(
            names.allSatisfy {
                $0.wholeMatch(of: #/[0-9a-f]{16}-\d{3}-(up|down|both)\.(bin|pcap)|index\.json/#) != nil
            }
        )
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("contents/" + name))
            #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o111 } == 0)
        }
        // Beside the folder there is nothing.
        #expect(try folder.names == ["contents"])
    }

    /// Base32 in small letters, without padding.
    private static func base32(_ octets: [UInt8]) -> String {
        let symbols = Array("abcdefghijklmnopqrstuvwxyz234567")
        let bits = octets.map {
            String(repeating: "0", count: $0.leadingZeroBitCount % 8) + String($0, radix: 2)
        }
        .map { String(repeating: "0", count: 8 - min(8, $0.count)) + $0.suffix(8) }
        .joined()
        return stride(from: 0, to: bits.count, by: 5).map { start in
            let digits = bits.dropFirst(start).prefix(5)
            let filled = digits + String(repeating: "0", count: 5 - digits.count)
            return String(symbols[Int(filled, radix: 2) ?? 0])
        }.joined()
    }

    /// A file of DNSExfiltrator under a name.
    private static func write(fileNamed name: [UInt8], to path: String) -> Bool {
        guard var capture = DatagramCapture(path: path) else { return false }
        func labels(_ text: String) -> String {
            stride(from: 0, to: text.count, by: 60).map { String(text.dropFirst($0).prefix(60)) }.joined(
                separator: "."
            )
        }
        let chunks = (0..<40).map { number in base32((0..<70).map { UInt8(($0 * 37 + number * 91) % 251) }) }
        let names =
            ["init.\(labels(base32(name + Array("|\(chunks.count)".utf8)))).base32.x.example.net"]
            + chunks.enumerated().map { "\($0).\(labels($1)).x.example.net" }
        for (number, name) in names.enumerated() {
            let (client, resolver, port) = (UInt32(0x0A35_0011), UInt32(0x0A35_0035), UInt16(40_000 + number))
            let time = 1_780_300_800_000_000 + number * 100_000
            var response = MessageBuilder.response(name, type: 16, id: UInt16(number))
            let text = number == 0 ? "OK" : String(number - 1)
            response.addRecord(.answer, name, type: 16, data: MessageBuilder.characterString(text))
            let query = MessageBuilder.query(name, type: 16, id: UInt16(number))
            capture.write(query.octets, at: time, from: (client, port), to: (resolver, 53))
            capture.write(response.octets, at: time + 9_000, from: (resolver, 53), to: (client, port))
        }
        return true
    }

    @Test(arguments: [
        Array("../../outside".utf8), Array("/etc/outside".utf8), Array("a\0b/../c".utf8), Array("..".utf8),
        [0x1B, 0x5B, 0x32, 0x4A, 0x0A, 0x9B], Array(String(repeating: "n", count: 30).utf8),
        [0xFF, 0xC0, 0x80],
    ])
    func `a name that a sender chose stands in the index alone`(name: [UInt8]) throws {
        let folder = try TemporaryFolder()
        #expect(Self.write(fileNamed: name, to: folder.path("hostile.pcap")))
        let result = try Command.run([
            "extract", folder.path("hostile.pcap"), "--to", folder.path("contents"),
        ])
        #expect(result.status == 0, "\(result.errors)")
        let written = try FileManager.default.contentsOfDirectory(atPath: folder.path("contents")).sorted()
        #expect(written.count == 2 && written.last == "index.json")
        #expect(try #require(written.first).wholeMatch(of: #/[0-9a-f]{16}-001-up\.bin/#) != nil)
        #expect(try folder.names.sorted() == ["contents", "hostile.pcap"])
        let index = try Data(contentsOf: URL(filePath: folder.path("contents/index.json")))
        let content = try #require(try JSONDecoder().decode(Index.self, from: index).contents.first)
        #expect(content.bytes == 2_800)
        // Not every name is one that the tool would announce.
        #expect((content.name ?? "").utf8.allSatisfy { (0x20...0x7E).contains($0) })
        #expect((result.output + result.errors).utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A })
    }

    @Test func `a folder with something in it is left alone`() throws {
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(filePath: folder.path("index.json")))
        let capture = "Fixtures/captures/tunnels/dns2tcp_txt_stream.pcap"
        let result = try Command.run(["extract", capture, "--to", folder.path("")])
        #expect(result.status == 64)
        #expect(try folder.names == ["index.json"])
        #expect(try String(contentsOfFile: folder.path("index.json"), encoding: .utf8) == "mine")
    }

    @Test func `standard input cannot be read twice`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.run(["extract", "-", "--to", folder.path("contents")])
        #expect(result.status == 64)
        #expect(try folder.names == [])
    }

    @Test func `a zone and a client narrow what comes back`() throws {
        let capture = "mixed/office_with_iodine_null_data.pcap"
        #expect(try !Self.extract(capture, ["--zone", "example.net"]).0.contents.isEmpty)
        #expect(try Self.extract(capture, ["--zone", "example.org"]).0.contents.isEmpty)
        #expect(try !Self.extract(capture, ["--client", "10.53.0.2"]).0.contents.isEmpty)
        #expect(try Self.extract(capture, ["--client", "10.53.0.3"]).0.contents.isEmpty)
    }

    @Test func `a report describes the same contents, and calls the finding critical`() throws {
        struct Report: Decodable {
            struct Finding: Decodable {
                let severity: String
                let recovered: [Recovered]
            }
            struct Recovered: Decodable {
                let sha256: String
                let path: String?
            }
            let findings: [Finding]
        }
        let capture = "tunnels/dns2tcp_txt_stream.pcap"
        let result = try Command.run(["-f", "json", "Fixtures/captures/" + capture])
        let finding = try #require(
            try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)).findings.first
        )
        #expect(finding.severity == "critical")
        #expect(finding.recovered.allSatisfy { $0.path == nil })
        #expect(try finding.recovered.map(\.sha256) == Self.extract(capture).0.contents.map(\.sha256))
    }

    @Test(.enabled(if: JSONSchema.isAvailable, "python3 has no module jsonschema"))
    func `the index satisfies its schema`() throws {
        let folder = try TemporaryFolder()
        let command =
            "dnsscan extract -q --to \(folder.path("contents")) Fixtures/captures/tunnels && cat \(folder.path("contents/index.json"))"
        #expect(try JSONSchema.complaints(about: command, schema: "contents") == "")
    }
}
