import Glibc

/// Writes a pcap file of UDP datagrams over IPv4 and Ethernet, as fast as large captures need it.
///
/// Safe although it owns a C stream: that is closed exactly once, in `deinit`. Checksums are left 0, which in UDP over IPv4 says that there is none (RFC 768).
@safe
package struct DatagramCapture: ~Copyable {
    private let file: UnsafeMutablePointer<FILE>
    private var buffer: [UInt8] = []
    private static let bufferOctets = 1 << 20

    /// Begins a file; `nil` when it cannot be written.
    package init?(path: String) {
        guard let file = unsafe fopen(path, "wb") else { return nil }
        unsafe self.file = file
        buffer.reserveCapacity(Self.bufferOctets + 70_000)
        // Little-endian, microseconds, version 2.4, snap length 262,144, Ethernet.
        buffer += [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8)
        buffer += [0, 0, 4, 0, 1, 0, 0, 0]
    }

    deinit {
        unsafe fwrite(buffer, 1, buffer.count, file)
        unsafe fclose(file)
    }

    /// Adds one datagram.
    ///
    /// - Parameters:
    ///   - payload: At most 65,507 octets.
    ///   - microseconds: Since 1970.
    ///   - source: Address and port.
    ///   - destination: Address and port.
    package mutating func write(
        _ payload: [UInt8],
        at microseconds: Int,
        from source: (address: UInt32, port: UInt16),
        to destination: (address: UInt32, port: UInt16)
    ) {
        let length = UInt32(14 + 20 + 8 + payload.count)
        for word in [UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000), length, length] {
            append(word.byteSwapped)
        }
        buffer += [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00]
        append(UInt16(0x4500))
        append(UInt16(28 + payload.count))
        append(UInt32(0))
        append(UInt32(0x4011_0000))
        append(source.address)
        append(destination.address)
        append(source.port)
        append(destination.port)
        append(UInt16(8 + payload.count))
        append(UInt16(0))
        buffer += payload
        if buffer.count > Self.bufferOctets {
            unsafe fwrite(buffer, 1, buffer.count, file)
            buffer.removeAll(keepingCapacity: true)
        }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            buffer.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
