import Glibc
import TestSupport

/// The source or the destination of a packet.
enum Host {
    case ipv4(UInt32)
    /// The last four octets of an address in 2001:db8::/32 (RFC 3849).
    case ipv6(UInt32)

    var isIPv6: Bool { if case .ipv6 = self { true } else { false } }

    fileprivate var octets: [UInt8] {
        switch self {
        case .ipv4(let bits): MessageBuilder.uint32(bits)
        case .ipv6(let bits):
            [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 8) + MessageBuilder.uint32(bits)
        }
    }
}

/// Writes a pcap file of Ethernet frames in the order of their times, though they are sent a little out of order.
///
/// Safe although it owns a C stream: that is closed exactly once, in `deinit`. Checksums are left 0.
@safe
struct WorkloadCapture: ~Copyable {
    /// DNS messages so far.
    private(set) var messages = 0
    private let file: UnsafeMutablePointer<FILE>
    private var buffer: [UInt8] = []
    /// Responses that are under way, the next one last.
    private var pending: [(time: Double, frame: [UInt8])] = []

    /// Begins a file; `nil` when it cannot be written.
    init?(path: String) {
        guard let file = unsafe fopen(path, "wb") else { return nil }
        unsafe self.file = file
        // Little-endian, microseconds, version 2.4, snap length 262,144, Ethernet.
        buffer += [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
        buffer += [0, 0, 4, 0, 1, 0, 0, 0]
    }

    deinit { unsafe fclose(file) }

    /// Writes the messages that are still under way.
    mutating func finish() {
        write(until: .infinity)
        flush()
    }

    /// Sends a DNS message over UDP.
    mutating func send(
        _ message: [UInt8],
        at time: Double,
        from source: Host,
        _ sourcePort: UInt16,
        to destination: Host,
        _ destinationPort: UInt16
    ) {
        messages += 1
        let datagram =
            MessageBuilder.uint16(sourcePort) + MessageBuilder.uint16(destinationPort)
            + MessageBuilder.uint16(UInt16(8 + message.count)) + [0, 0] + message
        send(Self.packet(17, from: source, to: destination, datagram), at: time)
    }

    /// Sends a segment of TCP.
    mutating func sendTCP(
        _ payload: [UInt8],
        at time: Double,
        from source: Host,
        _ sourcePort: UInt16,
        to destination: Host,
        _ destinationPort: UInt16,
        sequence: UInt32,
        flags: UInt8
    ) {
        let segment =
            MessageBuilder.uint16(sourcePort) + MessageBuilder.uint16(destinationPort)
            + MessageBuilder.uint32(sequence) + [0, 0, 0, 0, 0x50, flags, 0xFA, 0xF0, 0, 0, 0, 0] + payload
        send(Self.packet(6, from: source, to: destination, segment), at: time)
    }

    private static func packet(
        _ transport: UInt8,
        from source: Host,
        to destination: Host,
        _ payload: [UInt8]
    )
        -> [UInt8]
    {
        let ethernet: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
        let addresses = source.octets + destination.octets
        if source.isIPv6 {
            let head: [UInt8] = [0x86, 0xDD, 0x60, 0, 0, 0]
            return ethernet + head + MessageBuilder.uint16(UInt16(payload.count)) + [transport, 64]
                + addresses
                + payload
        }
        let head: [UInt8] = [0x08, 0x00, 0x45, 0]
        return ethernet + head + MessageBuilder.uint16(UInt16(20 + payload.count))
            + [0, 0, 0x40, 0, 64, transport, 0, 0] + addresses + payload
    }

    private mutating func send(_ frame: [UInt8], at time: Double) {
        var (low, high) = (0, pending.count)
        while low < high {
            let middle = (low + high) / 2
            if pending[middle].time < time { high = middle } else { low = middle + 1 }
        }
        pending.insert((time, frame), at: low)
        // Hardly anything is sent more than a tenth of a second ahead.
        write(until: time - 0.1)
    }

    private mutating func write(until time: Double) {
        while let next = pending.last, next.time <= time {
            pending.removeLast()
            let seconds = UInt32(next.time)
            let microseconds = UInt32((next.time - Double(seconds)) * 1e6)
            let length = UInt32(next.frame.count)
            for word in [seconds, microseconds, length, length] {
                buffer += MessageBuilder.uint32(word.byteSwapped)
            }
            buffer += next.frame
            if buffer.count > 1 << 20 { flush() }
        }
    }

    private mutating func flush() {
        unsafe fwrite(buffer, 1, buffer.count, file)
        buffer.removeAll(keepingCapacity: true)
    }
}
