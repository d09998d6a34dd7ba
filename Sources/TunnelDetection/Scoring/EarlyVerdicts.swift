package import Findings
package import ZoneProfiles

/// Judges profiles that have to go before a scan is over, and keeps their findings.
///
/// The verdict compares a finding with facts of the scan, such as how many clients it has. These are the facts that were
/// known at most half as many messages before.
package struct EarlyVerdicts {
    /// Findings that are kept; of more, the least severe go.
    private static let capacity = 2_048
    private let analyzer: TunnelAnalyzer
    private var context: (scan: ScanContext, suspects: Suspects, messages: Int)?
    private var kept: [Finding] = []
    /// Findings that were too many.
    package private(set) var unlisted = 0

    package init(_ analyzer: TunnelAnalyzer) {
        self.analyzer = analyzer
    }

    /// The findings so far, the most severe of each zone and kind with the activity of all.
    package var findings: [Finding] { kept }

    /// Judges the profiles that have left the tables.
    ///
    /// - Parameters:
    ///   - zones: Profiles of zones, and of pairs whose names are in no zone.
    ///   - pairs: Profiles of pairs, for the fields that they sent beside names and answers.
    ///   - traffic: The traffic that is left, made only where the facts known before are too old.
    ///   - messages: How many messages the scan has read.
    package mutating func judge(
        _ zones: [ProfileTable.LeavingProfile],
        _ pairs: [PeerProfile],
        among traffic: @autoclosure () -> GatheredTraffic,
        messages: Int
    ) {
        let (scan, suspects) = surroundings(traffic, messages: messages)
        for profile in zones { keep(analyzer.findings(inLeaving: profile, scan, suspects)) }
        for profile in pairs { keep(analyzer.findings(inLeaving: profile, suspects)) }
    }

    private mutating func surroundings(
        _ traffic: () -> GatheredTraffic,
        messages: Int
    ) -> (ScanContext, Suspects) {
        if let context, messages < 2 * context.messages { return (context.scan, context.suspects) }
        let traffic = traffic()
        let scan = ScanContext(traffic.profiles)
        context = (scan, traffic.suspects, messages)
        return (scan, traffic.suspects)
    }

    private mutating func keep(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        kept = Finding.united(kept, with: findings)
        guard kept.count > Self.capacity else { return }
        kept.sort(by: Finding.precedes)
        unlisted += kept.count - Self.capacity * 3 / 4
        kept.removeLast(kept.count - Self.capacity * 3 / 4)
    }
}
