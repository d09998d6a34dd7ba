/// Lays out paragraphs and tables in the width of a terminal.
struct TextLayout {
    /// The text so far; every line ends with a line feed, none with a blank.
    private(set) var text = ""
    /// Columns of a line; at least 60, so that an IPv6 address and its indent fit.
    let width: Int
    private let isColored: Bool

    init(width: Int, isColored: Bool) {
        self.width = max(60, width)
        self.isColored = isColored
    }

    // MARK: Lines and paragraphs

    mutating func blankLine() {
        text += "\n"
    }

    /// Writes one line of any length.
    ///
    /// - Parameters:
    ///   - words: The words of the line, set apart by one blank.
    ///   - indent: Columns before the first word.
    mutating func line(_ words: [TextRun], indent: Int) {
        var line = String(repeating: " ", count: indent)
        for (index, word) in words.enumerated() {
            let isLast = index == words.count - 1
            // Blanks between words of one style belong to the style, so that a run is one sequence.
            let blank = isLast ? "" : " "
            let startsRun = index == 0 || words[index - 1].style != word.style
            let endsRun = isLast || words[index + 1].style != word.style
            let codes = isColored ? word.style.graphicRendition : nil
            if let codes, startsRun { line += "\u{1B}[\(codes)m" }
            line += isLast ? word.text.string.droppingBlanksAtEnd : word.text.string[...]
            if codes == nil || !endsRun { line += blank }
            if codes != nil, endsRun { line += "\u{1B}[0m" + blank }
        }
        text += line + "\n"
    }

    /// Fills lines with words.
    ///
    /// - Parameters:
    ///   - runs: Stretches that are set apart by a blank.
    ///   - indent: Columns before the first line.
    ///   - hanging: Columns before all further lines; those of the first line when left out.
    mutating func paragraph(_ runs: [TextRun], indent: Int = 0, hanging: Int? = nil) {
        let hanging = hanging ?? indent
        let lines = wrapped(runs, first: width - indent, following: width - hanging)
        for (index, words) in lines.enumerated() { line(words, indent: index == 0 ? indent : hanging) }
    }

    /// The words of `runs`, line by line; words longer than a line are broken.
    private func wrapped(_ runs: [TextRun], first: Int, following: Int) -> [[TextRun]] {
        var lines: [[TextRun]] = []
        var words: [TextRun] = []
        var used = 0
        var space: Int { (lines.isEmpty ? first : following) - used }
        for run in runs {
            for word in run.text.string.split(separator: " ") {
                var rest = TerminalText(String(word))
                if rest.columns > space, !words.isEmpty {
                    lines.append(words)
                    (words, used) = ([], 0)
                }
                while rest.columns > max(space, 1) {
                    let (head, tail) = rest.split(at: space)
                    lines.append([TextRun(head, run.style)])
                    rest = tail
                }
                words.append(TextRun(rest, run.style))
                used += rest.columns + 1
            }
        }
        return words.isEmpty ? lines : lines + [words]
    }

    // MARK: Tables

    /// Writes rows with aligned columns and one flexible last column.
    ///
    /// The last cells start below their rows when less than a third of the line is left for them and
    /// that is too little. Where not even the aligned columns fit, the cells of a row go on below it.
    mutating func table(_ table: Table, indent: Int) {
        let widths = table.columns.indices.map { column in
            table.rows.map { $0.cells[column].text.columns }.max() ?? 0
        }
        let gap = 2
        let fixed = widths.reduce(indent) { $0 + $1 + gap }
        let longestLast = table.rows.map { $0.last.reduce(-1) { $0 + $1.text.columns + 1 } }.max() ?? 0
        let isBeside = fixed + min(longestLast, width / 3) <= width
        let below = indent + (widths.first ?? 0) + gap
        let start = isBeside ? fixed : below
        let isAligned = fixed - gap <= width
        for row in table.rows {
            let cells = row.cells.indices.map { column in
                let cell = row.cells[column]
                guard isAligned || column == 0 else { return cell }
                let padding = String(repeating: " ", count: widths[column] - cell.text.columns)
                let isLeft = table.columns[column] == .left
                return TextRun(isLeft ? cell.text.string + padding : padding + cell.text.string, cell.style)
            }
            let space = width - start
            let lastLines =
                switch table.lastColumn {
                case .shortened: row.last.map { [TextRun($0.text.shortenedInTheMiddle(to: space), $0.style)] }
                case .wrapped: wrapped(row.last, first: space, following: space)
                }
            if isBeside, let first = lastLines.first {
                // Words are joined by one blank; the other one of the gap ends the cell.
                line(cells.map { TextRun($0.text.string + " ", $0.style) } + first, indent: indent)
            } else {
                flow(cells, indent: indent, hanging: below)
            }
            for words in lastLines.dropFirst(isBeside ? 1 : 0) { line(words, indent: start) }
        }
    }

    /// Writes cells beside each other as long as they fit, and goes on below.
    private mutating func flow(_ cells: [TextRun], indent: Int, hanging: Int) {
        var words: [TextRun] = []
        var indent = indent
        var used = indent
        for cell in cells {
            if used + cell.text.columns > width, !words.isEmpty {
                line(words, indent: indent)
                words = []
                (indent, used) = (hanging, hanging)
            }
            words.append(TextRun(cell.text.string + " ", cell.style))
            used += cell.text.columns + 2
        }
        line(words, indent: indent)
    }
}

/// Rows of equally many aligned cells, each with a last cell of any length.
struct Table {
    enum Alignment { case left, right }
    /// The treatment of a last cell that is longer than the rest of the line.
    enum LastColumn { case wrapped, shortened }

    struct Row {
        let cells: [TextRun]
        let last: [TextRun]
    }

    let columns: [Alignment]
    let lastColumn: LastColumn
    var rows: [Row] = []

    init(_ columns: [Alignment], last: LastColumn) {
        self.columns = columns
        lastColumn = last
    }

    /// Adds a row; `cells` has one cell for each of `columns`.
    mutating func row(_ cells: [TextRun], last: [TextRun] = []) {
        rows.append(Row(cells: cells, last: last))
    }
}

extension String {
    fileprivate var droppingBlanksAtEnd: Substring {
        var end = self[...]
        while end.last == " " { end.removeLast() }
        return end
    }
}
