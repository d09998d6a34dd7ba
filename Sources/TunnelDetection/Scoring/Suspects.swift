package import Findings
package import NetworkTypes
package import ZoneProfiles

/// On which machine to look for the process behind a finding.
///
/// A resolver or forwarder asks for others. The process is then on the machine of one of these; only the resolver's
/// log, or a recording on its other side, knows which.
package struct Suspects: Sendable {
    private let resolvers: Set<IPAddress>
    private let stated: [AddressPrefix]
    /// Servers that a host asks without wanting recursion to count as a resolver; a tool has one.
    private static let leastServers = 3

    /// Tells which hosts ask for others.
    ///
    /// - Parameters:
    ///   - peers: The pairs of client and server.
    ///   - stated: Resolvers that the user names.
    ///
    /// - Complexity: O(pairs).
    ///
    /// Source: RFC 9499 §6, "recursive resolver" and "forwarding": a resolver answers clients that want recursion, and
    /// asks servers of zones without wanting it.
    package init(_ peers: PeerTable, stated: [AddressPrefix] = []) {
        var asking: Set<IPAddress> = []
        var answering: Set<IPAddress> = []
        var iterative: [IPAddress: Int] = [:]
        for (pair, profile) in peers.profiles where pair.client != pair.server {
            asking.insert(pair.client)
            if profile.recursiveQueries > 0, profile.responses > 0 { answering.insert(pair.server) }
            if profile.recursion.iterative > profile.recursion.recursive {
                iterative[pair.client, default: 0] += 1
            }
        }
        resolvers = asking.intersection(answering).union(
            iterative.filter { $0.value >= Self.leastServers }.keys
        )
        // A wide network of resolvers may hold clients, too.
        self.stated = stated.filter { $0.length == $0.address.bitCount }
    }

    /// Whether a host asks for others.
    package func isResolver(_ address: IPAddress) -> Bool {
        resolvers.contains(address) || stated.contains { $0.contains(address) }
    }

    /// The next step that leads to the process.
    ///
    /// - Parameters:
    ///   - clients: All clients that had part in it.
    ///   - deed: The act of the process, such as `sends these queries`.
    ///   - zone: The zone of the names, in presentation format; `.` where they have none.
    ///   - isolates: Whether the machine is to be isolated.
    /// - Returns: One sentence. It names the client with the most payload, then the most queries; never a resolver.
    package func step(
        _ clients: [ClientActivity],
        deed: String,
        zone: String,
        isolates: Bool = false
    ) -> String {
        let machines = clients.filter { !isResolver($0.address) }
        let first = machines.max {
            ($0.bytesUp + $0.bytesDown, $0.queries, $1.address) < (
                $1.bytesUp + $1.bytesDown, $1.queries, $0.address
            )
        }
        guard let first else { return stepBeyond(clients, zone: zone) }
        let more = machines.count - 1
        let others =
            more == 0
            ? "" : more == 1 ? "; 1 more client does the same" : "; \(more) more clients do the same"
        return
            "Find the process on \(first.address) that \(deed)\(isolates ? ", and isolate the machine" : "")\(others)."
    }

    /// The way to the client where only resolvers show.
    private func stepBeyond(_ clients: [ClientActivity], zone: String) -> String {
        guard let resolver = clients.max(by: { ($0.queries, $1.address) < ($1.queries, $0.address) }) else {
            return "Find out who asked: no client shows in this recording."
        }
        let names = zone == "." ? "these names" : zone
        let option = zone == "." ? "" : " --zone \(zone)"
        return
            "\(resolver.address) is a resolver and asks for its clients: search its query log for \(names), or record "
            + "between it and its clients and run 'dnsscan clients\(option) CAPTURE'."
    }
}
