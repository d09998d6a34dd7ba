import DNSWire
import TestSupport
import Testing

/// RFC 9460 Appendix D: the wire format of its test vectors.
@Suite struct AppendixD_TestVectorTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let data: [UInt8]
        let octetCount: Int
        let priority: UInt16
        let target: String
        var parameters: [UInt16: [UInt8]] = [:]
    }

    private static let fooExampleCom = "03 666F6F 07 6578616D706C65 03 636F6D 00"
    private static let fooExampleOrg = "03 666F6F 07 6578616D706C65 03 6F7267 00"

    @Test(arguments: [
        Row(
            testDescription: "D.1 AliasMode",
            data: hex("0000" + fooExampleCom),
            octetCount: 19,
            priority: 0,
            target: "foo.example.com"
        ),
        Row(
            testDescription: "D.2 target is the root",
            data: hex("0001 00"),
            octetCount: 3,
            priority: 1,
            target: "."
        ),
        Row(
            testDescription: "D.2 port",
            data: hex("0010" + fooExampleCom + "0003 0002 0035"),
            octetCount: 25,
            priority: 16,
            target: "foo.example.com",
            parameters: [3: hex("0035")]
        ),
        Row(
            testDescription: "D.2 generic key, unquoted value",
            data: hex("0001" + fooExampleCom + "029B 0005 68656C6C6F"),
            octetCount: 28,
            priority: 1,
            target: "foo.example.com",
            parameters: [667: Array("hello".utf8)]
        ),
        Row(
            testDescription: "D.2 generic key, quoted value with an escape",
            data: hex("0001" + fooExampleCom + "029B 0009 68656C6C6F D2 716F6F"),
            octetCount: 32,
            priority: 1,
            target: "foo.example.com",
            parameters: [667: hex("68656C6C6F D2 716F6F")]
        ),
        Row(
            testDescription: "D.2 two IPv6 hints",
            data: hex(
                "0001" + fooExampleCom
                    + "0006 0020 20010DB8000000000000000000000001 20010DB8000000000000000000530001"
            ),
            octetCount: 55,
            priority: 1,
            target: "foo.example.com",
            parameters: [6: hex("20010DB8000000000000000000000001 20010DB8000000000000000000530001")]
        ),
        Row(
            testDescription: "D.2 mandatory, ALPN and IPv4 hint, sorted by key",
            data: hex(
                "0010" + fooExampleOrg
                    + "0000 0004 0001 0004 0001 0009 02 6832 05 68332D3139 0004 0004 C0000201"
            ),
            octetCount: 48,
            priority: 16,
            target: "foo.example.org",
            parameters: [
                0: hex("0001 0004"), 1: hex("02 6832 05 68332D3139"), 4: hex("C0000201"),
            ]
        ),
        Row(
            testDescription: "D.2 ALPN with escaped comma and backslash",
            data: hex("0010" + fooExampleOrg + "0001 000C 08 665C6F6F2C626172 02 6832"),
            octetCount: 35,
            priority: 16,
            target: "foo.example.org",
            parameters: [1: hex("08 665C6F6F2C626172 02 6832")]
        ),
    ])
    func reads(_ row: Row) throws {
        #expect(row.data.count == row.octetCount, "the row differs from the RFC")
        var builder = MessageBuilder.response("example.com", type: 65)
        builder.addRecord(.answer, "example.com", type: 65, data: row.data)
        let parsed = ParsedMessage(builder.octets)
        guard case .https(let svcb) = try parsed.data() else {
            Issue.record("no HTTPS record")
            return
        }
        #expect(svcb.priority == row.priority)
        #expect(parsed.text(svcb.target) == row.target)
        let parameters = svcb.parameters(in: parsed.octets.span)
        #expect(parameters.map(\.key) == row.parameters.keys.sorted())
        for parameter in parameters {
            #expect(parsed.octets(parameter.value) == row.parameters[parameter.key])
        }
        #expect(parsed.anomalies.isEmpty)
    }
}
