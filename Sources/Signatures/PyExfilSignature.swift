package import Findings
package import ZoneProfiles

/// Recognizes PyExfil's DNS module by the octets that it puts behind its queries.
///
///     <query for an ordinary name> INIT_445 <file> :: <CRC-32> 00                     announces a file
///     <query for an ordinary name> <chunk> cc cc cc cc ff ff ff ff                      and sends it
///     <query for an ordinary name> cc cc cc cc ff ff ff ff 00 cc cc cc cc ff ff ff ff   and ends it
///
/// Every query has the transaction id 0x0406. Eight octets that begin the announcement are a chance of 2⁻⁶⁴; without it,
/// eight queries with octets behind them and this one id in all of them are a chance of 2⁻⁸⁰ for ids at residues modulo
/// 1,024, but of other software with a constant id nothing is known, so that is probable only.
///
/// Source: ytisf/PyExfil, pyexfil/network/DNS/dns_exfil.py.
package enum PyExfilSignature {
    private static let tool = "PyExfil"
    private static let announcement = Array("INIT_445".utf8)
    private static let id: UInt16 = 0x0406
    private static let minimumQueries = 8

    /// Behind each chunk.
    private static let end: [UInt8] = [0xCC, 0xCC, 0xCC, 0xCC, 0xFF, 0xFF, 0xFF, 0xFF]

    /// The announcement in the octets behind a query.
    package struct Announcement {
        package let file: ArraySlice<UInt8>
        package let checksum: UInt32

        package init?(_ octets: [UInt8]) {
            guard octets.starts(with: announcement) else { return nil }
            let text = octets.dropFirst(announcement.count).prefix { $0 != 0 }
            guard let colon = text.lastIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
                text[colon - 1] == UInt8(ascii: ":"), let checksum = text[(colon + 1)...].decimalNumber
            else { return nil }
            file = text[..<(colon - 1)]
            self.checksum = checksum
        }
    }

    /// The piece of a file behind a query, or `nil` where there is none.
    package static func chunk(in octets: [UInt8]) -> ArraySlice<UInt8>? {
        guard octets.suffix(end.count).elementsEqual(end), octets != end + [0] + end else { return nil }
        return octets.dropLast(end.count)
    }

    /// The tool, if the messages of one client to one server are its.
    package static func identification(in profile: PeerProfile) -> ToolIdentification? {
        let trailing = profile.up.trailing
        if trailing.contents.records.contains(where: { $0.octets.starts(with: announcement) }) {
            return ToolIdentification(
                name: tool,
                confidence: .certain,
                because: "Octets behind a query begin with INIT_445, which announces a file."
            )
        }
        guard trailing.messages >= minimumQueries, profile.hasNoID(but: id) else { return nil }
        return ToolIdentification(
            name: tool,
            confidence: .probable,
            because:
                "All \(profile.queries) queries have the transaction id 0x0406, and \(trailing.messages) have octets behind them."
        )
    }
}
