package import Findings

/// A rule with the value measured for it, whether that reaches a threshold or not.
package struct Measurement: Sendable {
    package let rule: EvidenceRule
    /// In the rule's unit; `nil` where the feature is undefined.
    package let value: Double?
    /// Whether the rule may count here; some wait until averages mean something.
    package let counts: Bool

    /// The evidence that it is, or `nil` when it does not reach the first threshold or may not count.
    package var evidence: Evidence? {
        counts ? value.flatMap(rule.evidence) : nil
    }
}
