/// Writes Frame Streams and dnstap from their descriptions, sharing no code with the reader.
enum DnstapBuilder {
    static let contentType = Array("protobuf:dnstap.Dnstap".utf8)

    /// A control frame: START is 2, STOP 3.
    static func control(_ type: UInt32, content: [UInt8]? = nil) -> [UInt8] {
        var body = bigEndian(type)
        if let content { body += bigEndian(1) + bigEndian(UInt32(content.count)) + content }
        return bigEndian(0) + bigEndian(UInt32(body.count)) + body
    }

    static let start = control(2, content: contentType)
    static let stop = control(3)

    static func frame(_ content: [UInt8]) -> [UInt8] { bigEndian(UInt32(content.count)) + content }

    static func stream(_ frames: [[UInt8]]) -> [UInt8] { start + frames.flatMap(frame) + stop }

    /// A field of protocol buffers that holds octets.
    static func field(_ number: UInt64, _ octets: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(octets.count)) + octets
    }

    /// A field of protocol buffers that holds a number.
    static func field(_ number: UInt64, _ value: UInt64) -> [UInt8] { varint(number << 3) + varint(value) }

    static func fixed(_ number: UInt64, _ value: UInt32) -> [UInt8] {
        varint(number << 3 | 5) + bigEndian(value).reversed()
    }

    /// A frame of dnstap around the fields of a message.
    static func dnstap(_ message: [UInt8], kind: UInt64 = 1) -> [UInt8] {
        field(14, message) + field(15, kind)
    }

    /// The message types in the order of their numbers.
    enum Kind: UInt64 {
        case authQuery = 1, authResponse, resolverQuery, resolverResponse, clientQuery, clientResponse
        case forwarderQuery, forwarderResponse, stubQuery, stubResponse, toolQuery, toolResponse
        case updateQuery, updateResponse
    }

    /// A message between 192.0.2.1, port 4000, and 192.0.2.53, port 53, over UDP, at a second.
    static func message(_ kind: Kind, _ octets: [UInt8], at second: UInt64 = 1_796_025_504) -> [UInt8] {
        let ends =
            field(1, kind.rawValue) + field(2, 1) + field(3, 1) + field(4, [192, 0, 2, 1])
            + field(5, [192, 0, 2, 53])
            + field(6, 4_000) + field(7, 53)
        return kind.rawValue % 2 == 1
            ? ends + field(8, second) + fixed(9, 500) + field(10, octets)
            : ends + field(12, second) + fixed(13, 500) + field(14, octets)
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
    }
}

/// A query or response as its octets say, small and different for each name.
func message(_ name: String, id: UInt16 = 1, isResponse: Bool = false) -> [UInt8] {
    var octets = [UInt8(id >> 8), UInt8(id & 255), isResponse ? 0x81 : 0x01, isResponse ? 0x80 : 0]
    octets += [0, 1, 0, 0, 0, 0, 0, 0]
    for label in name.split(separator: ".") { octets += [UInt8(label.utf8.count)] + Array(label.utf8) }
    return octets + [0, 0, 1, 0, 1]
}
