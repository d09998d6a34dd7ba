package import NetworkTypes

/// A client with the server that it talks to.
package struct PeerPair: Hashable, Comparable, Sendable {
    package let client: IPAddress
    package let server: IPAddress

    package init(client: IPAddress, server: IPAddress) {
        self.client = client
        self.server = server
    }

    package func _rawHashValue(seed: Int) -> Int {
        var hash = TableHash()
        hash.absorb(client)
        hash.absorb(server)
        return hash.value
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.client, left.server) < (right.client, right.server)
    }
}
