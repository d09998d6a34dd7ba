import DNSWire
import PayloadMeasures
import ZoneProfiles

/// The most that the features of a channel can be, for detectors that need not measure them.
///
/// Nearly all zones have a few names and addresses. To count these takes a hundredth of the time that it takes to measure
/// what they can carry. A bound holds for all content of a channel, and so for what ordinary traffic leaves of it.
package struct ChannelBounds: Sendable {
    /// Clients that ask below the cut.
    package let clients: Int
    /// As ``ChannelFeatures/distinctNames``.
    package let distinctNames: Double
    /// As ``ChannelFeatures/informationUp``, in bytes.
    package let informationUp: Double
    /// Whether labels could decode to text.
    package let mayHaveReadableNames: Bool
    /// Whether an exchange has an answer that could be text.
    package let mayExchangeText: Bool
    package let answers: AnswerBounds
    /// Messages by which a pace could be told: of one client in the whole of a profile.
    package let pacedMessages: Int
    /// Queries of the whole profile.
    package let queries: Int
    /// As ``ChannelFeatures/letterCaseVariations``.
    package let letterCaseVariations: Double
    /// Whether times to live go up and down at will.
    package let hasErraticLifetimes: Bool

    /// - Complexity: O(sampled names and answers), O(their octets) where there are many.
    init(
        _ scope: ChannelScope,
        subdomains: [DomainName],
        profile: ZoneProfile,
        exchanges: [Exchange]
    ) {
        clients = scope.clients.count
        distinctNames = Double(scope.names.count) * scope.namesPerSample
        // Each string has an end.
        let symbols = subdomains.reduce(0) { $0 + $1.octets.count + 1 }
        informationUp = CodeLength.mostBytes(ofSymbols: symbols) * scope.namesPerSample
        mayHaveReadableNames =
            ChannelFeatures.areWorthCoding(subdomains) && Self.mayBeCoded(subdomains)
            && EncodedText.mayBeRead(ChannelFeatures.readableLabels(VaryingLabels(subdomains)))
        answers = AnswerBounds(scope)
        mayExchangeText = exchanges.contains(where: TextExchange.mayBeOne)
        pacedMessages = scope.isWhole && scope.clients.count == 1 ? profile.timeline.messages : 0
        queries = profile.queries
        letterCaseVariations = ChannelFeatures.letterCaseVariations(of: scope.names)
        hasErraticLifetimes = ChannelFeatures.erraticLifetimes(of: scope.names) > 0
    }

    /// Whether some labels, whichever vary, could make a piece that is no short word: then they need a look.
    private static func mayBeCoded(_ subdomains: [DomainName]) -> Bool {
        subdomains.contains { subdomain in
            let octets = subdomain.octets
            guard octets.count <= EncodedText.minimumSymbols else { return true }
            return octets.count { (0x30...0x39).contains($0) } > EncodedText.mostDigitsOfWord
                || octets.count { (0x41...0x5A).contains($0) } > 1
        }
    }
}
