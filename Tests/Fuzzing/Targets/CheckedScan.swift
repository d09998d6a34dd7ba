import FindingReport
import Findings
import PacketCapture
import ScanPipeline
import Watching

/// A whole scan within the process, from frames to rendered reports, whose promises are checked.
package enum CheckedScan {
    /// Compressed data may expand to a mebibyte, so that one input cannot take a fuzzer's whole time.
    static let expansionBound = ExpansionBound(octets: 1 << 20, ratio: 1)
    /// Made once, for it does not change.
    private static let watchlist = Watchlist()

    /// Scans frames.
    package static func read(_ sequence: FrameSequence) {
        var scan = Scan(watchlist: watchlist)
        for (frame, octets) in sequence.items { scan.read(frame, octets.span) }
        check(scan.finish(), packets: sequence.items.count)
    }

    /// Scans the octets of a capture file; that they are none is fine, too.
    ///
    /// - Returns: How many frames it held.
    @discardableResult
    package static func read(capture octets: Span<UInt8>) -> Int {
        let file = MemoryFile()
        file.put(octets)
        return read(capture: file.path)
    }

    /// Scans a capture file.
    ///
    /// - Returns: How many frames it held.
    @discardableResult
    static func read(capture path: String) -> Int {
        var scan = Scan(watchlist: watchlist)
        var packets = 0
        do throws(CaptureError) {
            var capture = try CaptureFile(path: path, expansionBound: expansionBound)
            while try capture.nextFrame({ frame, octets in
                precondition(frame.capturedLength == octets.count && frame.originalLength >= octets.count)
                packets += 1
                scan.read(frame, octets)
            }) {}
        } catch {
            check(text: error.description + "\n")
            // A log may be read in its stead.
            if error.isOfOtherContent { return readLog(path) }
        }
        check(scan.finish(), packets: packets)
        return packets
    }

    /// Scans a log; that it is none is fine, too.
    private static func readLog(_ path: String) -> Int {
        var scan = Scan(watchlist: watchlist)
        if let diagnostic = scan.read(path) { check(text: diagnostic.message + "\n") }
        let report = scan.finish()
        check(report, packets: report.scan.inputs.reduce(0) { $0 + $1.packets })
        return report.scan.packets
    }

    private static func check(_ report: Report, packets: Int) {
        let scan = report.scan
        precondition(scan.packets == packets)
        // An event whose query or response was not captured counts for both; what came twice, for neither.
        precondition(max(scan.queries, scan.responses) <= scan.dnsMessages)
        precondition(report.coverage.problems.allSatisfy { $0.count > 0 })
        precondition(report.findings.allSatisfy { (0...100).contains($0.score) })
        // What is written differs from the empty report's text only by these.
        guard !report.findings.isEmpty || !report.coverage.problems.isEmpty else { return }
        let shown = ShownReport(report, minimumSeverity: .info, version: "0")
        let text = TextReport(
            shown,
            options: TextReport.Options(width: 80, isColored: false, isVerbose: true)
        )
        check(text: text.rendered())
        check(text: JSONReport(shown).document)
    }

    /// Nothing from a capture may move a cursor.
    private static func check(text: String) {
        precondition(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A })
        precondition(!text.utf8.contains { $0 >= 0x80 } || text.unicodeScalars.allSatisfy(isHarmless))
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar == "\n"
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
        default: true
        }
    }
}
