package import Channels
import DNSWire
import ZoneProfiles

/// An ordinary service whose names look like a channel's.
///
/// No name is excused by its suffix alone: the labels, the answers and the resolver must be those that the service is
/// known for, or the zone is judged as any other.
package struct RecognizedService: Sendable {
    /// The answers that a service gives.
    package enum AnswerShape: Sendable {
        /// Codes in 127.0.0.0/8, or none (RFC 5782 §2.1); an explanation in text may go with a code.
        case listCodes
        /// A few answers that come again and again, or codes in 127.0.0.0/8.
        case few
        /// Addresses, and names of hosts.
        case hosts
        /// One random token of 43 Base64url symbols (RFC 8555 §8.1).
        case tokens
        /// Short texts for people or programs, each up to so many octets.
        case texts(octets: Double)
        /// None at all but names of hosts and addresses, or the error that there is no such name.
        case noneOrHosts
    }

    package let name: String
    /// The suffixes that come behind the labels.
    private let suffixes: [DomainName]
    /// The part of a name before the suffix, in lower case and presentation format.
    private let layout: @Sendable () -> Regex<Substring>
    private let answers: AnswerShape
    /// The document that describes the layout, or the place where it was seen.
    package let source: String

    /// Names that may be off the layout, such as the service's own web site: a share, or one where there are several.
    private static let tolerance = 0.05
    private static let severalNames = 8
    private static let fewAnswers = 12.0
    private static let tokenOctets = 43.0

    /// A service.
    ///
    /// - Parameters:
    ///   - name: Its name in reports.
    ///   - suffixes: Domain names, without the final dot.
    ///   - layout: Matches the whole part before a suffix; made anew for each use, as a regular expression
    ///     is not sendable.
    ///   - answers: The answers that it gives.
    ///   - source: The document that describes the layout, or the place where it was seen.
    init(
        _ name: String,
        under suffixes: [String],
        layout: @autoclosure @escaping @Sendable () -> Regex<Substring>,
        answers: AnswerShape,
        source: String
    ) {
        self.name = name
        self.suffixes = suffixes.compactMap(DomainName.init(presentation:))
        self.layout = layout
        self.answers = answers
        self.source = source
    }

    /// How far a channel's names and answers are those of a service whose suffix it has.
    package struct Fit {
        /// The share of names that have the layout, 0…1.
        package let names: Double
        /// Whether these are enough names.
        let namesFit: Bool
        package let answersFit: Bool
        /// Whether both are the service's.
        package var isComplete: Bool { namesFit && answersFit }
    }

    /// Whether a channel is the service in all parts.
    ///
    /// - Parameters:
    ///   - channel: The traffic that was seen of the zone.
    ///   - isOrdinaryResolver: Whether the servers asked also serve other zones.
    ///   - areAddressesData: Whether addresses in its names spell a text; these have the layout, but are nobody's hosts.
    /// - Returns: `false` as soon as one part does not fit.
    package func matches(_ channel: Channel, isOrdinaryResolver: Bool, areAddressesData: Bool) -> Bool {
        isOrdinaryResolver && fit(of: channel, areAddressesData: areAddressesData)?.isComplete == true
    }

    /// How far a channel is the service, or `nil` when it has none of the suffixes.
    package func fit(of channel: Channel, areAddressesData: Bool) -> Fit? {
        guard !channel.names.isEmpty,
            suffixes.contains(where: { channel.zone.isSubdomain(of: $0) || $0.isSubdomain(of: channel.zone) })
        else { return nil }
        let layout = layout()
        let misfits = channel.names.count { !fits($0.name, layout) }
        let tolerated = max(
            Self.tolerance * Double(channel.names.count),
            channel.names.count >= Self.severalNames ? 1 : 0
        )
        return Fit(
            names: 1 - Double(misfits) / Double(channel.names.count),
            namesFit: Double(misfits) <= tolerated && !areAddressesData,
            answersFit: hasExpectedAnswers(channel.features)
        )
    }

    /// Whether a name lies below one of the suffixes and has the layout before it.
    private func fits(_ name: DomainName, _ layout: Regex<Substring>) -> Bool {
        suffixes.contains { suffix in
            name.isSubdomain(of: suffix)
                && name.prefix(dropping: suffix.labelCount).lowercased.presentation
                    .wholeMatch(of: layout) != nil
        }
    }

    private func hasExpectedAnswers(_ features: ChannelFeatures) -> Bool {
        let octetsPerText = features.payloadAnswerOctets / max(1, features.distinctPayloadAnswers)
        return switch answers {
        case .listCodes:
            octetsPerText <= 80 && (features.distinctAddresses == 0 || features.loopbackAnswerRatio >= 0.9)
        case .few:
            features.distinctPayloadAnswers + features.distinctAddresses <= Self.fewAnswers
                || features.distinctPayloadAnswers == 0 && features.loopbackAnswerRatio >= 0.9
        case .hosts: octetsPerText <= 80 && features.textQueryRatio + features.rareTypeRatio <= 0.1
        case .tokens: octetsPerText <= Self.tokenOctets
        case .texts(let octets): octetsPerText <= octets && features.rareTypeRatio == 0
        case .noneOrHosts:
            octetsPerText <= 80 && features.textQueryRatio + features.rareTypeRatio <= 0.2
        }
    }
}
