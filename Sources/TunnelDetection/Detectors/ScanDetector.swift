package import Findings

/// Judges what a whole scan gathered: names and addresses on lists, answers, clients and the servers they use.
///
/// For what no single zone and no single pair of client and server shows. A detector reads what is there and costs
/// nothing for each message.
package protocol ScanDetector: Sendable {
    /// The kind of its findings.
    var kind: FindingKind { get }

    /// The findings, in any order.
    func findings(in traffic: GatheredTraffic) -> [Finding]
}
