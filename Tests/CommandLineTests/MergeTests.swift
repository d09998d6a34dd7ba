import Foundation
import TestSupport
import Testing

/// `dnsscan profile` and `dnsscan merge`: the report of many machines is the one of a single scan, octet by octet.
@Suite struct MergeTests {
    private static let captures: [String] = LabelledCapture.rows(
        manifest: Repository.url("Fixtures/MANIFEST.tsv")
    )
    .map(\.path).filter { $0.contains(".pcap") }
    private let folder = try? TemporaryFolder()

    private func path(_ name: String) throws -> String { try #require(folder).path(name) }

    private func profile(_ captures: [String], _ name: String, _ options: [String] = []) throws -> String {
        let part = try path(name)
        _ = try Command.run(["profile", "-q", "-o", part] + options + captures)
        return part
    }

    /// In one shell for many captures: a process each would take most of the time.
    @Test func `a capture's part gives the report of the capture`() throws {
        let script = """
            status=0
            for capture in "$@"; do
                dnsscan -q -f json "$capture" > "$0/one" 2> "$0/errors"; one=$?
                dnsscan profile -q -o "$0/part" "$capture" 2> "$0/profiled"
                dnsscan merge -q -f json "$0/part" > "$0/two" 2> "$0/merged"; two=$?
                cmp -s "$0/one" "$0/two" && [ $one = $two ] && cmp -s "$0/errors" "$0/merged" && echo same || echo "$capture"
            done
            """
        let folder = try #require(folder).url.path(percentEncoded: false)
        let result = try Command.script(
            script.replacingOccurrences(of: "$0", with: folder),
            Self.captures
        )
        let lines = result.output.split(separator: "\n")
        #expect(lines.count > 150 && lines.allSatisfy { $0 == "same" }, "\(lines.filter { $0 != "same" })")
    }

    /// Shares of captures, merged in trees that chance makes; a failure prints the seed.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `any shares in any tree give the report of the whole`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let plain = Self.captures.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }
        let capture = try #require(plain.randomElement(using: &random))
        let count = Int.random(in: 2...7, using: &random)
        var parts = try (1...count).map { try profile([capture], "\($0)", ["--share", "\($0)/\(count)"]) }
        parts.shuffle(using: &random)
        while parts.count > 2, Bool.random(using: &random) {
            let taken = Array(parts.suffix(2))
            parts.removeLast(2)
            let merged = try path("merged-\(parts.count)")
            try #require(try Command.run(["merge", "--into", merged] + taken).status == 0)
            parts.insert(merged, at: Int.random(in: 0...parts.count, using: &random))
        }
        let whole = try Command.run(["-q", "-f", "json", capture])
        let merged = try Command.run(["merge", "-q", "-f", "json"] + parts)
        #expect(merged.output == whole.output && merged.status == whole.status, "seed \(seed), \(capture)")
    }

    /// An iodine session in one file each minute, given in any order: streams and answers that span two files count.
    @Test(arguments: ["text", "html", "markdown", "sarif", "csv", "ndjson", "ecs", "ocsf"])
    func `several captures in any order give the report of one scan`(format: String) throws {
        let capture = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"
        let pieces = try (0..<3).map { try path("piece\($0).pcap") }
        try Self.cut(capture, into: pieces)
        let parts = try pieces.enumerated().map { try profile([$1], "p\($0)") }
        let whole = try Command.run(["-q", "-f", format] + pieces)
        let merged = try Command.run(["merge", "-q", "-f", format, parts[2], parts[0], parts[1]])
        #expect(merged.output == whole.output && merged.status == whole.status)
        #expect(whole.output.count > 500)
    }

    /// Cuts a pcap of this machine's byte order between packets, by its own layout: header of 24 octets, records of 16.
    private static func cut(_ capture: String, into pieces: [String]) throws {
        let octets = [UInt8](try Data(contentsOf: Repository.url(capture)))
        var position = 24
        var contents = [[UInt8]](repeating: Array(octets.prefix(24)), count: pieces.count)
        while position + 16 <= octets.count {
            let length = (0..<4).reduce(0) { $0 | Int(octets[position + 8 + $1]) << (8 * $1) }
            let index = min(pieces.count - 1, position * pieces.count / octets.count)
            contents[index] += octets[position..<(position + 16 + length)]
            position += 16 + length
        }
        for (piece, content) in zip(pieces, contents) { try Data(content).write(to: URL(filePath: piece)) }
    }

    // MARK: - What is missing is said

