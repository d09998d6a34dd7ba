import DNSWire
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Hosts that are named for their address, such as `192-0-2-1.example.com` at 192.0.2.1, so that each can have a certificate.
///
/// The answer says no more than the name, and the name no more than which host somebody wants. Labels beside the address
/// are of a few owners, or keys of peers. Payload in place of addresses spells text, or leads nowhere in one case of
/// eight; payload beside them is a label of its own for each name.
struct AddressNameLaw: ContentLaw {
    let name = "Hosts named for their addresses"
    let source = "libp2p, AutoTLS (p2p-forge, README); Plex, secure connections; multiformats/cid"

    /// Names for each set of other labels.
    private static let namesOfOwner = 4
    /// Sixteen random addresses lead nowhere by a chance of 8 in 9.
    private static let readAddresses = 16
    private static let printableShare = 0.95
    /// A content identifier of a public key of Ed25519: base 36, version 1, `libp2p-key`, and the key itself.
    private static let keyIdentifier = (beginning: Array("k51qzi5uqu5d".utf8), symbols: 62)

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        guard traffic.answers.count >= Self.readAddresses else { return nil }
        var addresses: [Int: [UInt8]] = [:]
        var others: Set<Int> = []
        for answer in traffic.answers where answer.type == .a {
            guard let place = traffic.place(ofNameOf: answer) else { continue }
            if AskedName(traffic.names[place].name).spells(answer.octets) {
                addresses[place] = answer.octets
            } else {
                others.insert(place)
            }
        }
        let hosts = addresses.filter { !others.contains($0.key) }
        guard hosts.count >= Self.readAddresses, !Self.isPayload(Array(hosts.values)) else { return nil }
        let owners = Dictionary(grouping: hosts.keys) {
            Self.owner(of: traffic.names[$0].name, hosts[$0] ?? [])
        }
        guard owners.count * Self.namesOfOwner <= hosts.count else { return nil }
        var explained = ExplainedContent()
        explained.names = Set(hosts.keys)
        for (index, answer) in traffic.answers.enumerated() {
            guard let place = traffic.place(ofNameOf: answer), explained.names.contains(place) else {
                continue
            }
            // Anything else than the address says something.
            guard answer.type == .a else { return nil }
            explained.answers.insert(index)
        }
        return explained
    }

    /// Whether addresses spell a text, or some lead nowhere.
    private static func isPayload(_ addresses: [[UInt8]]) -> Bool {
        let octets = addresses.joined()
        let printable = octets.count(where: EncodedText.isPrintable)
        return Double(printable) >= printableShare * Double(octets.count)
            || addresses.contains { $0[0] == 0 || $0[0] >= 224 }
    }

    /// What a name says beside the address, but for keys of peers.
    private static func owner(of name: DomainName, _ address: [UInt8]) -> [UInt8] {
        let rest = AskedName(name).withoutAddress(address) ?? Array(name.octets)
        return Array(
            rest.split(separator: UInt8(ascii: ".")).filter { label in
                !(label.count == keyIdentifier.symbols && label.starts(with: keyIdentifier.beginning))
            }
            .joined(separator: [UInt8(ascii: ".")])
        )
    }
}
