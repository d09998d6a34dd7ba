import Findings
import NetworkTypes

extension Report {
    /// A moment as RFC 3339 in UTC, with as many decimals as the captures' clocks have.
    func time(_ moment: Timestamp) -> String {
        moment.rfc3339(fractionDigits: scan.fractionDigits)
    }
}

extension Finding {
    /// Why it is no alarm, in words: the service that it was recognized as, or who lets it pass; else `nil`.
    var explanation: String? {
        recognizedAs ?? allowedBy.map { "allowed by \($0)" }
    }
}
