/// An address and a UDP or TCP port.
package struct Endpoint: Hashable, Sendable {
    package let address: IPAddress
    package let port: UInt16

    package init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

/// The transport protocols that carry DNS in the clear.
package enum TransportProtocol: String, Hashable, Sendable {
    case udp
    case tcp
}
