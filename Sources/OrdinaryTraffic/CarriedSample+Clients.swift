package import ZoneProfiles

/// Options by which a forwarder tells a resolver which of its clients asks: a hardware address, a customer's number.
extension CarriedSample {
    /// An identifier of 128 bits in hexadecimal digits.
    private static let longestIdentifier = 32
    private static let messagesOfClient = 4
    /// Some clients are seen once only.
    private static let seenOnce = 0.1

    /// Whether the contents are identifiers of clients: of one length, and each comes again and again.
    ///
    /// Payload is sent once, and once more when it is lost; the names of forty devices come with all that these ask for.
    ///
    /// Source: dnsmasq(8), `--add-mac` and `--add-cpe-id`; Umbrella, "Network devices and DNS".
    package var tellsClientsApart: Bool {
        let sampled = contents.records
        guard let length = sampled.first?.octets.count, length <= Self.longestIdentifier else { return false }
        return sampled.allSatisfy { $0.octets.count == length }
            && messages >= Self.messagesOfClient * contents.distinctCount
            && freshRatio <= Self.seenOnce
    }
}
