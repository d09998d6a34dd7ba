import DNSObservation
package import DNSWire
import PayloadMeasures
package import ZoneProfiles

/// The distinct names below one cut of a zone, with the answers that were given to them.
package struct NamedAnswers {
    /// The sampled names.
    package let names: [NameRecord]
    /// The sampled distinct answers.
    package let answers: [AnswerRecord]
    /// How many distinct names stand for each sampled one, at least 1.
    package let namesPerSample: Double
    /// How many distinct answers stand for each sampled one, at least 1.
    package let answersPerSample: Double
    /// The labels left of the cut in each name, in lower case.
    let subdomains: [DomainName]
    /// Whether somebody asked for a mail server of the zone.
    let receivesMail: Bool
    /// The place in ``names`` of the name that an answer was first given to, by its hash.
    private let places: [UInt64: Int]

    package init(
        names: [NameRecord],
        answers: [AnswerRecord],
        namesPerSample: Double,
        answersPerSample: Double,
        zone: DomainName,
        receivesMail: Bool
    ) {
        self.names = names
        self.answers = answers
        self.namesPerSample = namesPerSample
        self.answersPerSample = answersPerSample
        self.receivesMail = receivesMail
        subdomains = names.map { $0.name.lowercased.prefix(dropping: zone.labelCount) }
        places = Dictionary(
            names.enumerated().map { (KeyedHash.hash($1.name.lowercased.octets), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The place in ``names`` of the name that an answer was first given to, or `nil` when it is not among them.
    func place(ofNameOf answer: AnswerRecord) -> Int? { places[answer.queryName] }
}

/// Names and answers that a standard explains, so that they tell nobody anything that he could not know.
///
/// A law looks at content alone: at the labels of a name and at its answers. No law goes by the zone.
package protocol ContentLaw: Sendable {
    /// The description of the content, for reports.
    var name: String { get }
    /// The source that documents the content.
    var source: String { get }

    /// The names and answers that the law explains; `nil` where it explains nothing, which has to be cheap to see.
    func explained(in traffic: NamedAnswers) -> ExplainedContent?
}

/// The names and answers that a law explains.
package struct ExplainedContent {
    /// Places in ``NamedAnswers/names``.
    package var names: Set<Int> = []
    /// Places in ``NamedAnswers/answers``.
    package var answers: Set<Int> = []
    /// The laws by name.
    package var laws: [String] = []

    /// Of text, as ``EncodedText`` tells it from chance.
    private static let readableShare = 0.85

    package init() {}

    /// The content of names and answers that all laws together explain, or `nil` for none.
    ///
    /// - Complexity: O(octets of the sampled names and answers) where a law applies, else O(names).
    package init?(_ traffic: NamedAnswers) {
        for law in ContentLawCatalog.all {
            guard let part = law.explained(in: traffic) else { continue }
            // A standard explains digests, keys and addresses: text in their place is somebody's.
            let labels = part.names.flatMap { traffic.subdomains[$0].labels.map(Identifier.digits(of:)) }
            if let reading = EncodedText.reading(of: labels), reading.printableRatio >= Self.readableShare {
                continue
            }
            names.formUnion(part.names)
            answers.formUnion(part.answers)
            laws.append(law.name)
        }
        if laws.isEmpty { return nil }
    }
}

/// All laws about content.
package enum ContentLawCatalog {
    package static let all: [any ContentLaw] = [
        KeyOwnerLaw(), NodeTreeLaw(), SenderPolicyLaw(), IssuanceTokenLaw(), TransparencyLogLaw(),
    ]
}
