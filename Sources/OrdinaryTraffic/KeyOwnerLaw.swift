import DNSWire
import PayloadMeasures
import ZoneProfiles

/// Keys, certificates and their digests, at the name of the host, at the digest of the address that they belong to, or at the
/// selector of a customer's mail.
///
/// A sender of mail asks for the 28 octets of a digest below `_openpgpkey` or `_smimecert`, and learns a key or
/// that there is none. Payload in place of digests shows as text, in other types, by records that are no keys, by their
/// number, or where one name brings ever new ones.
struct KeyOwnerLaw: ContentLaw {
    let name = "Keys of hosts and mailboxes"
    let source = "RFC 7929 §3, RFC 8162 §3, RFC 6698 §2, RFC 4255 §3, RFC 4398 §2, RFC 6376 §3.6.1"

    private static let digestSymbols = 56
    private static let mailboxes: [(label: [UInt8], type: RecordType)] = [
        (Array("_openpgpkey".utf8), .openpgpKey), (Array("_smimecert".utf8), .smimea),
    ]
    /// Mailboxes without a key, of a domain that shows no other sign of receiving mail.
    private static let strangers = 100.0
    /// The same of a domain that shows one: a large provider's.
    private static let correspondents = 2_000.0
    /// Two keys, the present and the next one, with two digests each, for four algorithms at most.
    private static let keysOfName = (mailOrWeb: 8, shell: 16)
    /// Octets of a record with a key of Ed25519, the shortest; an empty one, for a key that was taken back, says little.
    private static let shortestMailKey = 46
    /// Keys of one zone: of its hosts, of its mailboxes.
    private static let keysOfZone = 128.0

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        let mailboxes = traffic.names.indices.filter { Self.isMailbox(traffic.names[$0]) }
        let keys = traffic.answers.indices.filter {
            let answer = traffic.answers[$0]
            guard answer.type.isPublishedKey(answer.octets, length: answer.length),
                let place = traffic.place(ofNameOf: answer)
            else { return false }
            return Self.isOwner(traffic.names[place], of: answer.type)
        }
        let selectors = Self.selectors(in: traffic)
        guard !mailboxes.isEmpty || !keys.isEmpty || !selectors.names.isEmpty else { return nil }
        var explained = selectors
        if Double(mailboxes.count) * traffic.namesPerSample
            <= (traffic.receivesMail ? Self.correspondents : Self.strangers)
        {
            explained.names.formUnion(mailboxes)
        }
        let ofName = Dictionary(grouping: keys) { Self.owner(of: traffic.answers[$0], in: traffic) }
        if Double(keys.count) * traffic.answersPerSample <= Self.keysOfZone || areOfHosts(keys, in: traffic),
            ofName.values.allSatisfy({ places in
                let isOfShell = traffic.answers[places[0]].type == .sshfp
                return places.count <= (isOfShell ? Self.keysOfName.shell : Self.keysOfName.mailOrWeb)
            })
        {
            explained.answers.formUnion(keys)
        }
        return explained.names.isEmpty && explained.answers.isEmpty ? nil : explained
    }

    /// Whether keys are those by which hosts show themselves to a shell, each of which has an address.
    ///
    /// Who connects to a host asks for its address first, and a name that only carries payload has none of its own.
    private func areOfHosts(_ keys: [Int], in traffic: NamedAnswers) -> Bool {
        guard keys.allSatisfy({ traffic.answers[$0].type == .sshfp }) else { return false }
        let addresses = traffic.answers.count { [.a, .aaaa].contains($0.type) }
        let (hosts, scale) = (Double(traffic.names.count) * traffic.namesPerSample, traffic.answersPerSample)
        return Double(addresses) * scale >= Self.hostShare * hosts
            && Double(keys.count) * scale <= Double(Self.keysOfName.shell) * hosts
    }

    /// Of the names; a sample tells of a few addresses how many there are, and some hosts are down.
    private static let hostShare = 0.7

    /// The names under which a sender of mail for many customers publishes a key each (RFC 6376 §3.6.1), and the keys.
    private static func selectors(in traffic: NamedAnswers) -> ExplainedContent {
        var selectors = ExplainedContent()
        let texts = traffic.answers.indices.filter { traffic.answers[$0].type == .txt }
        let keys = texts.filter {
            let answer = traffic.answers[$0]
            return answer.length >= shortestMailKey
                && DomainKey.isIn(CharacterStringText.joined(answer.octets))
        }
        let names = traffic.names.indices.filter {
            traffic.names[$0].first.type == .txt && traffic.names[$0].responseCode == .noError
        }
        let keyCount = Double(keys.count) * traffic.answersPerSample
        let nameCount = Double(names.count) * traffic.namesPerSample
        guard !keys.isEmpty, keyCount <= correspondents, Double(keys.count) >= keyShare * Double(texts.count),
            keyCount >= keysOfSelectors * nameCount
        else { return selectors }
        selectors.names = Set(names)
        selectors.answers = Set(keys)
        return selectors
    }

    /// The share of keys among the texts of a zone that is for keys.
    private static let keyShare = 0.95
    /// Keys for each name, as some names share one.
    private static let keysOfSelectors = 0.5

    /// Whether keys of a type are looked for at a name: of a port and protocol (RFC 6698 §3), of a mailbox, or of any host.
    private static func isOwner(_ record: NameRecord, of type: RecordType) -> Bool {
        switch type {
        case .tlsa:
            let labels = Array(record.name.lowercased.labels.prefix(2))
            return labels.count == 2 && labels.allSatisfy { $0.first == UInt8(ascii: "_") }
                && labels[0].dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "*") }
                && protocols.contains { labels[1].elementsEqual($0.utf8) }
        case .openpgpKey, .smimea: return isMailbox(record)
        default: return true
        }
    }

    /// The host of a service's key, or the name at which a key is.
    private static func owner(of answer: AnswerRecord, in traffic: NamedAnswers) -> DomainName? {
        guard let place = traffic.place(ofNameOf: answer) else { return nil }
        let name = traffic.names[place].name.lowercased
        return answer.type == .tlsa ? name.suffix(labelCount: max(0, name.labelCount - 2)) : name
    }

    private static let protocols = ["_tcp", "_udp", "_sctp"]

    private static func isMailbox(_ record: NameRecord) -> Bool {
        guard record.name.labelCount > 2, Int(record.name.octets[0]) == digestSymbols else { return false }
        let labels = Array(record.name.lowercased.labels.prefix(2))
        return labels[0].allSatisfy { EncodedText.hexadecimalValue($0) != nil }
            && mailboxes.contains { $0.type == record.first.type && labels[1].elementsEqual($0.label) }
    }
}
