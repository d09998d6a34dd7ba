import PacketCapture

/// The lines of a text, read once from its beginning to its end.
struct LogLines {
    enum Line {
        /// Its octets, without the line's end.
        case text(ArraySlice<UInt8>)
        /// A line of so many octets, too long to be read, was passed over.
        case oversized(Int)
    }

    /// Octets of a line that is read; JSON of an answer with the most records has less.
    private static let longestLine = 1 << 20
    private static let newline = UInt8(ascii: "\n")

    private var window: InputWindow
    /// The number of lines that were read, those that were passed over included.
    private(set) var count = 0

    init(_ file: OpenedFile) {
        window = InputWindow(file)
    }

    /// The next line, or `nil` at the end; the last line may have no end of its own.
    mutating func next() throws(CaptureError) -> Line? {
        var searched = 0
        while true {
            let all = window.position..<window.filled
            if let end = window.octets[(all.lowerBound + searched)..<all.upperBound].firstIndex(
                of: Self.newline
            ) {
                count += 1
                let line = window.octets[all.lowerBound..<end]
                window.pass(line.count + 1)
                return .text(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            }
            searched = all.count
            if searched > Self.longestLine { return try oversizedLine() }
            guard try window.fill(searched + 1, after: count) else {
                guard searched > 0 else { return nil }
                count += 1
                window.pass(searched)
                return .text(window.octets[window.position - searched..<window.position])
            }
        }
    }

    /// The lines among so many first octets of the text, which are read again later.
    mutating func peek(_ octets: Int) throws(CaptureError) -> [ArraySlice<UInt8>] {
        let isWhole = try !window.fill(octets, after: count)
        let head = window.octets[window.position..<min(window.filled, window.position + octets)]
        let lines = head.split(separator: Self.newline).map {
            $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0
        }
        return isWhole ? lines : lines.dropLast()
    }

    private mutating func oversizedLine() throws(CaptureError) -> Line {
        count += 1
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
            guard try window.fill(1, after: count) else { return .oversized(length) }
        }
    }
}
