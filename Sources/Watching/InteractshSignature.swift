package import DNSWire
package import Findings
import NetworkTypes
package import ZoneProfiles

/// Recognizes interactsh by the ids that its clients put into names, for exploit callbacks.
///
///     [<leak>.…]<id><nonce>.<server>
///
/// One name is certain below the project's own servers. Below any other zone, names with one id and different nonces are
/// certain, and names with one label and different leaks are probable; for the chances see ``InteractshID``.
package enum InteractshSignature {
    private static let tool = "interactsh"
    private static let minimumNames = 2
    /// How old an id may be that only leaks repeat: as long as servers keep the callbacks that came in.
    private static let keptAge = 30.0 * 86_400
    private static let shownIDs = 4

    /// The tool, if names below a server are its.
    ///
    /// - Parameters:
    ///   - names: Names below the server.
    ///   - server: The labels right of the ids.
    /// - Returns: The tool, with how many of the names carry its ids.
    package static func identification(
        in names: [NameRecord],
        below server: DomainName
    ) -> (tool: ToolIdentification, names: Int)? {
        let isOwn = KnownNames.interactshServers.contains(server.presentation)
        let found = names.compactMap { record -> (name: NameRecord, mark: InteractshID, hasLeak: Bool)? in
            let labels = Array(record.name.prefix(dropping: server.labelCount).labels)
            guard let place = labels.lastIndex(where: { InteractshID($0, at: record.first.time) != nil }),
                let mark = InteractshID(labels[place], at: record.first.time)
            else { return nil }
            return (record, mark, place > 0)
        }
        var isCertain = isOwn
        var accepted: [(id: [UInt8], created: Timestamp, names: Int)] = []
        for (id, group) in Dictionary(grouping: found, by: \.mark.id).sorted(by: {
            $0.key.lexicographicallyPrecedes($1.key)
        }) {
            guard let first = group.min(by: { $0.name.first.precedes($1.name.first) }) else { continue }
            let nonces = Set(group.map(\.mark.nonce)).count
            let isRecent = first.name.first.time.seconds(since: first.mark.created) <= keptAge
            let isRepeated = nonces >= minimumNames
            guard isOwn || isRepeated || (isRecent && group.count(where: \.hasLeak) >= minimumNames) else {
                continue
            }
            isCertain = isCertain || isRepeated
            accepted.append((id, first.mark.created, group.count))
        }
        guard !accepted.isEmpty else { return nil }
        let shown = accepted.prefix(shownIDs)
            .map {
                "\(String(decoding: $0.id, as: UTF8.self)), made \($0.created.rfc3339(fractionDigits: 0)), in \($0.names)"
            }
        let count = accepted.reduce(0) { $0 + $1.names }
        let identification = ToolIdentification(
            name: tool,
            confidence: isCertain ? .certain : .probable,
            because: "\(count) names carry ids of its clients: \(shown.joined(separator: "; "))."
        )
        return (identification, count)
    }
}
