package import Channels
import DNSWire
package import Findings
import PayloadMeasures
import ZoneProfiles

/// Takes a session's beginning and its numbered messages for a hint at ISMDoor and its kin.
///
///     n.n.c.<session>.zone                              begins a session, asked for as AAAA
///     <data>.<number>.dr.<session>.zone                 sends a message
///     www.<number>.s.<session>.zone                     fetches one
///
/// A session has 32 hexadecimal digits. Known from reports about the malware and not from source; ISMAgent has nearly the same
/// layout. A beginning and three names of the same session have no known other meaning.
///
/// Source: Kaspersky, "Denis and Co." (Securelist, 2018-01-25); Arbor Networks, "Greenbug's DNS-isms" (2017-05-01).
package struct ISMDoorSignature: ToolSignature {
    package let tool = "ISMDoor"
    package let kind = FindingKind.tunnel
    private static let sessionLength = 32
    private static let minimumMessages = 3

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        let found = channel.names.compactMap { record in
            Self.place(in: record.name).map { (place: $0, frame: record.first.place) }
        }
        for (session, names) in Dictionary(grouping: found, by: \.place.session).sorted(by: {
            $0.key.lexicographicallyPrecedes($1.key)
        }) {
            guard let beginning = names.first(where: \.place.isBeginning),
                case let messages = names.count(where: { !$0.place.isBeginning }),
                messages >= Self.minimumMessages
            else { continue }
            return recognized(
                .possible,
                feature: "ismdoor_messages",
                value: messages,
                threshold: Self.minimumMessages,
                because:
                    "Frame \(beginning.frame) begins session \(session.shownText), of which \(messages) names are numbered "
                    + "messages."
            )
        }
        return nil
    }

    private static func place(in name: DomainName) -> (session: [UInt8], isBeginning: Bool)? {
        let labels = Array(name.lowercased.labels)
        guard
            let index = labels.firstIndex(where: {
                $0.count == sessionLength && $0.allSatisfy(PayloadEncoding.base16.contains)
            }), index == 3
        else { return nil }
        let isBeginning = labels[0].isText("n") && labels[1].isText("n") && labels[2].isText("c")
        let isMessage =
            labels[1].decimalNumber != nil
            && (labels[2].isText("dr") || (labels[2].isText("s") && labels[0].isText("www")))
        return isBeginning || isMessage ? (Array(labels[index]), isBeginning) : nil
    }
}
