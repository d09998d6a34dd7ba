import NetworkTypes
import PacketDecoding

/// Frames octet by octet, in the words of the RFCs; shares nothing with the decoder.
///
/// Checksums stay 0.
enum Build {
    static func u16(_ value: Int) -> [UInt8] {
        [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }

    static func u32(_ value: Int) -> [UInt8] {
        u16(value >> 16) + u16(value)
    }

    static func le16(_ value: Int) -> [UInt8] { u16(value).reversed() }
    static func le32(_ value: Int) -> [UInt8] { u32(value).reversed() }
    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    // MARK: DNS

    /// A query for `a.example.`, type A, class IN, with `id`.
    static func query(_ id: Int = 1) -> [UInt8] {
        u16(id) + [1, 0] + u16(1) + zeros(6) + [1] + Array("a".utf8) + [7] + Array("example".utf8) + [0]
            + u16(1) + u16(1)
    }

    /// Its response with one address.
    static func response(_ id: Int = 1) -> [UInt8] {
        u16(id) + [0x81, 0x80] + u16(1) + u16(1) + zeros(4) + query().dropFirst(12)
            + [0xC0, 12] + u16(1) + u16(1) + u32(60) + u16(4) + [192, 0, 2, 1]
    }

    /// A message with its length field, as on TCP.
    static func framed(_ message: [UInt8]) -> [UInt8] { u16(message.count) + message }

    // MARK: Transport

    static func udp(
        _ payload: [UInt8],
        from source: Int = 40_000,
        to destination: Int = 53,
        length: Int? = nil
    ) -> [UInt8] {
        u16(source) + u16(destination) + u16(length ?? payload.count + 8) + u16(0) + payload
    }

    static func tcp(
        _ payload: [UInt8] = [],
        sequence: Int,
        flags: UInt8 = 0x18,
        from source: Int = 40_000,
        to destination: Int = 53
    ) -> [UInt8] {
        u16(source) + u16(destination) + u32(sequence) + u32(0) + [0x50, flags] + u16(1024) + u32(0) + payload
    }

    static let syn: UInt8 = 0x02
    static let fin: UInt8 = 0x11
    static let rst: UInt8 = 0x04

    // MARK: IP

    static let client4: [UInt8] = [192, 0, 2, 10]
    static let server4: [UInt8] = [198, 51, 100, 53]
    static let client6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + zeros(11) + [10]
    static let server6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + zeros(11) + [53]

    static func ipv4(
        _ payload: [UInt8],
        transport: UInt8 = 17,
        options: [UInt8] = [],
        id: Int = 0,
        offset: Int = 0,
        more: Bool = false,
        totalLength: Int? = nil,
        source: [UInt8] = client4
    ) -> [UInt8] {
        let length = totalLength ?? 20 + options.count + payload.count
        return [0x45 + UInt8(options.count / 4), 0] + u16(length) + u16(id)
            + u16((more ? 0x2000 : 0) + offset / 8)
            + [64, transport, 0, 0] + source + server4 + options + payload
    }

    static func ipv6(_ payload: [UInt8], next: UInt8 = 17, length: Int? = nil) -> [UInt8] {
        [0x60, 0, 0, 0] + u16(length ?? payload.count) + [next, 64] + client6 + server6 + payload
    }

    static func fragmentHeader(next: UInt8 = 17, offset: Int, more: Bool, id: Int) -> [UInt8] {
        [next, 0] + u16(offset + (more ? 1 : 0)) + u32(id)
    }

    // MARK: Link

    static func ethernet(_ payload: [UInt8], type: Int = 0x0800) -> [UInt8] {
        [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + u16(type) + payload
    }

    /// What nearly every row wraps: a query in UDP in IPv4.
    static let packet4 = ipv4(udp(query()))
    static let packet6 = ipv6(udp(query()))
}

/// A decoder and all that it handed on.
struct Decoding {
    struct Delivery {
        let payload: DNSPayload
        let octets: [UInt8]
    }

    var decoder: FrameDecoder
    var deliveries: [Delivery] = []
    private var frame = 0

    init(limits: ReassemblyLimits = .standard) {
        decoder = FrameDecoder(limits: limits)
    }

    mutating func decode(
        _ octets: [UInt8],
        linkType: Int32 = 1,
        seconds: Double = 0,
        originalLength: Int? = nil
    ) {
        frame += 1
        var found: [Delivery] = []
        decoder.decode(
            octets.span,
            linkType: linkType,
            time: Timestamp(nanoseconds: Int64(seconds * 1e9)),
            frame: frame,
            originalLength: originalLength ?? octets.count
        ) { payload, octets in
            found.append(Delivery(payload: payload, octets: octets.indices.map { octets[$0] }))
        }
        deliveries += found
    }

    mutating func finish() {
        var found: [Delivery] = []
        decoder.finish { payload, octets in
            found.append(Delivery(payload: payload, octets: octets.indices.map { octets[$0] }))
        }
        deliveries += found
    }

    var messages: [[UInt8]] { deliveries.map(\.octets) }

    /// How often each anomaly was counted.
    var anomalies: [DecodingAnomaly: Int] { decoder.statistics.anomalies.mapValues(\.count) }
}
