import Findings
import NetworkTypes

/// Texts of one content with the numbers that order them.
struct NumberedTexts {
    private var texts: [Int: ArraySlice<UInt8>] = [:]
    private(set) var frames: ClosedRange<FramePlace>?

    var isEmpty: Bool { texts.isEmpty }
    var first: Int? { texts.keys.min() }

    /// Adds a text; one with a number that is there already is the same again.
    mutating func add(_ number: Int, _ text: ArraySlice<UInt8>, at place: FramePlace) {
        if texts[number] == nil { texts[number] = text }
        frames = frames.map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
    }

    /// The octets that the texts write, with the places where some are missing.
    ///
    /// - Parameters:
    ///   - reading: The way in which they write it.
    ///   - origin: The number of the first one.
    ///   - count: The number of texts, where the sender states it.
    /// - Returns: The octets that are there, and before which of them some are missing.
    func assembled(_ reading: TextReading, from origin: Int, count: Int? = nil) -> (
        octets: [UInt8], gaps: [ContentGap]
    ) {
        var octets: [UInt8] = []
        var gaps: [ContentGap] = []
        let width = texts.values.map(\.count).max() ?? 0
        var stretch: [ArraySlice<UInt8>] = []
        var (next, start) = (origin, origin)
        func close() { octets += reading.octets(of: stretch, behind: (start - origin) * width) }
        for (number, text) in texts.sorted(by: { $0.key < $1.key }) where number >= origin {
            if number > next {
                close()
                gaps.append(ContentGap(offset: octets.count, pieces: number - next))
                stretch = []
                start = number
            }
            stretch.append(text)
            next = number + 1
        }
        close()
        if let count, next < origin + count {
            gaps.append(ContentGap(offset: octets.count, pieces: origin + count - next))
        }
        return (octets, gaps)
    }
}
