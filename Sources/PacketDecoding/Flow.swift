package import NetworkTypes

/// The way of one payload: its source, its destination, and its transport.
package struct Flow: Hashable, Sendable {
    package let source: Endpoint
    package let destination: Endpoint
    package let transport: TransportProtocol

    package init(source: Endpoint, destination: Endpoint, transport: TransportProtocol) {
        self.source = source
        self.destination = destination
        self.transport = transport
    }

    /// The service that the ports announce, if any.
    package var service: DNSService? { DNSService(ports: source.port, destination.port) }

    /// Whether either side has the port of DNS itself.
    package var isOnDNSPort: Bool {
        let port = DNSService.dns.port
        return source.port == port || destination.port == port
    }

    /// The same conversation's other direction.
    package var reversed: Flow {
        Flow(source: destination, destination: source, transport: transport)
    }
}
