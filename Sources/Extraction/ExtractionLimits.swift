/// Bounds on the contents that extraction holds and gives back, for any capture.
package struct ExtractionLimits: Sendable {
    /// Memory for the messages of all channels, in bytes; messages beyond it are counted and left out.
    package var recordedBytes = 256 << 20
    /// Contents that are given back.
    package var contents = 4_096
    /// Octets of all contents together.
    package var contentBytes = 1 << 30
    /// Octets that one compressed content unpacks to at most.
    package var unpackedBytes = 64 << 20

    package init() {}

    /// The limits for a report, which shows the beginnings only: a scan's memory stays flat.
    package static let ofReports: ExtractionLimits = {
        var limits = ExtractionLimits()
        limits.recordedBytes = 32 << 20
        limits.contents = 256
        limits.contentBytes = 128 << 20
        limits.unpackedBytes = 8 << 20
        return limits
    }()
}
