package import Findings
package import ZoneProfiles

/// Judges what has to go before a scan is over, and keeps what it amounts to.
///
/// What a finding is compared with, such as how many clients a scan has, is what was known at most half as many messages
/// before.
package struct EarlyVerdicts {
    /// Findings that are kept; of more, the least severe go.
    private static let capacity = 2_048
    private let analyzer: TunnelAnalyzer
    private var context: (scan: ScanContext, messages: Int)?
    private var kept: [Finding] = []
    /// Findings that were too many.
    package private(set) var unlisted = 0

    package init(_ analyzer: TunnelAnalyzer) {
        self.analyzer = analyzer
    }

    /// The findings so far, the most severe of each zone and kind with the activity of all.
    package var findings: [Finding] { kept }

    /// Judges what has left a table.
    ///
    /// - Parameters:
    ///   - leaving: Profiles of zones and pairs.
    ///   - table: What is left.
    ///   - messages: How many messages the scan has read.
    package mutating func judge(
        _ leaving: [ProfileTable.LeavingProfile],
        in table: ProfileTable,
        messages: Int
    ) {
        let scan = context(of: table, messages: messages)
        for profile in leaving { keep(analyzer.findings(inLeaving: profile, scan)) }
    }

    /// Judges pairs that have left a table.
    package mutating func judge(_ leaving: [PeerProfile]) {
        for profile in leaving { keep(analyzer.findings(inLeaving: profile)) }
    }

    private mutating func context(of table: ProfileTable, messages: Int) -> ScanContext {
        if let context, messages < 2 * context.messages { return context.scan }
        let scan = ScanContext(table)
        context = (scan, messages)
        return scan
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
