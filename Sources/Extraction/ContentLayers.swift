import Findings
import Inflation

/// The contents inside a content: unpacked where it is compressed, and the body that a line before it announces.
enum ContentLayers {
    /// The content, then the contents inside it.
    ///
    /// - Complexity: O(octets of the content and of the contents that it unpacks to).
    static func unfolded(_ content: RecoveredContent, limits: ExtractionLimits) -> [RecoveredContent] {
        guard content.kind != .ipPackets else { return [content] }
        var contents = [content]
        if let body = body(of: content) { contents.append(body) }
        if let unmasked = unmasked(content) { contents.append(unmasked) }
        // The content of a body may be compressed as well.
        for (index, outer) in contents.enumerated() {
            guard let (unpacked, taken) = unpacked(outer, limits: limits) else { continue }
            contents.append(unpacked)
            if unpacked.isIntact == true { contents[index].octets = FileEnd.trimmed(outer.octets, to: taken) }
        }
        return contents
    }

    /// The content of a compressed one, and how many octets of that it took.
    private static func unpacked(_ content: RecoveredContent, limits: ExtractionLimits) -> (
        RecoveredContent, taken: Int
    )? {
        let wrapping: Zlib.Wrapping
        switch ContentType.name(of: content.octets) {
        case "gzip": wrapping = .gzip
        case "zlib": wrapping = .zlib
        default: return nil
        }
        // Behind a gap a stream makes no sense.
        let whole = content.gaps.first.map { content.octets.prefix($0.offset) } ?? content.octets[...]
        guard let stream = Zlib.whole(whole, wrapping, atMost: limits.unpackedBytes),
            stream.isWhole || wrapping == .gzip
        else { return nil }
        var unpacked = RecoveredContent(
            content.kind == .file ? .file : .octets,
            content.direction,
            of: content.client,
            octets: stream.octets,
            encodings: content.encodings + [wrapping == .gzip ? "gzip" : "zlib"],
            confidence: stream.isWhole ? .certain : content.confidence,
            because: stream.isWhole
                ? "Unpacked; the checksum behind it fits." : "Unpacked as far as the stream goes.",
            frames: content.frames
        )
        unpacked.claimedName =
            wrapping == .gzip ? gzipName(content.octets) ?? content.claimedName : content.claimedName
        unpacked.isIntact = stream.isWhole
        if !stream.isWhole { unpacked.gaps = [ContentGap(offset: stream.octets.count)] }
        return (unpacked, stream.taken)
    }

    /// The least saving of text beyond its mask, in bits, from which on the reader takes it for the sender's meaning.
    private static let tellingBits = 40.0

    /// The content without one constant octet over all its octets, where text comes out.
    private static func unmasked(_ content: RecoveredContent) -> RecoveredContent? {
        guard content.kind == .octets, ContentType.name(of: content.octets) == nil,
            let best = ConstantMask(of: content.octets), best.savedBits >= tellingBits
        else { return nil }
        let digits = String(best.mask, radix: 16)
        var unmasked = RecoveredContent(
            content.kind,
            content.direction,
            of: content.client,
            octets: content.octets.map { $0 ^ best.mask },
            encodings: content.encodings + ["xor \(digits)"],
            confidence: .probable,
            because: "The octets make text when each of them is combined with 0x\(digits) by exclusive or.",
            frames: content.frames
        )
        unmasked.claimedName = content.claimedName
        unmasked.gaps = content.gaps
        return unmasked
    }

    /// The name in the header of gzip.
    ///
    /// Source: RFC 1952 §2.3.
    private static func gzipName(_ octets: [UInt8]) -> [UInt8]? {
        guard octets.count > 10, octets[3] & 0x08 != 0 else { return nil }
        var start = 10
        if octets[3] & 0x04 != 0, octets.count > 12 { start += 2 + Int(octets[10]) + Int(octets[11]) << 8 }
        guard start < octets.count else { return nil }
        return Array(octets[start...].prefix(255).prefix { $0 != 0 })
    }

    /// Octets of the line, at most.
    private static let longestLine = 256
    /// Shorter bodies are as long as some number in the line by chance.
    private static let shortestBody = 32

    /// The octets behind a first line that says how many octets follow, such as `PUT 60000`.
    private static func body(of content: RecoveredContent) -> RecoveredContent? {
        let octets = content.octets
        guard content.kind == .stream, content.gaps.isEmpty,
            let end = octets.prefix(longestLine).firstIndex(of: 0x0A),
            octets[..<end].allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x09 })
        else { return nil }
        let count = octets.count - end - 1
        let numbers = octets[..<end].split { !(0x30...0x39).contains($0) }
        guard count >= shortestBody,
            numbers.contains(where: { Int(String(decoding: $0, as: UTF8.self)) == count })
        else { return nil }
        var body = RecoveredContent(
            .file,
            content.direction,
            of: content.client,
            octets: Array(octets[(end + 1)...]),
            encodings: content.encodings,
            confidence: content.confidence,
            because: "What follows the stream's first line, as many octets as the line says.",
            frames: content.frames
        )
        body.isIntact = true
        return body
    }
}
