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
    /// Whether answers may be of other names too: of names outside of a sample, or of other clients.
    let isPart: Bool
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
        isPart: Bool = false,
        receivesMail: Bool
    ) {
        self.names = names
        self.answers = answers
        self.namesPerSample = namesPerSample
        self.answersPerSample = answersPerSample
        self.isPart = isPart || namesPerSample > 1
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
    /// The places of answers that belong to names outside of the part; those of names in it stand for them.
    package private(set) var answersOfOthers: Set<Int> = []
    /// The laws by name.
    package var laws: [String] = []

    /// Of text, as ``EncodedText`` tells it from chance.
    private static let readableShare = 0.85
    /// Octets that tell the kinds of a key and of its digest (RFC 4255 §3.1, RFC 6698 §2.1).
    private static let keyHeader = 3

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
            // So is text in place of keys and digests.
            let keys = part.answers.map { traffic.answers[$0] }.filter {
                $0.type.isPublishedKey($0.octets, length: $0.length)
            }
            let content = keys.flatMap { $0.octets.dropFirst(Self.keyHeader) }
            if !content.isEmpty, TextCode.readableRatio(of: content) >= Self.readableShare { continue }
            names.formUnion(part.names)
            answers.formUnion(part.answers)
            laws.append(law.name)
        }
        if laws.isEmpty { return nil }
        answersOfOthers = Self.answersOfOthers(in: traffic).subtracting(answers)
    }

    /// The answers of names outside of a part, but for a name that has more of them than each name in it.
    private static func answersOfOthers(in traffic: NamedAnswers) -> Set<Int> {
        guard traffic.isPart else { return [] }
        let ofName = Dictionary(grouping: traffic.answers.indices) { traffic.answers[$0].queryName }
        let others = ofName.values.filter { traffic.place(ofNameOf: traffic.answers[$0[0]]) == nil }
        let most = ofName.values.reduce(1) {
            traffic.place(ofNameOf: traffic.answers[$1[0]]) == nil ? $0 : max($0, $1.count)
        }
        return Set(others.filter { $0.count <= most }.joined())
    }
}

/// All laws about content.
package enum ContentLawCatalog {
    package static let all: [any ContentLaw] = [
        KeyOwnerLaw(), NodeTreeLaw(), SenderPolicyLaw(), IssuanceTokenLaw(), TransparencyLogLaw(),
        AddressNameLaw(), SearchListLaw(), ServiceInstanceLaw(),
    ]
}
