struct TCPStreamReassembly: Sendable {
    init(limits: ReassemblyLimits) {}
    mutating func insert(
        _ octets: Span<UInt8>,
        _ segment: TCPSegment,
        of flow: Flow,
        _ situation: Situation,
        _ statistics: inout DecodingStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {}
    mutating func finish(_ statistics: inout DecodingStatistics) {}
}
