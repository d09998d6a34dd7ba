import Foundation
import TestSupport
import Testing
import YAMLText

/// Files of settings, read as PyYAML reads them, and refused where they hold more than settings do.
@Suite struct YAMLMappingTests {
    private static func mapping(_ text: String) throws -> [String: [String]] {
        Dictionary(
            uniqueKeysWithValues: try YAMLMapping(text).entries.map { ($0.key, $0.values.map(\.text)) }
        )
    }

    @Test func `names have values and lists of values`() throws {
        let text = """
            # what our site wants
            fail-on: high
            block: [evil=lists/evil.txt, "b: c.txt"]
            resolver:
              - 10.0.0.53
              - '2001:db8::53'
            filter: >-
              udp and
              port 53
            quiet: true
            """
        let mapping = try YAMLMapping(text)
        #expect(
            try Self.mapping(text) == [
                "fail-on": ["high"], "block": ["evil=lists/evil.txt", "b: c.txt"],
                "resolver": ["10.0.0.53", "2001:db8::53"], "filter": ["udp and port 53"], "quiet": ["true"],
            ]
        )
        #expect(mapping.entries.map(\.line) == [2, 3, 4, 7, 10])
        #expect(mapping.entries.map(\.isList) == [false, true, true, false, false])
        #expect(mapping.entries[1].values.map(\.isQuoted) == [false, true])
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "---\n...\n", "{}"])
    func `a document without content is empty`(text: String) throws {
        #expect(try YAMLMapping(text).entries.isEmpty)
    }

    @Test(arguments: [
        ("fail-on: high\nfail-on: low", 2, "was set in line 1 already"),
        ("a: b\nc:\n  d: e", 3, "c: wants a value or a list"),
        ("a: b\nc:\n  - [d]", 3, "nothing deeper"),
        ("- a\n- b", 1, "no list of 'name: value' lines"),
        ("just words", 1, "no list of 'name: value' lines"),
        ("a: b\n---\nc: d", 3, "second document"),
        ("a: &x b", 1, "anchor, alias or tag"),
        ("a: [b]\nc: *x", 2, "anchor, alias or tag"),
        ("a: !!str b", 1, "anchor, alias or tag"),
        ("a: b\n\tc: d", 2, "is no YAML"),
        ("a: \"b", 1, "is no YAML"),
        ("? [a]\n: b", 1, "where a name is wanted"),
    ])
    func `what is wrong is told with its line`(text: String, line: Int, words: String) throws {
        let fault = #expect(throws: YAMLFault.self) { try YAMLMapping(text) }
        #expect(fault?.line == line, "\(fault?.reason ?? "")")
        #expect(fault?.reason.contains(words) ?? false, "\(fault?.reason ?? "")")
    }

    /// The second source: PyYAML's loader, told to take every scalar as text.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: Repository.url(".build/consumers/bin/python").path)
        )
    )
    func `texts are read as PyYAML reads them`() throws {
        let text = """
            plain: a b  # comment
            quoted: "tab\\tand \\u00e9"
            single: 'it''s'
            folded: >
              one
              two
            literal: |
              one
              two
            flow: [1, 2.5, yes, null, ~, "", 'x']
            "key with spaces": v
            """
        let script = """
            import sys, json, yaml
            data = yaml.load(sys.stdin.read(), Loader=yaml.BaseLoader)
            json.dump({k: v if isinstance(v, list) else [v] for k, v in data.items()}, sys.stdout)
            """
        let process = Process()
        process.executableURL = Repository.url(".build/consumers/bin/python")
        process.arguments = ["-c", script]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let told = try JSONDecoder().decode(
            [String: [String]].self,
            from: output.fileHandleForReading.readToEnd() ?? Data()
        )
        process.waitUntilExit()
        #expect(try Self.mapping(text) == told)
    }
}
