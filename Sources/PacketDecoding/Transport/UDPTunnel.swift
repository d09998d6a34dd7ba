/// The tunnels that are recognized by a UDP port.
enum UDPTunnel {
    init?(ports first: UInt16, _ second: UInt16) { return nil }

    func inner(of octets: Span<UInt8>) -> InnerLayer? { nil }
}

func isPlainlyDNS(_ octets: Span<UInt8>) -> Bool { false }
