import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

@Suite struct MarkdownReportTests {
    private func text(_ sample: SampleReport) -> String {
        MarkdownReport(ShownReport(sample.report, minimumSeverity: .info, version: "0.0.0")).text
    }

    /// markdown-it with tables, raw HTML, links and autolinks on, which is more than GitHub allows.
    @Test(.enabled(if: Consumer.has("markdown_it"), "python3 has no module markdown_it"))
    func `a reader shows every name and makes nothing else of it`() throws {
        let script = """
            import json, sys
            from html.parser import HTMLParser
            from markdown_it import MarkdownIt
            html = MarkdownIt('commonmark', {'html': True}).enable('table').render(sys.stdin.read())
            class Reader(HTMLParser):
                tags, rows, row, cell = set(), [], [], None
                def handle_starttag(self, tag, attributes):
                    self.tags.add(tag)
                    if tag == 'tr': self.row = []
                    if tag == 'td': self.cell = ''
                def handle_data(self, data):
                    if self.cell is not None: self.cell += data
                def handle_endtag(self, tag):
                    if tag == 'td': self.row.append(self.cell); self.cell = None
                    if tag == 'tr': self.rows.append(self.row)
            reader = Reader(); reader.feed(html)
            allowed = {'h1', 'h2', 'p', 'strong', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'ul', 'li', 'pre'}
            assert reader.tags <= allowed, reader.tags - allowed
            print(json.dumps([row[3] for row in reader.rows if len(row) == 9]))
            """
        #expect(
            try Consumer.strings(script, input: text(.names)).map(octets)
                == SampleReport.hostileNames.map(octets)
        )
    }

    @Test func `twenty findings are described, all are in the table`() {
        let text = text(.names)
        #expect(text.components(separatedBy: "\n## ").count == 21)
        #expect(text.contains("Details of the other 3 findings: `dnsscan -f json`."))
    }
}
