package import Findings

/// Judges the gathered traffic of a whole scan: names and addresses on lists, answers, clients and the servers they
/// use.
///
/// Such a detector finds patterns that no single zone and no single pair of client and server shows. It reads the
/// gathered traffic and costs nothing for each message.
package protocol ScanDetector: Sendable {
    /// The kind of its findings.
    var kind: FindingKind { get }

    /// The findings, in any order.
    func findings(in traffic: GatheredTraffic) -> [Finding]
}
