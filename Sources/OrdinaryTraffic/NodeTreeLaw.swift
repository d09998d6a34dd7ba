import DNSWire
import PayloadMeasures
import ZoneProfiles

/// Lists of nodes of a peer-to-peer network, as a tree of texts; the name of each text is its own digest.
///
/// A text proves itself: its name is the beginning of its Keccak-256. Two sorts of texts are explained by the tree alone: texts that
/// are longer than the kept part of an answer, and texts of trees that nobody signed, such as those of test networks. Each of their
/// names was announced by a text above it, and there are no more than a few.
struct NodeTreeLaw: ContentLaw {
    let name = "Node lists of peer-to-peer networks"
    let source = "EIP-1459, ENR tree; EIP-778, text encoding"

    private static let digestSymbols = 26
    /// Symbols of a digest's beginning that are written: 16 octets in Base32.
    private static let digestOctets = 16
    private static let root = Array("enrtree-root:v1 ".utf8)
    private static let branch = Array("enrtree-branch:".utf8)
    private static let link = Array("enrtree://".utf8)
    private static let node = Array("enr:-".utf8)
    /// Nodes that are not proven by their own digest; a starting node asks for some dozens.
    private static let unprovenTexts = 100.0

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        let texts = traffic.answers.indices.compactMap { index -> (place: Int, text: [UInt8])? in
            let answer = traffic.answers[index]
            guard answer.type == .txt, answer.octets.count > Self.node.count,
                answer.octets.dropFirst().starts(with: Self.node.prefix(3))
            else { return nil }
            return (index, CharacterStringText.joined(answer.octets))
        }
        guard !texts.isEmpty else { return nil }
        var announced: Set<[UInt8]> = []
        // In the part of long branches that was not kept.
        var unseen = 0
        var hasRoot = false
        var explained = ExplainedContent()
        var unproven: [(place: Int, name: Int)] = []
        for (place, text) in texts {
            if text.starts(with: Self.root) {
                hasRoot = true
                announced.formUnion(Self.digests(in: text.dropFirst(Self.root.count), separator: 0x20))
                explained.answers.insert(place)
            } else if text.starts(with: Self.branch) {
                announced.formUnion(Self.digests(in: text.dropFirst(Self.branch.count), separator: 0x2C))
                let cut = traffic.answers[place].length - traffic.answers[place].octets.count
                if cut > 0 { unseen += 1 + cut / (Self.digestSymbols + 1) }
            }
            guard let name = traffic.place(ofNameOf: traffic.answers[place]),
                let label = traffic.names[name].name.labels.first(where: { _ in true }),
                label.count == Self.digestSymbols
            else { continue }
            let isWhole = traffic.answers[place].length == traffic.answers[place].octets.count
            if isWhole, Self.label(of: text) == label.map(\.asciiLowercased) {
                explained.answers.insert(place)
                explained.names.insert(name)
            } else if Self.hasForm(text) {
                unproven.append((place, name))
            }
        }
        let known = unproven.filter { entry in
            guard let label = traffic.names[entry.name].name.lowercased.labels.first(where: { _ in true })
            else {
                return false
            }
            return announced.contains(Array(label))
        }
        if hasRoot, 10 * (known.count + unseen) >= 9 * unproven.count,
            Double(unproven.count) * traffic.answersPerSample <= Self.unprovenTexts
        {
            explained.answers.formUnion(unproven.map(\.place))
            explained.names.formUnion(unproven.map(\.name))
        }
        return explained.answers.isEmpty ? nil : explained
    }

    /// The digests that a root or a branch names, in lower case; the last one may be cut short.
    private static func digests(in text: ArraySlice<UInt8>, separator: UInt8) -> [[UInt8]] {
        text.split(separator: separator).map { part in
            // `e=` and `l=` stand before a root's.
            let digest = part.dropFirst(part.dropFirst().first == UInt8(ascii: "=") ? 2 : 0)
            return digest.map(\.asciiLowercased)
        }
    }

    private static func hasForm(_ text: [UInt8]) -> Bool {
        text.starts(with: branch) || text.starts(with: link)
            || text.starts(with: node) && text.dropFirst(4).allSatisfy { EncodedText.base64Value($0) != nil }
    }

    /// The label that a text belongs at: the first 16 octets of its Keccak-256 in Base32 (RFC 4648 §6), in lower case.
    private static func label(of text: [UInt8]) -> [UInt8] {
        let symbols = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var label: [UInt8] = []
        var bits: UInt16 = 0
        var bitCount = 0
        for octet in Keccak256.digest(text).prefix(digestOctets) {
            bits = bits << 8 | UInt16(octet)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                label.append(symbols[Int(bits >> UInt16(bitCount)) & 31])
            }
            bits &= 1 << UInt16(bitCount) - 1
        }
        if bitCount > 0 { label.append(symbols[Int(bits << UInt16(5 - bitCount)) & 31]) }
        return label
    }
}
