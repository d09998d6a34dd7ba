import Findings
import NetworkTypes

extension Report {
    /// A moment as RFC 3339 in UTC, with as many decimals as the captures' clocks have.
    func time(_ moment: Timestamp) -> String {
        moment.rfc3339(fractionDigits: scan.fractionDigits)
    }

    /// Two moments as ``Quantity/interval(_:isClockOff:)`` writes them, with an eye on the captures' clocks.
    func interval(_ range: ClosedRange<Timestamp>) -> String {
        Quantity.interval(range, isClockOff: coverage.problems.contains { $0.kind.hasPrefix("clock_") })
    }
}

extension Finding {
    /// The severity in a word, or that somebody lets it pass.
    var verdict: String { allowedBy == nil ? severity.rawValue : "allowed" }

    /// The features, and every value that evidence rests on by the key that the evidence gives it.
    var allFeatures: [FeatureValue] {
        var names = Set(features.map(\.name))
        return features
            + evidence.filter { names.insert($0.feature).inserted }.map {
                FeatureValue(name: $0.feature, value: $0.value)
            }
    }

    /// The zone, or another sign of the place: the addresses of a finding without a zone, then its kind.
    var place: String {
        if zone != "." { return zone }
        if !addresses.isEmpty { return addresses.prefix(3).map(\.description).joined(separator: ", ") }
        return servers.isEmpty
            ? kind.rawValue : "to " + servers.prefix(3).map(\.description).joined(separator: ", ")
    }

    /// The reason why it is no alarm, in words: the service that it was recognized as, or the list that lets it pass; else `nil`.
    var explanation: String? {
        recognizedAs ?? allowedBy.map { "allowed by \($0)" }
    }
}

extension FindingKind {
    /// The words for the two directions: payload goes up and down; of whole messages, senders send more than these carry.
    var directions: (up: String, down: String) {
        carriesPayload ? ("up", "down") : ("sent", "received")
    }

    /// The reason why a finding of this kind may have no zone; `nil` where that goes without saying.
    var zoneInWords: String? {
        switch self {
        case .tunnel, .exfiltration, .infiltration, .beacon:
            "none: the names share no zone and go straight to their server"
        case .covertField: "any: the data is not in the names"
        default: nil
        }
    }
}
