import FindingReport
import Findings

/// The figures for programs, schema `dnsscan.evaluation/1`.
struct EvaluationJSON {
    let figures: [CaptureFigures]
    let totals: [GroupTotals]

    var text: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.evaluation/1")
            json.member("totals", objects: totals) { json, totals in
                json.member("group", totals.group.rawValue)
                json.member("captures", totals.captures)
                json.member("found", totals.found)
                json.member("missed", totals.missed)
                json.member("tools", totals.tools)
                json.member("right_names", totals.rightNames)
                json.member("wrong_names", totals.wrongNames)
                json.member("false_findings", totals.falseFindings)
                json.member("low_findings", totals.lowFindings)
                json.member("queries", totals.queries)
                json.member("false_per_100000_queries", totals.falsePerHundredThousand ?? .nan)
                json.member("median_bulk_queries_until_detection", totals.bulkQueries ?? .nan)
                json.member("median_idle_queries_until_detection", totals.idleQueries ?? .nan)
                json.member("late_bulk", totals.lateBulk)
                json.member("median_decoded_up_factor", totals.decodedBytes.up ?? .nan)
                json.member("median_decoded_down_factor", totals.decodedBytes.down ?? .nan)
                json.member("median_estimated_up_factor", totals.estimatedBytes.up ?? .nan)
                json.member("median_estimated_down_factor", totals.estimatedBytes.down ?? .nan)
                json.member("unreadable", totals.unreadable)
            }
            json.member("captures", objects: figures) { json, figures in
                json.member("capture", figures.capture.name)
                json.member("group", figures.capture.group.rawValue)
                json.member("found", figures.isFound)
                json.member("severity", figures.channel?.severity.rawValue)
                json.member("score", figures.channel.map { Double($0.score) } ?? .nan)
                json.member("zone", figures.channel?.zone)
                json.member("kind", figures.channel?.kind.rawValue)
                json.member("naming", figures.naming.rawValue)
                json.member("names", figures.names)
                json.member(
                    "queries_until_detection",
                    figures.queriesUntilDetection.map(Double.init) ?? .nan
                )
                json.member("bytes_up", figures.channel.map { Double($0.bytesUp) } ?? .nan)
                json.member("bytes_down", figures.channel.map { Double($0.bytesDown) } ?? .nan)
                json.member("labeled_bytes_up", figures.capture.bytesUp.map(Double.init) ?? .nan)
                json.member("labeled_bytes_down", figures.capture.bytesDown.map(Double.init) ?? .nan)
                json.member("queries", figures.queries)
                json.member("others", objects: figures.others.filter { $0.severity >= .low }) {
                    json,
                    finding in
                    json.member("severity", finding.severity.rawValue)
                    json.member("score", finding.score)
                    json.member("kind", finding.kind.rawValue)
                    json.member("zone", finding.zone)
                }
            }
        }
        return json.text + "\n"
    }
}
