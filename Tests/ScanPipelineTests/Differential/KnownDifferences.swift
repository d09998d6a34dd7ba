import Foundation
import TestSupport

/// A difference that was looked into, and why it is lawful.
struct KnownDifference: Sendable {
    let difference: Difference
    let category: String
    let reason: String
}

/// Captures in which tshark was seen to find no message: `Fixtures/differential/without-messages.txt`.
let capturesWithoutMessages: Set<Substring> = {
    let file = Repository.url("Fixtures/differential/without-messages.txt")
    // swift-format-ignore: NeverUseForceTry
    return try! Set(String(contentsOf: file, encoding: .utf8).split(separator: "\n"))
}()

extension KnownDifference {
    /// `Fixtures/differential/known-differences.tsv`; its columns are described beside it.
    static let all: [KnownDifference] = {
        let file = Repository.url("Fixtures/differential/known-differences.tsv")
        // swift-format-ignore: NeverUseForceTry
        let lines = try! String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return lines.dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            precondition(columns.count == 8, "a line with \(columns.count) columns: \(line)")
            return KnownDifference(
                difference: Difference(
                    capture: columns[0],
                    field: columns[1],
                    frames: Int(columns[2]) ?? 0,
                    firstFrame: Int(columns[3]) ?? 0,
                    own: columns[4],
                    others: columns[5]
                ),
                category: columns[6],
                reason: columns[7]
            )
        }
    }()
}

extension Difference {
    /// Its line in the list, without category and reason.
    var listed: String {
        [capture, field, "\(frames)", "\(firstFrame)", own, others].joined(separator: "\t")
    }
}
