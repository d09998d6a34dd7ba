import Findings
import ScanPipeline
package import TunnelDetection

/// Scans a capture in this process and holds the findings against the label.
package struct CaptureEvaluation: Sendable {
    package let analyzer: TunnelAnalyzer
    /// Whether to look for the query from which on a channel is reported.
    package let findsFirstDetection: Bool

    package init(analyzer: TunnelAnalyzer, findsFirstDetection: Bool) {
        self.analyzer = analyzer
        self.findsFirstDetection = findsFirstDetection
    }

    /// The figures of all captures in their order, `jobs` of them scanned at a time.
    package func figures(of captures: [LabeledCapture], jobs: Int) async -> [CaptureFigures] {
        await withTaskGroup(of: (Int, CaptureFigures).self) { group in
            var figures = [CaptureFigures?](repeating: nil, count: captures.count)
            for (index, capture) in captures.enumerated() {
                if index >= jobs, let (done, result) = await group.next() { figures[done] = result }
                group.addTask { (index, self.figures(of: capture)) }
            }
            for await (done, result) in group { figures[done] = result }
            return figures.compactMap { $0 }
        }
    }

    /// The figures of one capture.
    ///
    /// - Complexity: One scan, and where the first detection is looked for some ten to forty of prefixes.
    package func figures(of capture: LabeledCapture) -> CaptureFigures {
        var scan = Scan(analyzer: analyzer)
        let diagnostic = scan.read(capture.path, packets: .max)
        var peers: PeerFindings?
        let report = scan.finish { peers = PeerFindings(in: $0, of: capture) }
        var figures = CaptureFigures(
            capture,
            report: report,
            isUnreadable: diagnostic?.isError ?? false,
            peers: peers
        )
        if findsFirstDetection, figures.isFound, let channel = figures.channel {
            figures.queriesUntilDetection = queriesUntilDetection(channel, figures)
        }
        return figures
    }

    private func report(_ capture: LabeledCapture, packets: Int) -> Report {
        var scan = Scan(analyzer: analyzer)
        _ = scan.read(capture.path, packets: packets)
        return scan.finish()
    }

    /// The number of queries of the channel in the shortest prefix of the capture in which it is found.
    ///
    /// The search doubles the prefix from the channel's first frame on, then halves the interval of lengths. Where a
    /// longer prefix loses a finding for a while, this is one of the points from which on it is there. The first
    /// names may all lie below one name of the zone, which is then the right one to report.
    private func queriesUntilDetection(_ channel: Finding, _ figures: CaptureFigures) -> Int {
        func detected(_ packets: Int) -> Finding? {
            report(figures.capture, packets: packets).findings.first {
                $0.severity >= .medium && figures.capture.isRelated($0)
            }
        }
        let start = max(0, channel.frames.first - 1)
        var missed = start
        var found = figures.packets
        var queries = channel.queries
        var step = 8
        while start + step < figures.packets {
            if let finding = detected(start + step) {
                (found, queries) = (start + step, finding.queries)
                break
            }
            missed = start + step
            step *= 2
        }
        while found - missed > 1 {
            let middle = (found + missed) / 2
            if let finding = detected(middle) {
                (found, queries) = (middle, finding.queries)
            } else {
                missed = middle
            }
        }
        return queries
    }
}
