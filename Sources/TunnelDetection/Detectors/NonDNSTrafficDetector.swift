import Channels
package import Findings
package import ZoneProfiles

/// Finds other protocols on the ports of DNS, where firewalls let them pass.
///
/// Names iodine by the magic of its raw mode.
///
/// <doc:NonDNSTraffic> describes its measures, its limits and captures of both sorts.
///
/// Source: yarrick/iodine, doc/proto_00000502.txt §2: datagrams of raw mode begin with 10 d1 9e.
package struct NonDNSTrafficDetector: PeerDetector {
    package let kind = FindingKind.nonDNSTraffic
    private static let iodineMagic: [UInt8] = [0x10, 0xD1, 0x9E]
    private static let minimumMagic = 3

    package init() {}

    package func evidence(in profile: PeerProfile) -> [Evidence] {
        let datagrams = profile.nonDNSUp.messages + profile.nonDNSDown.messages
        let rule = profile.nonDNSReplies > 0 ? Calibration.nonDNSStreams : Calibration.unansweredStreams
        let streams = rule.evidence(Double(profile.nonDNSStreams))
        guard datagrams >= Calibration.nonDNSDatagrams else { return [streams].compactMap { $0 } }
        let octets = Double(profile.nonDNSUp.octets + profile.nonDNSDown.octets)
        let bothWays = min(profile.nonDNSUp.messages, profile.nonDNSDown.messages)
        return [
            Calibration.nonDNSOctets.evidence(octets),
            Calibration.nonDNSBothWays.evidence(Double(bothWays)),
            streams,
        ].compactMap { $0 }
    }

    package func tool(in profile: PeerProfile) -> ToolIdentification? {
        let contents = profile.nonDNSUp.contents.records + profile.nonDNSDown.contents.records
        let magic = contents.count { $0.octets.starts(with: Self.iodineMagic) }
        guard magic >= Self.minimumMagic else { return nil }
        return ToolIdentification(
            name: "iodine",
            confidence: .certain,
            because:
                "\(magic) distinct datagrams on port 53 begin with 10 d1 9e, the mark of iodine's raw mode."
        )
    }
}
