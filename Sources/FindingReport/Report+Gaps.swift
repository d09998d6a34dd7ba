package import Findings

extension Report {
    /// The parts that the scan did not inspect, in words.
    var gaps: [String] {
        let coverage = self.coverage
        var gaps: [String] = []
        for input in scan.inputs where input.format == nil {
            gaps.append("\(input.name) could not be read")
        }
        for input in scan.inputs where input.isTruncated {
            gaps.append("\(input.name) ends in the middle of a packet")
        }
        if coverage.malformed > 0 {
            let total = Quantity.count(coverage.inspected + coverage.malformed, "DNS message")
            gaps.append("\(Quantity.count(coverage.malformed)) of \(total) malformed")
        }
        if coverage.truncatedBySnapLength > 0 {
            gaps.append(
                Quantity.count(coverage.truncatedBySnapLength, "packet") + " cut short by the snap length"
            )
        }
        if coverage.unknownLink > 0 {
            gaps.append(Quantity.count(coverage.unknownLink, "packet") + " of an unknown link layer")
        }
        if coverage.dropped > 0 {
            gaps.append(Quantity.count(coverage.dropped, "packet") + " lost while recording")
        }
        if !coverage.encryptedDNS.isEmpty {
            let clients = Set(coverage.encryptedDNS.map(\.client)).count
            let packets = coverage.encryptedDNS.reduce(0) { $0 + $1.packets }
            let transports = Set(coverage.encryptedDNS.map(\.transport)).sorted().joined(separator: ", ")
            gaps.append(
                "encrypted DNS of \(Quantity.count(clients, "client")) (\(transports), \(Quantity.count(packets, "packet")))"
            )
        }
        if coverage.isOneSided {
            gaps.append(
                scan.responses == 0 ? "only queries were captured" : "only responses were captured"
            )
        }
        if coverage.lostState > 0 {
            gaps.append(
                "a memory bound was reached \(Quantity.count(coverage.lostState, "time")), and something that was kept let go"
            )
        }
        return gaps
    }

    /// The parts that the scan did not inspect, as one clause; the kinds of problems where there are no other words for it.
    package var gapsInWords: String {
        let words =
            gaps.isEmpty
            ? coverage.problems.filter(\.isGap).map { $0.kind.replacing("_", with: " ") } : gaps
        return words.joined(separator: "; ")
    }
}

extension InputSummary {
    /// The name that people use for a capture.
    var name: String { path == "-" ? "standard input" : path }
}
