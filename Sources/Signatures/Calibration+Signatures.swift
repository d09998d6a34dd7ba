package import Channels

/// The points of a match of a signature.
extension Calibration {
    /// Self-validating: reported at `high` even when nothing else was seen.
    package static let certainSignature = 75
    package static let probableSignature = 40
    /// A hint: it names the tool where other evidence speaks for a channel, and is none by itself.
    package static let possibleSignature = 10
}
