import Findings

/// The program's findings in one capture, held against its label.
package struct CaptureFigures: Sendable {
    /// The naming of the labeled channel's tool.
    package enum Naming: String, Sendable {
        case right
        case wrong
        case none
    }

    package let capture: LabeledCapture
    package let packets: Int
    package let queries: Int
    /// The worst finding that is the labeled channel, at any severity.
    let channel: Finding?
    /// Findings that are not the labeled channel.
    let others: [Finding]
    /// Wrong where any finding names another tool than the label.
    package let naming: Naming
    /// The names that were given, for people.
    package let names: [String]
    /// Queries of the channel up to the first report at `medium`; `nil` where it was not looked for.
    var queriesUntilDetection: Int?
    /// Whether the capture could not be read.
    let isUnreadable: Bool
    /// The results of other people's published rules; `nil` where they were not asked.
    let peers: PeerFindings?

    init(_ capture: LabeledCapture, report: Report, isUnreadable: Bool, peers: PeerFindings? = nil) {
        self.peers = peers
        self.capture = capture
        self.isUnreadable = isUnreadable
        packets = report.scan.packets
        queries = report.scan.queries
        let labeled = report.findings.filter(capture.isLabeled)
        channel = labeled.first
        others = report.findings.filter { !capture.isRelated($0) }
        names = Set(report.findings.compactMap(\.tool?.name)).sorted()
        // A name such as `StormDNS/MasterDnsVPN` leaves open which of the two it is.
        let isOther = names.contains { name in
            let alternatives = name.split(separator: "/").compactMap { LabeledCapture.normalized(String($0)) }
            return !alternatives.isEmpty && !alternatives.contains { $0 == capture.tool }
        }
        naming = isOther ? .wrong : labeled.contains { $0.tool != nil } ? .right : .none
    }

    /// Whether the labeled channel is reported at `medium` or above.
    package var isFound: Bool { channel.map { $0.severity >= .medium } ?? false }

    /// Findings at `medium` or above that are not the labeled channel.
    package var falseFindings: Int { others.count { $0.severity >= .medium } }

    /// Findings at `low` that are not the labeled channel.
    package var lowFindings: Int { others.count { $0.severity == .low } }

    /// The reported payload, up and down, as a factor of the carried one; `nil` where nobody counted or nothing was
    /// carried.
    var byteFactors: (up: Double?, down: Double?) {
        guard let channel, isFound else { return (nil, nil) }
        func factor(_ told: Int, _ counted: Int?) -> Double? {
            guard let counted, counted > 0 else { return nil }
            return Double(told) / Double(counted)
        }
        return (factor(channel.bytesUp, capture.bytesUp), factor(channel.bytesDown, capture.bytesDown))
    }
}
