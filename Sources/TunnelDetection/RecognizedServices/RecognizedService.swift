import DNSWire

/// An ordinary service whose names look like a channel's.
///
/// No name is excused by its suffix alone: the labels, the answers and the resolver must be what the service is
/// known for, or the zone is judged as any other.
struct RecognizedService: Sendable {
    /// What answers a service gives.
    enum AnswerShape: Sendable {
        /// Codes in 127.0.0.0/8, or none (RFC 5782 §2.1).
        case listCodes
        /// A few answers that come again and again.
        case few
        /// Addresses of hosts only.
        case addresses
        /// One random token of 43 Base64url symbols (RFC 8555 §8.1).
        case tokens
    }

    let name: String
    /// The names under which it is asked; one of them must be the zone's end.
    let suffixes: [String]
    /// Whether a subdomain, in lower case and presentation format, is one of the service's.
    let fits: @Sendable (String) -> Bool
    let answers: AnswerShape
    /// Where the layout is documented or was seen.
    let source: String

    /// Names that may be off the layout, such as the service's own web site.
    private static let tolerance = 0.05
    private static let fewAnswers = 12.0

    /// Whether a channel is the service in all parts.
    ///
    /// - Parameters:
    ///   - channel: What was seen of the zone.
    ///   - isOrdinaryResolver: Whether the servers asked also serve other zones.
    /// - Returns: `false` as soon as one part does not fit.
    func matches(_ channel: Channel, isOrdinaryResolver: Bool) -> Bool {
        guard isOrdinaryResolver,
            let suffix = suffixes.compactMap(DomainName.init(presentation:))
                .first(where: {
                    channel.profile.zone.isSubdomain(of: $0) || channel.zone.isSubdomain(of: $0)
                        || $0.isSubdomain(of: channel.zone)
                })
        else { return false }
        let inside = channel.names.filter { $0.name.isSubdomain(of: suffix) }
        let misfits =
            channel.names.count
            - inside.count {
                fits($0.name.prefix(dropping: suffix.labelCount).lowercased.presentation)
            }
        guard Double(misfits) <= Self.tolerance * Double(channel.names.count) else { return false }
        let features = channel.features
        return switch answers {
        case .listCodes:
            features.distinctPayloadAnswers <= Self.fewAnswers
                && (features.distinctAddresses == 0 || features.loopbackAnswerRatio >= 0.9)
        case .few: features.distinctPayloadAnswers + features.distinctAddresses <= Self.fewAnswers
        case .addresses: features.distinctPayloadAnswers == 0
        case .tokens: features.payloadAnswerOctets <= 43 * features.distinctPayloadAnswers
        }
    }
}
