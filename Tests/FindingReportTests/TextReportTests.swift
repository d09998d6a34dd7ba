import FindingReport
import Findings
import Testing

@Suite struct TextReportTests {
    private func text(_ sample: SampleReport, _ options: TextReport.Options, from: Severity = .low) -> String
    {
        TextReport(ShownReport(sample.report, minimumSeverity: from, version: "0.0.0"), options: options)
            .rendered()
    }

    @Test(arguments: SampleReport.allCases, [80, 200])
    func `golden without colour`(sample: SampleReport, width: Int) throws {
        try expectGolden(text(sample, .init(width: width)), "\(sample.rawValue).\(width).txt")
    }

    @Test func `golden with colour`() throws {
        try expectGolden(text(.hostile, .init(isColored: true)), "hostile.color.txt")
    }

    @Test func `golden with everything listed`() throws {
        try expectGolden(text(.hostile, .init(isVerbose: true), from: .info), "hostile.verbose.txt")
    }

    @Test(arguments: SampleReport.allCases, [1, 60, 80, 81, 120, 200])
    func `lines fit but for the display filter`(sample: SampleReport, width: Int) {
        let report = sample.report
        let filters = Set(report.findings.map { "    " + $0.displayFilter })
        for line in text(sample, .init(width: width, isVerbose: true), from: .info).split(separator: "\n") {
            guard !filters.contains(String(line)) else { continue }
            // The samples hold no wide characters: one scalar is one column.
            #expect(line.unicodeScalars.count <= max(60, width), "\(line)")
            #expect(line.last != " ")
        }
    }

    @Test(arguments: SampleReport.allCases)
    func `colour adds only SGR sequences`(sample: SampleReport) {
        let colored = text(sample, .init(isColored: true))
        #expect(colored.replacing(/\u{1B}\[[0-9;]+m/, with: "") == text(sample, .init()))
    }

    @Test(arguments: SampleReport.allCases, [true, false])
    func `nothing from a capture reaches the terminal raw`(sample: SampleReport, isVerbose: Bool) {
        let bytes = text(sample, .init(isVerbose: isVerbose), from: .info)
        let steering: Set<UInt32> = [0x202E, 0x200B, 0x9B]
        for scalar in bytes.unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && !steering.contains(scalar.value))
        }
    }

    @Test func `findings below the bound are counted and not shown`() {
        let all = text(.hostile, .init(width: 200), from: .info)
        let few = text(.hostile, .init(width: 200), from: .high)
        #expect(all.contains("3 findings: 1 high, 1 medium, 1 info."))
        #expect(few.contains("1 finding: 1 high. 2 below high not shown (--min-severity info shows all)."))
        #expect(all.contains("a hint that is not shown") && !few.contains("a hint that is not shown"))
        #expect(
            text(.hostile, .init(width: 200), from: .critical).contains(
                "No findings at critical or above in 88,210"
            )
        )
    }
}
