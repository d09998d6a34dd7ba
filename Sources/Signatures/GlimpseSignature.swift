package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Recognizes Glimpse, also known as BONDUPDATER in its later form, by the agent that its names hide in changing places.
///
///     <control><number><random>C<a><b>T.zone                            asks for a command
///     <control><number><random>C<a><b>T.<hexadecimal>.<file>.zone       sends a result
///
/// Control is the agent's id, which is two decimal and eight hexadecimal digits, with one symbol for the action put into it before
/// its digit b, and then three digits for the part before the symbol a; a and b differ. The number has four digits or none, and one
/// to seven random hexadecimal digits follow. A label of random letters and digits reads so with a chance of 10⁻¹¹, and gives the id
/// of another one with 10⁻¹²; four of one id in three pairs of places are no chance.
///
/// Source: Professor-plum/OilRig-Glimpse, Agent/dns_main.ps1 (`aa_AdrGen_bb`), version 2.2 as leaked in 2019.
package struct GlimpseSignature: ToolSignature {
    package let tool = "Glimpse"
    package let kind = FindingKind.tunnel
    private static let actions = Array("012wd".utf8)
    private static let idLength = 10
    private static let partLength = 3
    private static let endLength = 4
    /// Octets of the number and the random digits.
    private static let fillings = [1...7, 5...11]
    private static let minimumNames = 4
    private static let minimumPlaces = 3

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let messages = channel.names.compactMap { record in
            record.name.lowercased.labels.first { _ in true }.flatMap(Self.message).map {
                (
                    message: $0, labels: channel.subdomain(of: record.name).labelCount,
                    frame: record.first.place
                )
            }
        }
        let agents = Dictionary(grouping: messages, by: \.message.agent).filter { _, messages in
            messages.count >= Self.minimumNames
                && Set(messages.map(\.message.places)).count >= Self.minimumPlaces
        }
        guard let first = agents.values.compactMap(\.first).min(by: { $0.frame < $1.frame }) else {
            return nil
        }
        let found = agents.values.reduce(0) { $0 + $1.count }
        return recognized(
            feature: "glimpse_names",
            value: found,
            threshold: Self.minimumNames,
            because:
                "\(found) names hold the id of \(agents.count) agents in changing places, "
                + "\(String(decoding: first.message.agent, as: UTF8.self)) first in frame \(first.frame)."
        )
    }

    /// The agent's id and the two places, or `nil` for another layout.
    private static func message(in label: ArraySlice<UInt8>) -> (agent: [UInt8], places: [Int])? {
        let end = Array(label.suffix(endLength))
        let filling = label.count - idLength - 1 - partLength - endLength
        guard fillings.contains(where: { $0.contains(filling) }), end[0] == UInt8(ascii: "c"),
            end[3] == UInt8(ascii: "t"), isDigit(end[1]), isDigit(end[2]), end[1] != end[2]
        else { return nil }
        let (partPlace, actionPlace) = (Int(end[1] - 0x30), Int(end[2] - 0x30))
        var control = Array(label.prefix(idLength + 1 + partLength))
        let part = control[partPlace..<(partPlace + partLength)]
        guard part.allSatisfy(isDigit) else { return nil }
        control.removeSubrange(partPlace..<(partPlace + partLength))
        let action = control.remove(at: actionPlace)
        guard actions.contains(action), control.prefix(2).allSatisfy(isDigit),
            control[0] != UInt8(ascii: "0"),
            (control + label.dropLast(endLength).suffix(filling)).allSatisfy(PayloadEncoding.base16.contains)
        else { return nil }
        return (control, [partPlace, actionPlace])
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }
}
