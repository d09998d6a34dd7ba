import Foundation
import TestSupport

/// A capture of one device with all that gives it away, and of others behind a router.
///
/// 10.0.0.7 gets its address, resolves a name, connects there and tells the link its names. 192.0.2.20 and 192.0.2.21
/// reach the capture point through the router that also brings the answers of the Internet.
struct OfficeCapture {
    static let device: [UInt8] = [0x08, 0, 0x27, 0, 0, 7]
    static let router: [UInt8] = [0x02, 0, 0, 0, 0, 0xFE]
    static let resolver: [UInt8] = [0x02, 0, 0, 0, 0, 0x53]
    private(set) var octets: [UInt8] =
        [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 4, 0, 1, 0, 0, 0]

    /// Adds a frame at so many milliseconds.
    mutating func add(_ time: Int, from hardware: [UInt8], _ packet: [UInt8]) {
        let frame = [UInt8](repeating: 0xFF, count: 6) + hardware + [8, 0] + packet
        func littleEndian(_ value: Int) -> [UInt8] { MessageBuilder.uint32(UInt32(value)).reversed() }
        octets += littleEndian(1_700_000_000 + time / 1_000) + littleEndian(time % 1_000 * 1_000)
        octets += littleEndian(frame.count) + littleEndian(frame.count) + frame
    }

    static func ipv4(_ source: [UInt8], _ destination: [UInt8], transport: UInt8, _ payload: [UInt8])
        -> [UInt8]
    {
        [0x45, 0] + MessageBuilder.uint16(UInt16(20 + payload.count)) + [0, 0, 0, 0, 64, transport, 0, 0]
            + source
            + destination + payload
    }

    static func udp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
        MessageBuilder.uint16(source) + MessageBuilder.uint16(destination)
            + MessageBuilder.uint16(UInt16(8 + payload.count)) + [0, 0] + payload
    }

    static func tcp(_ source: UInt16, _ destination: UInt16, flags: UInt8) -> [UInt8] {
        MessageBuilder.uint16(source) + MessageBuilder.uint16(destination) + [UInt8](repeating: 0, count: 8)
            + [0x50, flags, 4, 0, 0, 0, 0, 0]
    }

    static func dhcp(operation: UInt8, type: UInt8, given: [UInt8], name: String?) -> [UInt8] {
        var message: [UInt8] = [operation, 1, 6, 0] + [UInt8](repeating: 0, count: 12) + given
        message += [UInt8](repeating: 0, count: 8) + device + [UInt8](repeating: 0, count: 202)
        message += [0x63, 0x82, 0x53, 0x63, 53, 1, type]
        if let name { message += [12, UInt8(name.utf8.count)] + Array(name.utf8) }
        return message + [255]
    }

    /// A capture without packets yet.
    init(empty: Void) {}

    init() {
        let (me, resolver, outside): ([UInt8], [UInt8], [UInt8]) = (
            [10, 0, 0, 7], [10, 0, 0, 53], [198, 51, 100, 9]
        )
        let everybody: [UInt8] = [255, 255, 255, 255]
        let request = Self.dhcp(operation: 1, type: 3, given: [0, 0, 0, 0], name: "laptop-7")
        add(
            0,
            from: Self.device,
            Self.ipv4([0, 0, 0, 0], everybody, transport: 17, Self.udp(68, 67, request))
        )
        let acknowledgment = Self.dhcp(operation: 2, type: 5, given: me, name: nil)
        add(
            100,
            from: Self.router,
            Self.ipv4([10, 0, 0, 1], me, transport: 17, Self.udp(67, 68, acknowledgment))
        )

        let query = MessageBuilder.query("c2.evil.example", type: 1).octets
        add(1_000, from: Self.device, Self.ipv4(me, resolver, transport: 17, Self.udp(40_000, 53, query)))
        var response = MessageBuilder.response("c2.evil.example", type: 1)
        response.addRecord(.answer, "c2.evil.example", type: 1, data: outside)
        add(
            1_010,
            from: Self.resolver,
            Self.ipv4(resolver, me, transport: 17, Self.udp(53, 40_000, response.octets))
        )
        add(1_510, from: Self.device, Self.ipv4(me, outside, transport: 6, Self.tcp(50_000, 443, flags: 2)))
        add(
            1_530,
            from: Self.router,
            Self.ipv4(outside, me, transport: 6, Self.tcp(443, 50_000, flags: 0x12))
        )
        add(
            1_540,
            from: Self.device,
            Self.ipv4(me, outside, transport: 6, Self.tcp(50_000, 443, flags: 0x10))
        )

        var announcement = MessageBuilder(flags: 0x8400)
        announcement.addRecord(.answer, "laptop.local", type: 1, class: 0x8001, data: me)
        let multicast = Self.udp(5353, 5353, announcement.octets)
        add(2_000, from: Self.device, Self.ipv4(me, [224, 0, 0, 251], transport: 17, multicast))
        // A registration (RFC 1002 §4.2.2): the question's name again in the additional section, with flags and address.
        let netBIOS = "EMEBFAFEEPFACNDHCACACACACACACAAA"
        var registration = MessageBuilder(flags: 0x2910)
        registration.addQuestion(netBIOS, type: 32)
        registration.addRecord(.additional, netBIOS, type: 32, data: [0, 0] + me)
        let broadcast = Self.udp(137, 137, registration.octets)
        add(2_500, from: Self.device, Self.ipv4(me, [10, 0, 0, 255], transport: 17, broadcast))

        for (host, name) in [(20, "www.evil.example"), (21, "www.example.org")] as [(UInt8, String)] {
            let address: [UInt8] = [192, 0, 2, host]
            let query = MessageBuilder.query(name, type: 28).octets
            add(
                3_000,
                from: Self.router,
                Self.ipv4(address, resolver, transport: 17, Self.udp(40_001, 53, query))
            )
            let response = MessageBuilder.response(name, type: 28, responseCode: 3).octets
            let answer = Self.udp(53, 40_001, response)
            add(3_010, from: Self.resolver, Self.ipv4(resolver, address, transport: 17, answer))
        }
        // Not asked for in the capture: a connection that only `--address` is about.
        let late = Self.tcp(50_001, 443, flags: 2)
        add(400_000, from: Self.router, Self.ipv4([192, 0, 2, 20], outside, transport: 6, late))
    }
}
