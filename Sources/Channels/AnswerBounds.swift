import DNSWire
import ZoneProfiles

/// The most that features of answers can be, told by the answers' types alone.
package struct AnswerBounds: Sendable {
    /// As ``ChannelFeatures/distinctPayloadAnswers``.
    package let distinctPayloads: Double
    /// As ``ChannelFeatures/distinctAddresses``.
    package let distinctAddresses: Double
    /// Whether answers could decode to text: there are as many as it takes to tell.
    package let mayBeReadable: Bool
    /// Whether a text could be a program.
    package let hasTexts: Bool
    /// Whether an answer is an address that no host has.
    package let hasNoAddress: Bool

    /// A text or two that somebody encoded may be there for any purpose.
    static let readAnswers = 3

    /// - Complexity: O(sampled answers).
    init(_ scope: ChannelScope) {
        var (others, addresses, hints) = (0, 0, 0)
        var (hasTexts, hasNoAddress) = (false, false)
        for answer in scope.answers {
            switch answer.type {
            case .a, .aaaa:
                addresses += 1
                if answer.isOfNoHost { hasNoAddress = true }
            default:
                others += 1
                if answer.type == .txt { hasTexts = true }
                // Hints in a service binding are addresses of four octets at least.
                if answer.type == .https || answer.type == .svcb { hints += answer.octets.count / 4 }
            }
        }
        self.hasTexts = hasTexts
        self.hasNoAddress = hasNoAddress
        mayBeReadable = others >= Self.readAnswers || addresses + hints >= AddressText.fewestAddresses
        distinctPayloads = Double(others) * scope.answersPerSample
        distinctAddresses = Double(addresses + hints) * scope.answersPerSample
    }
}
