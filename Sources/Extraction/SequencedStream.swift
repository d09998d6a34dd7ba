import Findings
import NetworkTypes

/// Pieces of one stream, put into the order of their numbers.
///
/// Numbers wrap around at their width; the order in which pieces came tells the round of a number.
struct SequencedStream {
    /// The unit in which the numbers count.
    enum Unit {
        /// Each piece has the next number.
        case pieces
        /// The number is the place of the piece's first octet.
        case octets
    }

    private let unit: Unit
    private let width: Int
    private var pieces: [Int: [UInt8]] = [:]
    private var latest: Int?
    private(set) var frames: ClosedRange<FramePlace>?

    /// - Parameters:
    ///   - unit: The unit in which the numbers count.
    ///   - width: Bits of a number.
    ///   - start: The number of the first piece, where it is known.
    init(_ unit: Unit, width: Int = 16, start: Int? = nil) {
        self.unit = unit
        self.width = width
        self.start = start
        latest = start
    }

    /// The place where the stream begins, where that is known.
    let start: Int?

    /// Adds a piece; one with a number that is there already is the same again.
    ///
    /// - Parameters:
    ///   - number: As the tool has it.
    ///   - octets: None for a piece that only counts.
    ///   - place: The frame that brought it.
    mutating func add(_ number: Int, _ octets: some Sequence<UInt8>, at place: FramePlace) {
        let round = 1 << width
        var unwrapped = number
        if let latest {
            let step = ((number - latest) % round + round) % round
            unwrapped = latest + (step < round / 2 ? step : step - round)
        }
        if latest.map({ unwrapped > $0 }) ?? true { latest = unwrapped }
        let octets = Array(octets)
        // More octets at the same place are a later, longer try: the sender had more to say by then.
        if pieces[unwrapped].map({ $0.count < octets.count }) ?? true { pieces[unwrapped] = octets }
        frames = frames.map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
    }

    /// The octets that arrived, in order, with the places where some are missing.
    var assembled: (octets: [UInt8], gaps: [ContentGap]) {
        var octets: [UInt8] = []
        var gaps: [ContentGap] = []
        var next = start
        for (number, piece) in pieces.sorted(by: { $0.key < $1.key }) {
            var piece = piece[...]
            if let next {
                switch unit {
                case .pieces where number > next:
                    gaps.append(ContentGap(offset: octets.count, pieces: number - next))
                case .octets where number > next:
                    gaps.append(ContentGap(offset: octets.count, octets: number - next))
                case .octets:
                    piece = piece.dropFirst(next - number)
                default: break
                }
            }
            octets += piece
            let end = unit == .pieces ? number + 1 : number + (pieces[number]?.count ?? 0)
            next = max(next ?? end, end)
        }
        return (octets, gaps)
    }

    /// The stream as a content.
    ///
    /// - Parameters:
    ///   - kind: The sort of the content.
    ///   - direction: The sender's side.
    ///   - client: The client of the channel.
    ///   - name: The tool's name for it.
    ///   - encodings: The ways in which it was written, the outermost layer first.
    ///   - because: The way in which it was read, in one sentence.
    /// - Returns: `nil` where there are no octets.
    func content(
        _ kind: Recovered.Kind,
        _ direction: Recovered.Direction,
        of client: IPAddress,
        name: [UInt8]? = nil,
        encodings: [String],
        because: String
    ) -> RecoveredContent? {
        let (octets, gaps) = assembled
        guard !octets.isEmpty, let frames else { return nil }
        var content = RecoveredContent(
            kind,
            direction,
            of: client,
            octets: octets,
            encodings: encodings,
            confidence: .certain,
            because: because,
            frames: frames
        )
        content.claimedName = name
        content.gaps = gaps
        return content
    }
}
