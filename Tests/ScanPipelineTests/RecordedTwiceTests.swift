import Findings
import Foundation
import NetworkTypes
import PacketCapture
import ScanPipeline
import TestSupport
import Testing

/// What a capture holds twice counts once: neither verdicts nor counts change.
@Suite struct RecordedTwiceTests {
    /// What a report says beside the copies themselves; packets are what the file holds.
    private static func text(_ report: Report) -> [String] {
        var coverage = report.coverage
        coverage.copies = 0
        // Frames that cannot be decoded far enough to be compared count one by one.
        coverage.unknownLink = 0
        coverage.truncatedBySnapLength = 0
        let problems = coverage.problems.map(\.kind)
        coverage.problems = []
        var scan = report.scan
        scan.packets = 0
        return ["\(scan)", "\(coverage)", "\(problems)"] + report.findings.map { "\($0)" }
    }

    /// The report on a capture whose frames are each given `times` times, 3 microseconds apart, under one number.
    private static func report(_ path: String, times: Int) throws -> Report {
        var scan = Scan()
        var file = try CaptureFile(path: path)
        while true {
            let hasFrame = try? file.nextFrame { frame, octets in
                scan.read(frame, octets)
                for _ in 1..<times {
                    let copy = Frame(
                        number: frame.number,
                        time: Timestamp(nanoseconds: frame.time.nanoseconds.saturated(adding: 3_000)),
                        linkType: frame.linkType,
                        capturedLength: frame.capturedLength,
                        originalLength: frame.originalLength
                    )
                    scan.read(copy, octets)
                }
            }
            if hasFrame != true { break }
        }
        return scan.finish()
    }

    private static func changed(below folder: URL) throws -> [String] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var changed: [String] = []
        for case let file as URL in files ?? .init() where file.pathExtension.hasPrefix("pcap") {
            let path = file.path(percentEncoded: false)
            guard let once = try? report(path, times: 1) else { continue }
            let twice = try report(path, times: 2)
            for (first, second) in zip(text(once), text(twice)) where first != second {
                changed.append("\(path)\n\(first)\n\(second)")
            }
        }
        return changed
    }

    @Test
    func fixtures() throws {
        let changed = try Self.changed(below: Repository.url("Fixtures/captures"))
        #expect(changed.isEmpty, "\(changed.joined(separator: "\n"))")
    }

    @Test(
        .enabled(if: Repository.corpus != nil, "needs the corpus, beside the repository or by DNSSCAN_CORPUS")
    )
    func corpus() throws {
        let changed = try Repository.corpus.map(Self.changed) ?? []
        #expect(changed.isEmpty, "\(changed.joined(separator: "\n"))")
    }
}

extension Int64 {
    /// The sum, or the largest number where the sum is larger: clocks of captures may stand there.
    fileprivate func saturated(adding other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
