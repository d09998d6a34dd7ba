import DNSWire
import Findings
import NetworkTypes

/// Reads back the contents that one tool carried.
///
/// A developer who adds one writes a file in `Tools`, a line in ``ContentReaderCatalog``, and a test with the truth.
/// The tool's way of writing is its `ToolLayout`, which the signature has as well.
protocol ContentReader: Sendable {
    /// The names of the tools whose layout it reads.
    var tools: Set<String> { get }

    /// Whether a channel looks like one of these.
    func reads(_ recording: ChannelRecording) -> Bool

    /// The contents of a channel, in the order in which they began.
    func contents(of recording: ChannelRecording) -> [RecoveredContent]
}

extension ContentReader {
    func reads(_ recording: ChannelRecording) -> Bool { recording.tool.map(tools.contains) ?? false }
}

/// All readers, and which one reads a channel.
package enum ContentReaderCatalog {
    /// The names of all tools that have a reader of their own, sorted.
    package static let tools: [String] = all.flatMap(\.tools).sorted()
    /// The features of evidence that name a carrier beside names and texts, sorted.
    package static let carriers: [String] = Carrier.byFeature.keys.sorted()

    static let all: [any ContentReader] =
        [
            IodineReader(),
            DNS2TCPReader(),
            DNSCat2Reader(),
            DNSExfiltratorReader(),
            DNStealReader(),
            DETReader(),
            ChunkedDeliveryReader(),
            GodohReader(),
            OzymanDNSReader(),
            DNSCatReader(),
            DNScapyReader(),
            VPNOverDNSReader(),
            PyExfilReader(),
            TUNSReader(),
            PacketWhisperReader(),
            SaitamaReader(),
            NSTXReader(),
            HeyokaReader(),
            InteractshReader(),
        ] + LayoutReader.all

    /// Tools that encrypt, so that their octets say nothing to a reader without the key.
    static let encrypted: Set<String> = [
        "dnstt", "NoizDNS", "VayDNS", "dnsttEx", "StormDNS", "MasterDnsVPN", "StormDNS or MasterDnsVPN",
        "Sliver",
        "Slipstream", "slipstream", "Mythic", "Pupy", "WEASEL", "chashell", "Adaptix", "AdaptixC2",
        "Cobalt Strike",
        "tcp-over-dns", "iodine",
    ]

    /// The contents of a channel, by the reader of its tool, or else by the evidence of its names and answers.
    static func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        if let reader = all.first(where: { $0.reads(recording) }) { return reader.contents(of: recording) }
        if let tool = recording.tool, encrypted.contains(tool) { return [] }
        let carried = CarrierReader().contents(of: recording)
        if !carried.isEmpty { return carried }
        let plain = PlainReader()
        return plain.reads(recording) ? plain.contents(of: recording) : []
    }
}
