import ContentDigest
package import Findings
import NetworkTypes

extension Report {
    /// Describes in the findings the contents of their channels.
    ///
    /// A content that can be read back is no longer a suspicion: a finding is critical if its tool's layout, a
    /// checksum, or the content itself vouches for the content. Messages that systems send by themselves in an unused
    /// tunnel do not count.
    package mutating func note(_ channels: [RecoveredChannel]) {
        let ofFindings = Dictionary(channels.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for index in findings.indices {
            guard let channel = ofFindings[findings[index].id] else { continue }
            findings[index].recovered = channel.contents.map(\.description)
            findings[index].unrecordedMessages = channel.leftOut
            findings[index].omittedContents = channel.contentsLeftOut
            if findings[index].severity >= .medium, findings[index].recognizedAs == nil,
                channel.contents.contains(where: \.isTelling)
            {
                findings[index].severity = .critical
            }
        }
        findings.sort(by: Finding.precedes)
        noteLosses()
    }

    /// Says in the coverage what bounds kept out of the recovered contents.
    private mutating func noteLosses() {
        note(
            "contents_unrecorded",
            \.unrecordedMessages,
            "Messages of channels that did not fit into memory; what they carried is missing from the contents."
        )
        note(
            "contents_left_out",
            \.omittedContents,
            "Contents of channels that were too many or too large to be described."
        )
    }

    private mutating func note(_ kind: String, _ lost: (Finding) -> Int, _ detail: String) {
        let affected = findings.filter { lost($0) > 0 }
        guard let first = affected.map(\.frames.firstPlace).min() else { return }
        coverage.problems.append(
            CoverageProblem(
                kind: kind,
                count: affected.reduce(0) { $0 + lost($1) },
                firstFrame: first.frame,
                input: first.input,
                detail: detail,
                isGap: false
            )
        )
    }
}

extension RecoveredContent {
    /// Less content than this is too little to tell from chance, in octets.
    private static let tellingOctets = 16

    /// Whether the evidence that somebody sent it is more than a guess and more than chance.
    fileprivate var isTelling: Bool {
        confidence != .possible && chosenCount ?? carriedCount ?? octets.count >= Self.tellingOctets
    }

    /// The description of the content in a report.
    package var description: Recovered {
        Recovered(
            kind: kind,
            direction: direction,
            client: client,
            bytes: carriedCount ?? octets.count,
            sha256: SHA256.hexadecimal(of: octets),
            contentType: kind == .ipPackets ? "pcap" : ContentType.name(of: octets),
            claimedName: claimedName.map { Self.escaped($0.prefix(Self.shownNameOctets)) },
            preview: Self.escaped((previewed ?? octets).prefix(Self.previewedOctets)),
            encodings: encodings,
            gaps: gaps,
            isIntact: isIntact,
            confidence: confidence,
            because: because,
            frames: frames
        )
    }

    private static let previewedOctets = 80
    private static let shownNameOctets = 255

    /// Printable ASCII as it is but for the backslash, all else as `\xHH`: safe wherever text is shown.
    private static func escaped(_ octets: some Sequence<UInt8>) -> String {
        octets.reduce(into: "") { text, octet in
            switch octet {
            case 0x5C: text += "\\\\"
            case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(octet))
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            default: text += "\\x" + (octet < 16 ? "0" : "") + String(octet, radix: 16)
            }
        }
    }
}
