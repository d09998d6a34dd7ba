import Glibc

/// Time and memory of a scan over the number of messages, as SVG.
struct Chart {
    let title: String
    /// In the order of their messages.
    let points: [(messages: Int, cpu: Double, mebibytes: Double)]

    /// Writes the chart; `false` when the file cannot be written.
    func write(to path: String) -> Bool {
        guard let file = unsafe fopen(path, "wb") else { return false }
        let octets = Array(svg.utf8)
        let written = unsafe fwrite(octets, 1, octets.count, file)
        return unsafe fclose(file) == 0 && written == octets.count
    }

    /// The same numbers as lines of text.
    var text: String {
        ([title]
            + points.map {
                "\($0.messages) messages: \(Decimal.text($0.cpu, 2)) s of processor, \(Decimal.text($0.mebibytes, 1)) MiB"
            }).joined(separator: "\n")
    }

    private var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="640" height="260" font-family="sans-serif" font-size="11">
        <rect width="640" height="260" fill="white"/><text x="20" y="18" font-size="13">\(title)</text>
        \(panel(at: 50, "processor, s", points.map(\.cpu), "#1f77b4"))
        \(panel(at: 370, "peak memory, MiB", points.map(\.mebibytes), "#d62728"))
        </svg>

        """
    }

    private func panel(at left: Double, _ label: String, _ values: [Double], _ color: String) -> String {
        let (width, height, top) = (240.0, 170.0, 45.0)
        let most = max(values.max() ?? 1, .leastNonzeroMagnitude)
        let last = Double(points.last?.messages ?? 1)
        let places = zip(points, values).map { point, value in
            (x: left + width * Double(point.messages) / last, y: top + height * (1 - value / most))
        }
        func number(_ value: Double) -> String { Decimal.text(value, 1) }
        let line = places.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        let marks = zip(zip(places, values), points).map { pair, point in
            """
            <circle cx="\(number(pair.0.x))" cy="\(number(pair.0.y))" r="3" fill="\(color)"/>\
            <text x="\(number(pair.0.x))" y="\(number(pair.0.y - 7))" text-anchor="end">\(number(pair.1))</text>\
            <text x="\(number(pair.0.x))" y="\(number(top + height + 15))" text-anchor="middle">\
            \(number(Double(point.messages) / 1e6)) M</text>
            """
        }
        let bottom = top + height
        return """
            <text x="\(number(left))" y="36">\(label)</text>
            <path d="M\(number(left)) \(number(top))V\(number(bottom))H\(number(left + width))" fill="none" stroke="black"/>
            <polyline points="\(number(left)),\(number(bottom)) \(line)" fill="none" stroke="\(color)"/>
            \(marks.joined(separator: "\n"))
            """
    }
}
