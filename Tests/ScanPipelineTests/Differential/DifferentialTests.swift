import Foundation
import TestSupport
import Testing

/// Every message that this program decodes, against what tshark decodes in the same capture.
///
/// Both must find the same messages in the same frames, with the same headers, counts, names and
/// record types. What differs must stand in the list of known differences, with its reason, and
/// what stands there must still differ.
///
/// With `DNSSCAN_DIFFERENTIAL=all` in the environment tshark is also run on those captures in which it is listed to
/// find nothing, and those that could be listed are named.
@Suite(
    .serialized,
    .enabled(if: TShark.isInstalled, "tshark \(TShark.version) is needed to compare with"),
    .enabled(
        if: ProcessInfo.processInfo.environment["DNSSCAN_DIFFERENTIAL"] != nil,
        "DNSSCAN_DIFFERENTIAL is not set: 1,600 runs of tshark take minutes"
    ),
    .timeLimit(.minutes(30))
)
struct DifferentialTests {
    private static let runsAll = ProcessInfo.processInfo.environment["DNSSCAN_DIFFERENTIAL"] == "all"
    private static let thereIsACorpus: Comment = "the corpus of captures is needed, see Repository.corpus"

    @Test func fixtures() async throws {
        try await compare("Fixtures", in: Repository.url("Fixtures"))
    }

    @Test(.enabled(if: Repository.corpus != nil, thereIsACorpus)) func recordedCorpus() async throws {
        let corpus = try #require(Repository.corpus)
        try await compare("recorded", in: corpus.appending(path: "recorded"))
    }

    @Test(.enabled(if: Repository.corpus != nil, thereIsACorpus)) func publicCorpus() async throws {
        let corpus = try #require(Repository.corpus)
        try await compare("public", in: corpus.appending(path: "public"))
    }

    /// Compares all captures that the manifest of a folder lists.
    private func compare(_ name: String, in folder: URL) async throws {
        let manifest = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8)
        // The longest first, so that none is left for the end.
        let paths = manifest.split(separator: "\n").dropFirst().compactMap { $0.split(separator: "\t").first }
            .map(String.init)
            .sorted { size(folder, $0) > size(folder, $1) }
        try #require(paths.count > 100)
        let start = ContinuousClock.now
        let comparisons = try await inParallel(paths) { path in
            let file = folder.appending(path: path).path(percentEncoded: false)
            let capture = "\(name)/\(path)"
            let othersFindNothing = !Self.runsAll && capturesWithoutMessages.contains(capture[...])
            return try CaptureComparison(of: file, named: capture, othersFindNothing: othersFindNothing)
        }
        if Self.runsAll { checkListOfEmpty(comparisons) }
        let known = KnownDifference.all.filter { $0.difference.capture.hasPrefix(name + "/") }
        let differences = comparisons.flatMap(\.differences)
        for difference in differences where !known.contains(where: { $0.difference == difference }) {
            Issue.record("not in the list of known differences: \(difference.listed)")
        }
        for listed in known where !differences.contains(listed.difference) {
            Issue.record("listed as known, but no longer so: \(listed.difference.listed)")
        }
        print(summary(of: comparisons, known, name), "in \(ContinuousClock.now - start)")
    }

    private func size(_ folder: URL, _ path: String) -> Int {
        let file = folder.appending(path: path)
        return (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    }

    private func checkListOfEmpty(_ comparisons: [CaptureComparison]) {
        for comparison in comparisons {
            let isListed = capturesWithoutMessages.contains(comparison.capture[...])
            let isEmpty = comparison.othersFrameCount == 0 && comparison.messageCount == 0
            if isListed, !isEmpty {
                Issue.record("has messages, but is listed to have none: \(comparison.capture)")
            }
            if isEmpty, !isListed { print("without messages: \(comparison.capture)") }
        }
    }

    private func summary(of comparisons: [CaptureComparison], _ known: [KnownDifference], _ name: String)
        -> String
    {
        let equal = comparisons.count { $0.differences.isEmpty }
        let messages = comparisons.reduce(0) { $0 + $1.messageCount }
        let reasons = Dictionary(grouping: known, by: \.category).sorted { $0.key < $1.key }.map {
            category,
            rows in
            "\(category) \(Set(rows.map(\.difference.capture)).count)"
        }
        return "\(name): \(comparisons.count) captures, \(messages) messages, \(equal) captures equal"
            + (reasons.isEmpty ? "" : ", different by reason: " + reasons.joined(separator: ", "))
    }

    /// Runs `body` for each element, two at a time, and returns the results in order.
    private func inParallel<Result: Sendable>(
        _ elements: [String],
        _ body: @escaping @Sendable (String) throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [(Int, Result)] = []
            for (index, element) in elements.enumerated() {
                if index >= 2, let result = try await group.next() { results.append(result) }
                group.addTask { (index, try body(element)) }
            }
            for try await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
