/// A message of integers and octet strings as protocol-buffer encoders write it.
///
///     | number × 8 + 0 | integer, base 128 |   or   | number × 8 + 2 | length, base 128 | octets |   …
///
/// Fields have numbers 1…15 and come in their order, none is zero or empty (encoders of version 3 leave such
/// ones out), no integer is written longer than needed, and the last field ends with the message. Of random
/// octets, fewer than one message in 250 has even a first field that fits.
///
/// Source: protobuf.dev, "Encoding".
package struct ProtobufMessage {
    package private(set) var integers: [Int: UInt64] = [:]
    package private(set) var strings: [Int: ArraySlice<UInt8>] = [:]

    /// The message that the octets are, or `nil` when an encoder would not have written them.
    package init?(_ octets: [UInt8]) {
        var rest = octets[...]
        var last = 0
        while let key = rest.popFirst() {
            let number = Int(key >> 3)
            guard number > last, number < 16 else { return nil }
            last = number
            switch key & 7 {
            case 0:
                guard let value = Self.readInteger(from: &rest), value > 0 else { return nil }
                integers[number] = value
            case 2:
                guard let length = Self.readInteger(from: &rest), (1...UInt64(255)).contains(length),
                    Int(length) <= rest.count
                else { return nil }
                strings[number] = rest.prefix(Int(length))
                rest = rest.dropFirst(Int(length))
            default:
                return nil
            }
        }
        guard last > 0 else { return nil }
    }

    /// The numbers of all fields.
    package var numbers: Set<Int> { Set(integers.keys).union(strings.keys) }

    private static func readInteger(from octets: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        // Ten groups of seven bits hold 64 bits; no tool here has more than 32.
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            guard let octet = octets.popFirst() else { return nil }
            value |= UInt64(octet & 0x7F) << shift
            if octet & 0x80 == 0 { return octet == 0 && shift > 0 ? nil : value }
        }
        return nil
    }
}
