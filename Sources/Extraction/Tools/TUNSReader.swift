import DNSWire
import Findings
import NetworkTypes
import Signatures

/// Reads the IP packets of TUNS, of which each name and each answer holds a whole one.
struct TUNSReader: ContentReader {
    let tools: Set<String> = ["TUNS"]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        let layout = TUNSSignature()
        return recording.byClient.compactMap { client, exchanges in
            var packets = InnerPackets()
            var places: [FramePlace] = []
            var seen: Set<[UInt8]> = []
            func note(_ octets: [UInt8], _ message: ChannelMessage) {
                // A packet that is sent again has the same identification.
                guard seen.insert(octets).inserted else { return }
                packets.add(octets, at: message.time)
                places.append(message.place)
            }
            for exchange in exchanges {
                let subdomain = recording.subdomain(of: exchange.name)
                if let message = exchange.first {
                    for piece in layout.piecesUp(in: subdomain) { note(piece.octets, message) }
                }
                if let response = exchange.response {
                    let zone = recording.zone(of: exchange.name)
                    for piece in layout.piecesDown(in: response.answers, to: subdomain, below: zone) {
                        note(piece.octets, response)
                    }
                }
            }
            guard let first = places.min(), let last = places.max() else { return nil }
            var content = RecoveredContent(
                .ipPackets,
                .both,
                of: client,
                octets: packets.capture,
                encodings: ["base32"],
                confidence: .certain,
                because: "The IPv4 packets in names and answers; length and header checksum of each fit.",
                frames: first...last
            )
            content.carriedCount = packets.octetCount
            content.chosenCount = packets.chosenCount
            content.previewed = packets.first
            return content
        }
    }
}
