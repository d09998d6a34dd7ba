import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

/// What holds for every format: its golden over all sample reports, and names that cannot break out of it.
@Suite struct FormatTests {
    /// A format as a test names it.
    struct Format: CustomTestStringConvertible, Sendable {
        let name: String
        let text: @Sendable (Report, Severity) -> String
        var testDescription: String { name }
    }

    static let formats = [
        Format(name: "csv") { CSVReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).table },
        Format(name: "sarif") { SARIFReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).log },
        Format(name: "markdown") {
            MarkdownReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).text
        },
        Format(name: "html") { HTMLReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).page },
        Format(name: "ecs") { ECSReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).lines },
        Format(name: "ocsf") { OCSFReport(ShownReport($0, minimumSeverity: $1, version: "0.0.0")).lines },
    ]

    @Test(arguments: formats, SampleReport.allCases)
    func `golden`(format: Format, sample: SampleReport) throws {
        try expectGolden(format.text(sample.report, .info), "\(sample.rawValue).\(format.name)")
    }

    @Test(arguments: formats, SampleReport.allCases)
    func `nothing from a capture steers a terminal`(format: Format, sample: SampleReport) {
        for scalar in format.text(sample.report, .info).unicodeScalars where scalar != "\n" && scalar != "\r"
        {
            let category = scalar.properties.generalCategory
            #expect(category != .control && category != .format, "\(scalar.value)")
        }
    }

    @Test(arguments: formats)
    func `findings below the bound are left out`(format: Format) {
        let text = format.text(SampleReport.hostile.report, .medium)
        #expect(text.contains("infiltration") && !text.contains("000000000002"))
        #expect(!text.contains("a hint that is not shown by default"))
    }
}
