import Foundation
import Testing

/// Compares text with a file of `Fixtures/reports`, or accepts it where `DNSSCAN_ACCEPT_GOLDEN` is 1.
///
/// What was accepted is to be read before it is committed: a golden is right because somebody
/// compared it with the format's description, not because the program wrote it.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = reportFixtures.appending(path: name + ".golden")
    if ProcessInfo.processInfo.environment["DNSSCAN_ACCEPT_GOLDEN"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    guard golden != text else { return }
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let actual = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(expected, actual).prefix { $0 == $1 }.count
    Issue.record(
        """
        \(name).golden differs from line \(line + 1) on:
        - \(line < expected.count ? expected[line] : "(end)")
        + \(line < actual.count ? actual[line] : "(end)")
        The whole text:
        \(text)
        """,
        sourceLocation: sourceLocation
    )
}

/// The folder of goldens and of the JSON Schema.
let reportFixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/reports")
