import Findings
import NetworkTypes
import Signatures

/// Reads the files that PyExfil puts behind its queries, under the name and CRC-32 that it announces.
struct PyExfilReader: ContentReader {
    let tools: Set<String> = ["PyExfil"]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var files:
                [(announcement: PyExfilSignature.Announcement?, octets: [UInt8], places: [FramePlace])] = []
            for exchange in exchanges {
                guard let query = exchange.query, !query.trailing.isEmpty else { continue }
                if let announcement = PyExfilSignature.Announcement(query.trailing) {
                    files.append((announcement, [], [query.place]))
                } else if let chunk = PyExfilSignature.chunk(in: query.trailing) {
                    if files.isEmpty { files.append((nil, [], [])) }
                    files[files.count - 1].octets += chunk
                    files[files.count - 1].places.append(query.place)
                }
            }
            return files.compactMap { file -> RecoveredContent? in
                guard !file.octets.isEmpty, let first = file.places.min(), let last = file.places.max() else {
                    return nil
                }
                var content = RecoveredContent(
                    .file,
                    .up,
                    of: client,
                    octets: file.octets,
                    encodings: [],
                    confidence: .certain,
                    because: "The octets behind the queries in the order of time.",
                    frames: first...last
                )
                content.claimedName = file.announcement.map { Array($0.file) }
                content.isIntact = file.announcement.map { $0.checksum == CRC32.checksum(file.octets) }
                return content
            }
        }
    }
}
