/// The cyclic redundancy check of Ethernet, which tools use for their messages.
///
/// Source: IEEE 802.3 §3.2.9; polynomial 0x04C11DB7, bits reflected, all ones before and after.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { octet in
        (0..<8).reduce(UInt32(octet)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    /// The check of octets, 0 for none.
    package static func checksum(_ octets: some Sequence<UInt8>) -> UInt32 {
        ~octets.reduce(UInt32.max) { value, octet in table[Int((value ^ UInt32(octet)) & 0xFF)] ^ value >> 8 }
    }
}
