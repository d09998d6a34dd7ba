import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures

/// Reads the files that dnsteal sends, each under the name that ends the names of its pieces.
///
/// Pieces have no number: they are in the order of time, and a lost piece shows only in a compressed file. Where the
/// file is not compressed, no one can tell where it ends and is sent again.
struct DNStealReader: ContentReader {
    let tools: Set<String> = ["dnsteal"]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var order: [DomainName] = []
            var files: [DomainName: [(symbols: ArraySlice<UInt8>, place: FramePlace)]] = [:]
            for exchange in RecordedExchange.withoutRepetitions(exchanges) {
                guard let (symbols, file) = DNStealSignature.piece(in: exchange.name),
                    let place = exchange.first?.place
                else { continue }
                if files[file.lowercased] == nil { order.append(file.lowercased) }
                files[file.lowercased, default: []].append((symbols, place))
            }
            return order.compactMap { file -> RecoveredContent? in
                let pieces = files[file, default: []]
                guard let first = pieces.map(\.place).min(), let last = pieces.map(\.place).max() else {
                    return nil
                }
                let octets = TextReading(.base64, isJoined: true).octets(of: pieces.map(\.symbols), behind: 0)
                guard !octets.isEmpty else { return nil }
                var content = RecoveredContent(
                    .file,
                    .up,
                    of: client,
                    octets: octets,
                    encodings: ["base64"],
                    confidence: .certain,
                    because: "The pieces of a file in the order of time, as they have no numbers.",
                    frames: first...last
                )
                content.claimedName = Array(recording.subdomain(of: file).presentation.utf8)
                return content
            }
        }
    }
}
