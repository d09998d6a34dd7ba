import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

@Suite struct HTMLReportTests {
    private func page(_ sample: SampleReport) -> String {
        HTMLReport(ShownReport(sample.report, minimumSeverity: .info, version: "0.0.0")).page
    }

    /// Python's parser sees the elements that a browser would see.
    @Test func `no name becomes markup, and every name is shown`() throws {
        let script = """
            import json, sys
            from html.parser import HTMLParser
            allowed = set('html head meta title style body a header main footer h1 h2 h3 p span div table caption thead tbody tr th td '
                'details summary dl dt dd ol ul li pre code svg rect line circle text figure'.split())
            class Reader(HTMLParser):
                cells, cell = [], None
                def handle_starttag(self, tag, attributes):
                    assert tag in allowed, tag
                    for name, value in attributes:
                        assert not name.startswith('on') and name not in ('src', 'srcdoc'), name
                        if name == 'href': assert value.startswith('#'), value
                    if tag == 'td' and ('class', 'name') in attributes: self.cell = ''
                def handle_data(self, data):
                    if self.cell is not None: self.cell += data
                def handle_comment(self, data): raise AssertionError('comment')
                def handle_endtag(self, tag):
                    if tag == 'td' and self.cell is not None: self.cells.append(self.cell); self.cell = None
            reader = Reader(); reader.feed(sys.stdin.read()); reader.close()
            print(json.dumps(reader.cells[0:2 * \(SampleReport.hostileNames.count):2]))
            """
        #expect(try Consumer.strings(script, input: page(.names)) == SampleReport.hostileNames)
    }

    @Test func `a thousand findings stay below 2 MB`() {
        var report = SampleReport.tunnel.report
        report.findings = (0..<1_000).map { index in
            var finding = report.findings[0]
            finding.id = "tunnel-\(index)"
            finding.zone = String(repeating: "x", count: 60) + "\(index).example.net"
            finding.samples = Array(repeating: finding.samples[1], count: 8)
            finding.evidence = Array(repeating: finding.evidence[0], count: 15)
            finding.clients = Array(repeating: finding.clients[0], count: 20)
            return finding
        }
        let size = HTMLReport(ShownReport(report, minimumSeverity: .info, version: "0.0.0")).page.utf8.count
        #expect(size < 2_000_000, "\(size)")
    }

    private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first(
        where: FileManager.default.isExecutableFile
    )

    /// What the page holds after a browser has read it, and what it complains of.
    private func open(_ page: String) throws -> (content: String, complaints: [String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dnsscan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(page.utf8).write(to: folder.appending(path: "report.html"))
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.browser))
        process.arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--log-level=0",
            "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=2000", "--dump-dom",
            "file://\(folder.path)/report.html",
        ]
        for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
        try process.run()
        process.waitUntilExit()
        let log = try String(decoding: Data(contentsOf: folder.appending(path: "err")), as: UTF8.self)
        return (
            try String(decoding: Data(contentsOf: folder.appending(path: "out")), as: UTF8.self),
            log.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") }
        )
    }

    @Test(
        .enabled(if: browser != nil, "needs chromium"),
        arguments: [SampleReport.tunnel, .names, .hostile, .empty]
    )
    func `a browser shows the report without a complaint`(sample: SampleReport) throws {
        let (content, complaints) = try open(page(sample))
        #expect(complaints == [])
        #expect(content.contains("<h2 id=\"findings\">Findings</h2>"))
        #expect(content.contains("<h2 id=\"coverage\">Coverage</h2>"))
        if sample == .tunnel {
            #expect(content.components(separatedBy: "<circle ").count == 42)
            #expect(content.components(separatedBy: "<rect ").count > 20)
        }
    }

    /// The check above can fail: a page with a script of its own is complained of.
    @Test(.enabled(if: browser != nil, "needs chromium"))
    func `a browser complains of a script`() throws {
        let page = page(.tunnel).replacing("</main>", with: "<script>document.title = 'x'</script></main>")
        let (content, complaints) = try open(page)
        #expect(complaints.count == 1 && !content.contains("<title>x</title>"))
    }
}
