import DNSWire
import PayloadMeasures
import PublicSuffixes
import ZoneProfiles

/// Names that a mail server composes from a sender by the macros of a domain's sender policy: address, host, domain,
/// mailbox, with marks between them, as in `192.0.2.3._ip.mx.example.org._ehlo.example.org._spf.example.net`.
///
/// Each part must be of the sort that its macro stands for. The answer must be a code, nothing, or a policy that says
/// no more than the name. Payload in place of a part is no address, no domain, or too long for a mailbox; addresses
/// that spell text are text.
struct SenderPolicyLaw: ContentLaw {
    let name = "Sender policies with macros"
    let source = "RFC 7208 §7 (macros), §5.7 (exists), RFC 5782 §2.1 (codes)"

    private static let suffixes = PublicSuffixList()
    /// Marks without the underscore that domains put before theirs.
    private static let marks = Set(
        ["in-addr", "ip4", "ip6", "ipv4", "ipv6", "v4", "v6", "spf", "ehlo", "helo"].map { Array($0.utf8) }
    )
    /// The longest word, in octets: people choose such words before the @, and services give their customers such
    /// keys.
    private static let longestWord = 16
    private static let longestHost = 24
    private static let policy = Array("v=spf1 ".utf8)
    private static let longestPolicy = 100
    /// The most different policies that one zone has, beside the address of the question.
    private static let policies = 8
    /// Forty-eight random addresses are text by a chance below 10⁻³⁰.
    private static let readAddresses = 48
    private static let printableShare = 0.95

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        var addresses: [[UInt8]] = []
        let names = traffic.names.indices.filter { index in
            let labels = Array(traffic.subdomains[index].labels)
            guard labels.count >= 4, labels.contains(where: Self.isMark) else { return false }
            return Self.isComposed(labels, &addresses)
        }
        guard !names.isEmpty else { return nil }
        if addresses.count >= Self.readAddresses {
            let octets = addresses.joined()
            let printable = octets.count(where: EncodedText.isPrintable)
            if Double(printable) >= Self.printableShare * Double(octets.count) { return nil }
        }
        var explained = ExplainedContent()
        explained.names = Set(names)
        var rests: Set<[UInt8]> = []
        for (index, answer) in traffic.answers.enumerated() {
            guard let place = traffic.place(ofNameOf: answer), explained.names.contains(place) else {
                continue
            }
            switch answer.type {
            case .a where answer.octets.first == 127: explained.answers.insert(index)
            case .txt:
                let text = CharacterStringText.joined(answer.octets)
                guard text.starts(with: Self.policy), text.count <= Self.longestPolicy else { return nil }
                rests.insert(Self.rest(of: text, behind: traffic.names[place].name))
                explained.answers.insert(index)
            // A policy only looks whether there is an address; the address itself is judged as elsewhere.
            case .a: continue
            default: return nil
            }
        }
        return rests.count <= Self.policies ? explained : nil
    }

    private static func isMark(_ label: ArraySlice<UInt8>) -> Bool {
        label.first == UInt8(ascii: "_") && label.count <= longestWord || marks.contains(Array(label))
    }

    /// Whether all parts between marks are addresses, domains or single words, and one is more than a word.
    private static func isComposed(_ labels: [ArraySlice<UInt8>], _ addresses: inout [[UInt8]]) -> Bool {
        var isMoreThanWords = false
        for part in labels.split(whereSeparator: isMark) {
            if let address = address(Array(part)) {
                addresses.append(address)
                isMoreThanWords = true
            } else if part.count > 1 {
                guard part.allSatisfy({ $0.count <= longestHost }), isDomain(Array(part)) else {
                    return false
                }
                isMoreThanWords = true
            } else if part.contains(where: { $0.count > longestWord }) {
                return false
            }
        }
        return isMoreThanWords
    }

    private static func isDomain(_ labels: [ArraySlice<UInt8>]) -> Bool {
        suffixes.registeredDomain(of: labels.flatMap { [UInt8($0.count)] + $0 }).isListed
    }

    /// The octets of an address whose parts are labels, in either order; or `nil`.
    private static func address(_ labels: [ArraySlice<UInt8>]) -> [UInt8]? {
        switch labels.count {
        case 4:
            let octets = labels.compactMap { label in
                label.count <= 3 ? UInt8(String(decoding: label, as: UTF8.self)) : nil
            }
            return octets.count == 4 ? octets : nil
        case 32:
            let digits = labels.compactMap {
                $0.count == 1 ? EncodedText.hexadecimalValue($0[$0.startIndex]) : nil
            }
            guard digits.count == 32 else { return nil }
            return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        default: return nil
        }
    }

    /// A policy's text less the words whose value the name holds, such as `ip4:192.0.2.3`.
    private static func rest(of text: [UInt8], behind name: DomainName) -> [UInt8] {
        let asked = Array(name.lowercased.labels.joined(separator: [UInt8(ascii: ".")]))
        let words = text.split(separator: 0x20).filter { word in
            let value = word.split(separator: UInt8(ascii: ":"), maxSplits: 1).last ?? []
            guard value.count >= 7, value.count < word.count else { return true }
            return !asked.indices.contains { asked[$0...].starts(with: value) }
        }
        return Array(words.joined(separator: [0x20]))
    }
}
