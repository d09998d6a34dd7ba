package import Channels
import DNSWire
package import Findings
import ZoneProfiles

/// Recognizes the exercises of Atomic Red Team by the word in their names.
///
///     atomicredteam.<random number up to 999,999>.127.0.0.1.nip.io               asked for as TXT, at once or at intervals
///     atomicredteamatomicredteam….….zone                                          ever longer names
///
/// No other program makes the word with a number behind it, or twice in a label. An exercise is reported like the
/// attack that it imitates, and its name tells that it is one.
///
/// Source: redcanaryco/atomic-red-team, atomics/T1071.004/T1071.004.yaml.
package struct AtomicRedTeamSignature: ToolSignature {
    package let tool = "Atomic Red Team"
    package let kind = FindingKind.exfiltration
    private static let word = "atomicredteam"
    private static let minimumNames = 2

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let names = channel.names.filter { Self.isExercise($0.name) }
        guard let first = names.first, names.count >= Self.minimumNames else { return nil }
        return recognized(
            feature: "atomic_red_team_names",
            value: names.count,
            threshold: Self.minimumNames,
            because:
                "\(names.count) names of the exercise for T1071.004, first in frame \(first.first.place)."
        )
    }

    private static func isExercise(_ name: DomainName) -> Bool {
        let labels = Array(name.labels)
        return labels.indices.contains { index in
            guard labels[index].prefix(word.utf8.count).isText(word) else { return false }
            return labels[index].dropFirst(word.utf8.count).prefix(word.utf8.count).isText(word)
                || labels.dropFirst(index + 1).first?.decimalNumber != nil
        }
    }
}
