import Findings
import Glibc
import NetworkTypes

/// Charts as SVG inside the page: no script, no image, colours from the style sheet's classes.
///
/// Each has a title that tells its content in words, for readers who do not see it.
enum HTMLCharts {
    /// The traffic over time: up above the axis, down below it.
    ///
    /// Draws nothing without an activity. At most 120 bars, whatever the length of the recording.
    static func activity(_ activity: Activity, into html: inout HTMLText, label: String) {
        let (seconds, slots) = activity.slots(atMost: 120)
        guard let first = activity.windows.first?.start else { return }
        let end = first.advanced(bySeconds: seconds * slots.count)
        let peak = max(1, slots.map { max($0.up, $0.down) }.max() ?? 1)
        let frame = Frame(left: 90, top: 14, width: 610, height: 150)
        svg(&html, width: 720, height: 200, title: label) { html in
            let middle = frame.top + frame.height / 2
            let step = frame.width / Double(slots.count)
            for (index, slot) in slots.enumerated() {
                let x = frame.left + Double(index) * step
                bar(&html, x: x, width: step, from: middle, by: -height(slot.up, of: peak, in: frame), "up")
                bar(
                    &html,
                    x: x,
                    width: step,
                    from: middle,
                    by: height(slot.down, of: peak, in: frame),
                    "down"
                )
            }
            rule(&html, frame.left, middle, frame.left + frame.width, middle)
            mark(&html, frame.left - 6, frame.top + 10, "end", "up " + Quantity.bytes(peak))
            mark(&html, frame.left - 6, frame.top + frame.height, "end", "down " + Quantity.bytes(peak))
            mark(&html, frame.left, 190, "start", clock(first))
            mark(&html, frame.left + frame.width, 190, "end", clock(end))
            mark(
                &html,
                frame.left + frame.width / 2,
                190,
                "middle",
                "\(Quantity.duration(seconds: Double(seconds))) a bar"
            )
        }
    }

    /// Name length against information for each zone, both on logarithmic scales; zones of findings stand out.
    static func zones(_ measures: [ZoneMeasure], findings: [Finding], into html: inout HTMLText) {
        let measures = measures.filter {
            $0.meanNameBytes.isFinite && (0...1e12).contains($0.informationBytes)
        }
        guard !measures.isEmpty else { return }
        var severities: [String: Severity] = [:]
        for finding in findings {
            for zone in finding.zones + [finding.registeredDomain ?? finding.zone] {
                severities[zone] = max(severities[zone] ?? .info, finding.severity)
            }
        }
        let frame = Frame(left: 90, top: 14, width: 610, height: 250)
        let most = max(1_000, measures.map(\.informationBytes).max() ?? 0)
        func x(_ bytes: Double) -> Double { frame.left + min(255, max(0, bytes)) / 255 * frame.width }
        func y(_ bytes: Double) -> Double {
            frame.top + frame.height * (1 - log10(1 + max(0, bytes)) / log10(1 + most))
        }
        let title =
            "Mean name length and information of \(Quantity.count(measures.count, "zone")); "
            + "\(Quantity.count(measures.count { severities[$0.zone] != nil })) of them in findings."
        svg(&html, width: 720, height: 310, title: title) { html in
            var power = 1.0
            while power <= most {
                rule(&html, frame.left, y(power), frame.left + frame.width, y(power))
                mark(&html, frame.left - 6, y(power) + 4, "end", Quantity.bytes(Int(power)))
                power *= 10
            }
            for length in stride(from: 0.0, through: 250, by: 50) {
                mark(&html, x(length), 284, "middle", "\(Int(length))")
            }
            mark(&html, frame.left + frame.width / 2, 304, "middle", "mean length of names (bytes)")
            mark(&html, frame.left + 4, frame.top + 10, "start", "information")
            // Ordinary zones first, so that they cover no finding.
            let ordered = measures.sorted {
                (severities[$0.zone] == nil ? 0 : 1, $0.zone) < (severities[$1.zone] == nil ? 0 : 1, $1.zone)
            }
            for measure in ordered {
                let severity = severities[measure.zone]
                html.element(
                    "circle",
                    [
                        "cx": fixed(x(measure.meanNameBytes)), "cy": fixed(y(measure.informationBytes)),
                        "r": severity == nil ? "3" : "6", "class": severity?.rawValue ?? "ordinary",
                    ]
                ) { html in
                    html.element(
                        "title",
                        "\(measure.zone): names of \(Quantity.number(measure.meanNameBytes)) B, "
                            + "information \(Quantity.bytes(Int(measure.informationBytes)))"
                    )
                }
            }
        }
    }

    /// Horizontal bars, the longest first as given, each with its name and value.
    static func bars(
        _ rows: [(name: String, value: Int, text: String)],
        title: String,
        into html: inout HTMLText
    ) {
        guard let most = rows.map(\.value).max(), most > 0 else { return }
        html.element("table", ["class": "bars"]) { html in
            html.element("caption", title)
            for row in rows {
                html.element("tr") { html in
                    html.element("th", ["scope": "row"], row.name)
                    html.element("td", ["class": "bar"]) { html in
                        let share = Double(row.value) / Double(most) * 100
                        html.element("span", ["style": "width:\(fixed(max(0.5, share)))%"], "")
                    }
                    html.element("td", ["class": "number"], row.text)
                }
            }
        }
    }

    // MARK: - Pieces

    /// A rectangle in units of the drawing.
    private struct Frame {
        let left: Double
        let top: Double
        let width: Double
        let height: Double
    }

    private static func svg(
        _ html: inout HTMLText,
        width: Int,
        height: Int,
        title: String,
        _ content: (inout HTMLText) -> Void
    ) {
        // A chart that is as narrow as a phone has letters too small to read; it scrolls instead.
        html.element("div", ["class": "scroll"]) { html in
            html.element("svg", ["viewBox": "0 0 \(width) \(height)", "role": "img"]) { html in
                html.element("title", title)
                content(&html)
            }
        }
        html.line()
    }

    private static func bar(
        _ html: inout HTMLText,
        x: Double,
        width: Double,
        from middle: Double,
        by height: Double,
        _ kind: String
    ) {
        guard height != 0 else { return }
        html.empty(
            "rect",
            [
                "x": fixed(x), "y": fixed(min(middle, middle + height)),
                "width": fixed(max(0.5, width * 0.9)),
                "height": fixed(height.magnitude), "class": kind,
            ]
        )
    }

    /// At least a visible line for anything that was carried.
    private static func height(_ value: Int, of peak: Int, in frame: Frame) -> Double {
        value == 0 ? 0 : max(1, Double(value) / Double(peak) * frame.height / 2)
    }

    private static func rule(_ html: inout HTMLText, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        html.empty("line", ["x1": fixed(x1), "y1": fixed(y1), "x2": fixed(x2), "y2": fixed(y2)])
    }

    private static func mark(
        _ html: inout HTMLText,
        _ x: Double,
        _ y: Double,
        _ anchor: String,
        _ text: String
    ) {
        html.element("text", ["x": fixed(x), "y": fixed(y), "text-anchor": anchor], text)
    }

    private static func clock(_ moment: Timestamp) -> String {
        let text = moment.rfc3339(fractionDigits: 0)
        return text.prefix(10) + " " + text.dropFirst(11).dropLast()
    }

    /// One decimal; a tenth of a unit is less than anybody sees.
    private static func fixed(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
