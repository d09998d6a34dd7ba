package import PartialResults

/// The pieces of all parts that are merged, in the order in which one scan would read their captures.
///
/// Captures come in order of their first packets, then of their paths; those without a packet come last. The pieces of
/// one capture are its shares in order.
package struct PartSequence {
    /// The pieces of each capture.
    package let captures: [[PartFile.Piece]]
    /// Pieces that were given more than once, each time but the first.
    package let repeatedPieces: Int

    /// What tells captures apart.
    private struct Capture: Hashable {
        let path: String
        let fileOctets: UInt64
        let start: Int64?
        let shares: UInt32

        init(_ piece: PartSource) {
            path = piece.path
            fileOctets = piece.fileOctets
            start = piece.hasFileStart ? piece.fileStart : nil
            shares = piece.shares
        }
    }

    /// Puts pieces in order, whatever the order in which they came.
    package init(_ files: [PartFile]) {
        var captures: [Capture: [UInt32: PartFile.Piece]] = [:]
        var repeatedPieces = 0
        for piece in files.flatMap(\.pieces) {
            let capture = Capture(piece.description.source)
            if captures[capture]?[piece.description.source.share] != nil { repeatedPieces += 1 }
            captures[capture, default: [:]][piece.description.source.share] = piece
        }
        let ordered = captures.sorted { Self.key($0.key) < Self.key($1.key) }
        self.captures = ordered.map { $0.value.sorted { $0.key < $1.key }.map(\.value) }
        self.repeatedPieces = repeatedPieces
    }

    private static func key(_ capture: Capture) -> (Int64, String, UInt64, UInt32) {
        (capture.start ?? .max, capture.path, capture.fileOctets, capture.shares)
    }
}
