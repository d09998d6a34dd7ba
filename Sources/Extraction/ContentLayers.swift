import Findings
import Inflation
import PayloadMeasures

/// The contents inside a content: unpacked where it is compressed, decoded where it is symbols of a code throughout, the
/// body that a line before it announces, and what comes out when it is read backwards or without a constant octet.
enum ContentLayers {
    /// Contents inside each other, at most.
    private static let deepest = 4

    /// The content, then the contents inside it.
    ///
    /// - Complexity: O(octets of the content and of the contents that it unpacks to).
    static func unfolded(_ content: RecoveredContent, limits: ExtractionLimits) -> [RecoveredContent] {
        guard content.kind != .ipPackets else { return [content] }
        var contents = [content]
        var layer = contents.indices
        for _ in 0..<deepest where !layer.isEmpty {
            let start = contents.endIndex
            for index in layer {
                let outer = contents[index]
                contents += [body(of: outer), unmasked(outer), reversed(outer), decoded(outer)].compactMap {
                    $0
                }
                guard let (unpacked, taken) = unpacked(outer, limits: limits) else { continue }
                contents.append(unpacked)
                if unpacked.isIntact == true {
                    contents[index].octets = FileEnd.trimmed(outer.octets, to: taken)
                }
            }
            layer = start..<contents.endIndex
        }
        return contents
    }

    /// What is inside a content that is of the same kind, with one more encoding.
    private static func inner(
        _ octets: [UInt8],
        of content: RecoveredContent,
        _ encoding: String,
        because: String
    )
        -> RecoveredContent
    {
        var inner = RecoveredContent(
            content.kind,
            content.direction,
            of: content.client,
            octets: octets,
            encodings: content.encodings + [encoding],
            confidence: .probable,
            because: because,
            frames: content.frames
        )
        inner.claimedName = content.claimedName
        return inner
    }

    /// Symbols of one code throughout, with line ends between them at most, decoded, where text or a known kind of file
    /// comes out.
    private static func decoded(_ content: RecoveredContent) -> RecoveredContent? {
        guard content.gaps.isEmpty, content.octets.count >= fewestSymbols,
            content.octets.prefix(fewestSymbols).allSatisfy(\.isPrintable)
        else { return nil }
        let symbols = content.octets.filter { $0 != 0x0A && $0 != 0x0D }[...]
        for code in SymbolCode.common {
            guard let octets = code.octets(of: symbols), !octets.isEmpty, ContentType.name(of: octets) != nil,
                PrintableText.varies(octets)
            else { continue }
            return inner(
                octets,
                of: content,
                code.alphabet.rawValue,
                because:
                    "The octets are nothing but symbols of \(code.alphabet.rawValue), which this decodes."
            )
        }
        return nil
    }

    /// Fewer symbols of text are a word.
    private static let fewestSymbols = 32

    /// The octets from the last to the first, where a known kind of file comes out, or text with its marks and spaces in
    /// the order of writing.
    private static func reversed(_ content: RecoveredContent) -> RecoveredContent? {
        guard content.kind != .stream, content.octets.count >= fewestSymbols else { return nil }
        let octets = Array(content.octets.reversed())
        let type = ContentType.name(of: content.octets)
        let isKnown = ContentType.isFile(octets) && !ContentType.isFile(content.octets)
        let isBackwards = type == "text" && TextDirection.isBackwards(content.octets)
        guard isKnown || isBackwards else { return nil }
        var reversed = inner(
            octets,
            of: content,
            "reversed",
            because: "Read from the last octet to the first."
        )
        reversed.gaps = content.gaps.map {
            ContentGap(offset: octets.count - $0.offset, octets: $0.octets, pieces: $0.pieces)
        }.reversed()
        return reversed
    }

    /// The content of a compressed one, and how many octets of that it took.
    private static func unpacked(_ content: RecoveredContent, limits: ExtractionLimits) -> (
        RecoveredContent, taken: Int
    )? {
        guard let kind = ContentType.name(of: content.octets) else { return nil }
        // Behind a gap a stream makes no sense.
        let whole = Array(content.gaps.first.map { content.octets.prefix($0.offset) } ?? content.octets[...])
        let limit = limits.unpackedBytes
        let stream =
            kind == "zlib"
            ? Zlib.whole(whole, .zlib, atMost: limit)
            : Compression(rawValue: kind)?.whole(whole, atMost: limit)
        // The two octets that zlib begins with are those of other things, too.
        guard let stream, stream.isWhole || kind != "zlib" else { return nil }
        let end =
            checkedKinds.contains(kind)
            ? "Unpacked; the checksum behind it fits." : "Unpacked to the end that it marks."
        var unpacked = RecoveredContent(
            content.kind == .file ? .file : .octets,
            content.direction,
            of: content.client,
            octets: stream.octets,
            encodings: content.encodings + [kind],
            confidence: stream.isWhole ? .certain : content.confidence,
            because: stream.isWhole ? end : "Unpacked as far as the stream goes.",
            frames: content.frames
        )
        unpacked.claimedName =
            kind == "gzip" ? gzipName(content.octets) ?? content.claimedName : content.claimedName
        unpacked.isIntact = stream.isWhole
        if !stream.isWhole { unpacked.gaps = [ContentGap(offset: stream.octets.count)] }
        return (unpacked, stream.taken)
    }

    /// Formats that always have a checksum: in frames of zstd and lz4 the packer chooses (RFC 8878 §3.1.1.1.1.5).
    private static let checkedKinds: Set<String> = ["gzip", "zlib", "xz"]

    /// The least saving of text beyond its mask, in bits, from which on the reader takes it for the sender's meaning.
    private static let tellingBits = 40.0

    /// The content without one constant octet over all its octets, where text or a known kind of file comes out.
    private static func unmasked(_ content: RecoveredContent) -> RecoveredContent? {
        guard content.kind == .octets, !ContentType.isFile(content.octets),
            let best = ConstantMask(of: content.octets), best.isFile || best.savedBits >= tellingBits
        else { return nil }
        let digits = String(best.mask, radix: 16)
        var unmasked = inner(
            content.octets.map { $0 ^ best.mask },
            of: content,
            "xor \(digits)",
            because:
                "The octets make \(best.isFile ? "a known kind of file" : "text") when each of them is combined with 0x\(digits) by exclusive or."
        )
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
