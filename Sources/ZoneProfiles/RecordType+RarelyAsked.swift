package import DNSWire

extension RecordType {
    /// Whether ordinary clients have no use for the type: NULL, KEY, private use, and obsolete types.
    ///
    /// Zone transfers and ANY are rare too, but the questions for them carry nothing.
    package var isRarelyAsked: Bool {
        isPrivateUse || [.null, .key, .md, .mf, .mb, .mg, .mr, .minfo, .sig, .nxt, .a6].contains(self)
    }
}
