import DNSObservation
import DNSWire
import Findings
import NetworkTypes

/// The hosts behind forwarders that say for whom they ask, by the names that these hosts asked for.
///
/// A table of fixed size: a name takes the place of an older one. A finding's samples tell which names to look for.
struct Originators: Sendable {
    private struct Entry {
        var name: UInt64 = 0
        var client = IPAddress(v4: 0)
        var originator: Originator?
    }

    private static let slotCount = 1 << 14
    /// Made when a query with such an option comes; most captures have none.
    private var entries: [Entry] = []

    mutating func note(_ observation: borrowing Observation) {
        guard !observation.isResponse, !observation.options.isEmpty, let originator = observation.originator
        else { return }
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: Self.slotCount) }
        let slot = Int(truncatingIfNeeded: observation.queryNameHash) & (Self.slotCount - 1)
        entries[slot] = Entry(
            name: observation.queryNameHash,
            client: observation.client.address,
            originator: originator
        )
    }

    /// Names the hosts behind each client of a finding, as far as the samples show them.
    func complete(_ finding: inout Finding) {
        guard !entries.isEmpty else { return }
        for sample in finding.samples {
            guard let name = DomainName(presentation: sample.queryName) else { continue }
            let hash = KeyedHash.hash(lowercasing: name.octets.span)
            let entry = entries[Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)]
            guard entry.name == hash, let text = entry.originator?.text,
                let index = finding.clients.firstIndex(where: { $0.address == entry.client }),
                text != entry.client.description, !finding.clients[index].behind.contains(text)
            else { continue }
            finding.clients[index].behind = (finding.clients[index].behind + [text]).sorted()
        }
    }
}
