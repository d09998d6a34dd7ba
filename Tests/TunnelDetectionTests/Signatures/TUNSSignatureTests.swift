import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// TUNS by IPv4 packets in names.
@Suite struct TUNSSignatureTests {
    static let all = [traffic()]

    private static func traffic(type: RecordType = .cname, mark: String = "d", error: UInt8 = 0)
        -> ToolTraffic
    {
        var generator = SeededGenerator(seed: 55)
        var traffic = ToolTraffic(tool: "TUNS")
        for index in 0..<24 {
            let length = Int.random(in: 8...90, using: &generator)
            let packet = packet(id: index, payload: generator.octets(length), error: error)
            let text = ToolEncoding.padded(
                ToolEncoding.text(packet, symbols: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
                group: 8
            )
            .map { $0 == UInt8(ascii: "=") ? UInt8(ascii: "0") : $0 }
            let answer = TextEncoding.base32.encode(generator.octets(30))
            traffic.exchange(
                ToolEncoding.labels(Array(mark.utf8) + text),
                type,
                [.name(.cname, "\(String(decoding: answer, as: UTF8.self)).t.example.com", timeToLive: 0)]
            )
        }
        return traffic
    }

    /// An ICMP packet from 192.168.53.1 to 192.168.53.2.
    private static func packet(id: Int, payload: [UInt8], error: UInt8) -> [UInt8] {
        let length = ToolEncoding.bigEndian(UInt64(20 + payload.count), octets: 2)
        let start: [UInt8] = [0x45, 0] + length + [0, UInt8(id), 0x40, 0, 64, 1]
        let addresses: [UInt8] = [192, 168, 53, 1, 192, 168, 53, 2]
        var sum = 0
        for (index, octet) in (start + addresses).enumerated() {
            sum += index % 2 == 0 ? Int(octet) * 256 : Int(octet)
        }
        let checksum = ToolEncoding.bigEndian(UInt64(0xFFFF - sum % 0xFFFF), octets: 2)
        return start + [checksum[0], checksum[1] ^ error] + addresses + payload
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(TUNSSignature()))
        #expect(match.evidence.value == 24)
    }

    @Test func rejectsOtherTypesMarksAndChecksums() throws {
        #expect(try Self.traffic(type: .txt).match(TUNSSignature()) == nil)
        #expect(try Self.traffic(mark: "e").match(TUNSSignature()) == nil)
        #expect(try Self.traffic(error: 1).match(TUNSSignature()) == nil)
    }
}
