package import Findings
import NetworkTypes
package import ZoneProfiles

/// The signs that tell where on the way of DNS captures were taken: who asks whom, and whether for recursion.
///
/// Clients ask resolvers to do the rest (RD), resolvers ask the servers of zones without it, and only those answer
/// with authority (AA); RFC 9499 §6 has the roles.
package struct CaptureVantage {
    /// Fewer messages may be anything.
    private static let fewest = 5
    private let pairs: [(pair: PeerPair, counts: RecursionCounts)]

    /// The vantage from which these hosts were seen.
    package init(_ peers: PeerTable) {
        pairs = peers.profiles.map { ($0.key, $0.value.recursion) }
    }

    /// The point that all messages together show, or `nil` for too few.
    ///
    /// A kind of asking that makes up less than a tenth is taken for a tool's or an administrator's.
    package var capturePoint: CapturePoint? {
        let recursive = Asking(
            pairs.filter { $0.counts.recursive > 0 }.map { ($0.pair, $0.counts.recursive) }
        )
        let iterative = Asking(
            pairs.filter { $0.counts.iterative > 0 }.map { ($0.pair, $0.counts.iterative) }
        )
        let messages = recursive.messages + iterative.messages
        guard messages >= Self.fewest else { return nil }
        let points = [
            10 * recursive.messages >= messages ? recursivePoint(recursive) : nil,
            10 * iterative.messages >= messages ? iterativePoint(iterative) : nil,
        ].compactMap { $0 }
        if points.count == 1 { return points[0] }
        return CapturePoint(position: .mixed, because: points.map(\.because).joined(separator: " "))
    }

    private func recursivePoint(_ recursive: Asking) -> CapturePoint {
        let (clients, servers) = (recursive.clients.count, recursive.servers.count)
        let amounts =
            "\(Self.counted(clients, "host")) \(clients == 1 ? "asks" : "ask") "
            + "\(Self.counted(servers, "server")) for recursion"
        let forwarders = recursive.betweenOthers.count
        if forwarders > 0 {
            let both =
                "\(Self.counted(forwarders, "of them", "of them")) both ask\(forwarders == 1 ? "s" : "") and "
                + "\(forwarders == 1 ? "is" : "are") asked"
            return CapturePoint(position: .forwarder, because: "\(amounts); \(both).")
        }
        return CapturePoint(position: clients == 1 ? .client : .resolver, because: amounts + ".")
    }

    private func iterativePoint(_ iterative: Asking) -> CapturePoint {
        let (clients, servers) = (iterative.clients.count, iterative.servers.count)
        let amounts =
            "\(Self.counted(clients, "host")) \(clients == 1 ? "asks" : "ask") "
            + "\(Self.counted(servers, "server")) without asking for recursion."
        return CapturePoint(
            position: clients > servers ? .authoritative : .resolverUpstream,
            because: amounts
        )
    }

    private static func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}

/// One way of asking: the asking side, the asked side, and the number of messages.
private struct Asking {
    var messages = 0
    var clients: Set<IPAddress> = []
    var servers: Set<IPAddress> = []
    /// Hosts that ask another and are asked by another.
    var betweenOthers: Set<IPAddress> = []

    init(_ pairs: [(pair: PeerPair, messages: Int)]) {
        for (pair, messages) in pairs {
            self.messages += messages
            clients.insert(pair.client)
            servers.insert(pair.server)
        }
        // A host that talks to itself, as over the loopback interface, stands between nobody.
        let others = pairs.map(\.pair).filter { $0.client != $0.server }
        betweenOthers = Set(others.map(\.client)).intersection(others.map(\.server))
    }
}