    @Test func `a damaged part is named and the others count`() throws {
        let capture = "Fixtures/captures/tunnels/dns2tcp_key_stream.pcap"
        let good = try profile([capture], "good")
        let bad = try path("bad")
        var octets = [UInt8](try Data(contentsOf: URL(filePath: good)))
        octets[octets.count / 2] ^= 1
        try Data(octets).write(to: URL(filePath: bad))
        let result = try Command.run(["merge", "--fail-on", "never", "-f", "json", bad, good, capture])
        #expect(result.status == 2)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix("bad: is damaged: its checksum does not fit its content") == true)
        #expect(lines.last?.hasSuffix("is no part of a scan; 'dnsscan profile' writes them") == true)
        let report = try Self.report(result)
        #expect((report["findings"] as? [Any])?.count == 1)
        #expect(try Self.problems(report)["part_unreadable"] == 2)
    }

    @Test func `a share that is in no part is missed, one that is given twice counts once`() throws {
        let capture = "Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap"
        let first = try profile([capture], "1", ["--share", "1/3"])
        let third = try profile([capture], "3", ["--share", "3/3"])
        let result = try Command.run(["merge", "--fail-on", "never", "-f", "json", third, first, first])
        #expect(result.status == 2)
        #expect(result.errors.contains("of its shares one is in no part"))
        #expect(result.errors.contains("1 capture given more than once, counted once"))
        let report = try Self.report(result)
        #expect(try Self.problems(report)["shares_missing"] == 1)
        let second = try profile([capture], "2", ["--share", "2/3"])
        let whole = try Command.run(["merge", "-q", "-f", "json", third, second, first, second])
        #expect(whole.output == (try Command.run(["-q", "-f", "json", capture]).output))
    }

