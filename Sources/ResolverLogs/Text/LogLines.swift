import PacketCapture

/// The lines of a text, or the objects of one of JSON, read once from its beginning to its end.
struct LogLines {
    enum Line {
        /// Its octets, without the line's end.
        case text(ArraySlice<UInt8>)
        /// A line of so many octets, too long to be read, was passed over.
        case oversized(Int)
    }

    /// Octets of a line that is read; JSON of an answer with the most records has less.
    static let longestLine = 1 << 20
    private static let newline = UInt8(ascii: "\n")

    private var window: InputWindow
    private var lineCount = 0
    /// The reader of JSON whose lines are no objects by themselves.
    private var entries: JSONEntries?

    init(_ file: OpenedFile) {
        window = InputWindow(file)
    }

    /// The number of lines or objects that were read, those that were passed over included.
    var count: Int { entries?.count ?? lineCount }

    /// The next line or object, or `nil` at the end; the last line may have no end of its own.
    mutating func next() throws(CaptureError) -> Line? {
        entries == nil ? try nextLine() : try entries?.next()
    }

    private mutating func nextLine() throws(CaptureError) -> Line? {
        var searched = 0
        while true {
            let all = window.position..<window.filled
            if let end = window.octets[(all.lowerBound + searched)..<all.upperBound].firstIndex(
                of: Self.newline
            ) {
                lineCount += 1
                let line = window.octets[all.lowerBound..<end]
                window.pass(line.count + 1)
                return .text(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            }
            searched = all.count
            if searched > Self.longestLine { return try oversizedLine() }
            guard try window.fill(searched + 1, after: lineCount) else {
                guard searched > 0 else { return nil }
                lineCount += 1
                window.pass(searched)
                return .text(window.octets[window.position - searched..<window.position])
            }
        }
    }

    /// The lines or objects among so many first octets of the text, which are read again later.
    mutating func peek(_ octets: Int) throws(CaptureError) -> [ArraySlice<UInt8>] {
        let isWhole = try !window.fill(octets, after: lineCount)
        let head = window.octets[window.position..<min(window.filled, window.position + octets)]
        if JSONEntries.isOne(head) {
            entries = JSONEntries(window)
            return JSONEntries.objects(in: head)
        }
        let lines = head.split(separator: Self.newline).map {
            $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0
        }
        return isWhole ? lines : lines.dropLast()
    }

    private mutating func oversizedLine() throws(CaptureError) -> Line {
        lineCount += 1
        var length = 0
        while true {
            let rest = window.octets[window.position..<window.filled]
            if let end = rest.firstIndex(of: Self.newline) {
                length += end - window.position
                window.pass(end - window.position + 1)
                return .oversized(length)
            }
            length += rest.count
            window.pass(rest.count)
            guard try window.fill(1, after: lineCount) else { return .oversized(length) }
        }
    }
}
