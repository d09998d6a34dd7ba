struct Datagram { var transport: UInt8; var octets: [UInt8] }
struct FragmentReassembly: Sendable {
    init(limits: ReassemblyLimits) {}
    mutating func insert(
        _ octets: Span<UInt8>,
        _ fragment: IPPacket.Fragment,
        of packet: IPPacket,
        _ situation: Situation,
        _ statistics: inout DecodingStatistics
    ) -> Datagram? { nil }
    mutating func finish(_ statistics: inout DecodingStatistics) {}
}