    @Test func `a capture that cannot be read is told by its part as well`() throws {
        let part = try path("part")
        let capture = "Fixtures/captures/tunnels/dns2tcp_key_stream.pcap"
        let profiled = try Command.run(["profile", "-o", part, "none.pcap", capture])
        #expect(
            profiled.status == 2 && profiled.errors == "dnsscan: none.pcap: no such file\n",
            "\(profiled.errors)"
        )
        let merged = try Command.run(["merge", "--fail-on", "never", "-f", "json", part])
        let whole = try Command.run(["--fail-on", "never", "-f", "json", capture, "none.pcap"])
        #expect(merged.status == 2 && merged.output == whole.output && merged.errors == whole.errors)
    }

    /// Of a directory both pass over what is no capture, and both tell of one without any, and of an empty file.
    @Test func `a directory is read as a scan reads it`() throws {
        let files = try TemporaryFolder()
        let part = try path("directory")
        let folder = files.url.path(percentEncoded: false)
        let none = try Command.run(["profile", "-o", part, folder])
        #expect(none.status == 2 && none.errors.hasSuffix("no capture in this directory or below it\n"))
        let capture = Repository.url("Fixtures/captures/tunnels/dns2tcp_key_stream.pcap")
        try FileManager.default.copyItem(at: capture, to: files.url.appending(path: "a.pcap"))
        try Data("notes".utf8).write(to: files.url.appending(path: "notes.txt"))
        try Data().write(to: files.url.appending(path: ".gitkeep"))
        try Data().write(to: files.url.appending(path: "empty.pcap"))
        let profiled = try Command.run(["profile", "-o", part, folder])
        let whole = try Command.run(["-f", "json", "--fail-on", "never", folder])
        let merged = try Command.run(["merge", "-f", "json", "--fail-on", "never", part])
        #expect(profiled.errors == whole.errors && profiled.status == 2)
        #expect(merged.output == whole.output && merged.errors == whole.errors && merged.status == 2)
    }

    // MARK: - Logs

    /// Logs beside captures, plain and packed, whole, cut and damaged, from files and through a pipe.
    @Test func `a log in a part is read as the log itself`() throws {
        let logs = try FileManager.default.contentsOfDirectory(
            at: Repository.url("Fixtures/logs"),
            includingPropertiesForKeys: nil
        )
        .map { $0.path(percentEncoded: false) }.filter { !$0.contains(".pcap") }.sorted()
        let script = """
            for log in "$@"; do
                cp "$log" "$0/whole.gz"; gunzip -c "$log" > "$0/plain"
                head -c $(($(stat -c %s "$log") / 2)) "$log" > "$0/cut.gz"
                head -c 9999 "$0/plain" > "$0/cut"
                { head -c 5000 "$0/plain"; printf '\\377\\377\\377'; tail -c +5000 "$0/plain"; } > "$0/damaged"
                for file in whole.gz plain cut.gz cut damaged; do
                    dnsscan -q -f json "$0/$file" > "$0/one" 2> "$0/errors"; one=$?
                    dnsscan profile -q -o "$0/part" "$0/$file" 2> "$0/profiled"
                    dnsscan merge -q -f json "$0/part" > "$0/two" 2> "$0/merged"; two=$?
                    cmp -s "$0/one" "$0/two" && [ $one = $two ] && cmp -s "$0/errors" "$0/merged" \
                        && cmp -s "$0/errors" "$0/profiled" && echo same || echo "$log $file"
                done
                dnsscan -q -f json - < "$0/plain" > "$0/one"
                cat "$0/plain" | dnsscan profile -q -o "$0/part" -
                dnsscan merge -q -f json "$0/part" > "$0/two"
                cmp -s "$0/one" "$0/two" && echo same || echo "$log pipe"
            done
            """
        let folder = try #require(folder).url.path(percentEncoded: false)
        let result = try Command.script(script.replacingOccurrences(of: "$0", with: folder), logs)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 6 * logs.count && logs.count >= 6)
        #expect(lines.allSatisfy { $0 == "same" }, "\(lines.filter { $0 != "same" })")
    }

    @Test func `logs and captures are merged in any tree`() throws {
        let names = ["dns2tcp_unbound.dnstap.gz", "unbound_log.pcap.gz", "bind_querylog.log.gz"]
        let inputs = names.map { Repository.url("Fixtures/logs/\($0)").path(percentEncoded: false) }
        let parts = try inputs.enumerated().map { try profile([$1], "\($0)") }
        let into = try path("into")
        try #require(try Command.run(["merge", "--into", into, parts[2], parts[0]]).status == 0)
        let merged = try Command.run(["merge", "-q", "-f", "json", into, parts[1]])
        let order = try #require(
            try (Self.report(merged)["scan"] as? [String: Any])?["inputs"] as? [[String: Any]]
        )
        .compactMap { $0["path"] as? String }
        #expect(order.sorted() == inputs.sorted())
        let whole = try Command.run(["-q", "-f", "json"] + order)
        #expect(merged.output == whole.output && merged.status == whole.status)
    }

    /// A line without end must not wait in memory until it ends.
    @Test func `a log whose line is longer than a part is left out, in bounded memory`() throws {
        let log = try path("long.log")
        let line = "Dec  1 04:02:39 dnsmasq[1]: query[A] a.example from 10.0.0.1\n"
        let octets = Data(line.utf8) + Data(repeating: 0x78, count: 150 << 20) + Data("\n".utf8)
        try octets.write(to: URL(filePath: log))
        let part = try path("long.dnsp")
        let result = try Command.script(#"ulimit -v 400000; dnsscan profile -o "$1" "$2""#, [part, log])
        #expect(result.status == 2 && result.errors.contains("no room for this log"), "\(result.errors)")
        let merged = try Command.run(["merge", "--fail-on", "never", "-f", "json", part])
        let problems = try Self.problems(Self.report(merged))
        #expect(merged.status == 2 && problems["part_full"] == 2)
    }

    @Test func `neither logs nor compressed captures have shares`() throws {
        let log = try path("queries.log")
        try Data(
            "01-Dec-2026 00:00:00.000 client 10.0.0.1#1 (a.example): query: a.example IN A + (10.0.0.2)\n"
                .utf8
        )
        .write(to: URL(filePath: log))
        let logged = try Command.run(["profile", "--share", "1/2", "-o", path("p"), log])
        #expect(logged.status == 2 && logged.errors.contains("a log has no shares"), "\(logged.errors)")
        let packed = try #require(Self.captures.first { $0.hasSuffix(".pcap.gz") })
        let share = try Command.run(["profile", "--share", "1/2", "-o", path("p"), packed])
        #expect(
            share.status == 2 && share.errors.contains("a share wants a regular file that is not compressed")
        )
    }

    @Test(arguments: [
        ["profile", "a.pcap"], ["profile", "-o", "-", "a.pcap"], ["profile", "-o", "p"],
        ["profile", "-o", "p", "--share", "0/2", "a.pcap"],
        ["profile", "-o", "p", "--share", "3/2", "a.pcap"],
        ["profile", "-o", "p", "--share", "1/2", "a.pcap", "b.pcap"], ["merge"], ["merge", "-"],
        ["merge", "--into", "x", "-f", "json", "p"],
    ])
    func `wrong use is told before anything is read`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 64 && result.output.isEmpty && result.errors.count > 20)
    }

    private static func report(_ result: Command.Result) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private static func problems(_ report: [String: Any]) throws -> [String: Int] {
        let coverage = try #require(report["coverage"] as? [String: Any])
        let problems = try #require(coverage["problems"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: problems.compactMap { problem in
                guard let kind = problem["kind"] as? String, let count = problem["count"] as? Int else {
                    return nil
                }
                return (kind, count)
            }
        )
    }
}
