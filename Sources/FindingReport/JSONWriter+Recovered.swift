import Findings
import NetworkTypes

extension JSONWriter {
    /// Writes the known facts about one content that was read back.
    mutating func members(of recovered: Recovered) {
        member("kind", recovered.kind.rawValue)
        member("direction", recovered.direction.rawValue)
        member("client", recovered.client.description)
        member("bytes", recovered.bytes)
        member("sha256", recovered.sha256)
        member("content", recovered.contentType)
        member("name", recovered.claimedName)
        member("encodings", recovered.encodings)
        member("complete", recovered.isComplete)
        member("intact", recovered.isIntact)
        member("gaps", objects: recovered.gaps) { json, gap in
            json.member("offset", gap.offset)
            json.member("bytes", gap.octets)
            json.member("pieces", gap.pieces)
        }
        member("confidence", recovered.confidence.rawValue)
        member("because", recovered.because)
        member("frames") {
            $0.member("first", recovered.frames.lowerBound.frame)
            $0.member("last", recovered.frames.upperBound.frame)
            $0.member("first_input", recovered.frames.lowerBound.input)
            $0.member("last_input", recovered.frames.upperBound.input)
        }
        member("preview", recovered.preview)
        member("path", recovered.path)
    }

    /// Writes a member that is a whole number; `nil` becomes `null`.
    private mutating func member(_ key: String, _ value: Int?) {
        if let value { member(key, value) } else { nullMember(key) }
    }

    /// Writes a member that is true or false; `nil` becomes `null`.
    private mutating func member(_ key: String, _ value: Bool?) {
        if let value { member(key, value) } else { nullMember(key) }
    }
}
