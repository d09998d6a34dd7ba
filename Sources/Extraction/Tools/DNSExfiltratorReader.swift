import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures

/// Reads the files that DNSExfiltrator sends: a ZIP archive encrypted with RC4, under the name and in as many chunks as it
/// announces.
struct DNSExfiltratorReader: ContentReader {
    let tools: Set<String> = ["DNSExfiltrator"]

    private struct File {
        let client: IPAddress
        let announcement: DNSExfiltratorSignature.Announcement?
        var chunks = NumberedTexts()
        var symbols: Set<UInt8> = []
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.flatMap { client, exchanges in
            var files: [File] = []
            for exchange in exchanges {
                let subdomain = recording.subdomain(of: exchange.name)
                if let announcement = DNSExfiltratorSignature.Announcement(exchange.name) {
                    if files.last?.announcement?.file != announcement.file
                        || files.last?.chunks.isEmpty == false
                    {
                        files.append(File(client: client, announcement: announcement))
                    }
                } else if let (number, symbols) = DNSExfiltratorSignature.chunk(in: subdomain),
                    let place = exchange.first?.place
                {
                    if files.isEmpty { files.append(File(client: client, announcement: nil)) }
                    files[files.count - 1].chunks.add(Int(number), symbols, at: place)
                    files[files.count - 1].symbols.formUnion(symbols)
                }
            }
            return files.compactMap(Self.content)
        }
    }

    private static func content(_ file: File) -> RecoveredContent? {
        guard let frames = file.chunks.frames else { return nil }
        // Capitals and small letters together are Base64.
        let isBase64 =
            file.announcement?.isBase64
            ?? (file.symbols.contains { (0x41...0x5A).contains($0) }
                && file.symbols.contains { (0x61...0x7A).contains($0) })
        let count = file.announcement.map { Int($0.chunks) }
        let (octets, gaps) = file.chunks.assembled(
            TextReading(isBase64 ? .base64 : .base32, isJoined: true),
            from: 0,
            count: count
        )
        guard !octets.isEmpty else { return nil }
        var content = RecoveredContent(
            .file,
            .up,
            of: file.client,
            octets: octets,
            encodings: [isBase64 ? "base64" : "base32", "rc4"],
            confidence: file.announcement == nil ? .possible : .certain,
            because: "The chunks of a file by their numbers; the tool encrypts it with a password.",
            frames: frames
        )
        content.claimedName = file.announcement.map { Array($0.file) }
        content.gaps = gaps
        content.isIntact = file.announcement.map { _ in gaps.isEmpty }
        return content
    }
}
