import DNSWire
import Testing

/// RFC 3597 §5: types and classes without a mnemonic, and the mnemonics of the IANA registry.
@Suite struct Section5_TextTests {
    @Test(
        arguments: [
            (1, "A"), (2, "NS"), (5, "CNAME"), (6, "SOA"), (10, "NULL"), (12, "PTR"), (15, "MX"), (16, "TXT"),
            (23, "NSAP-PTR"), (25, "KEY"), (28, "AAAA"), (33, "SRV"), (35, "NAPTR"), (38, "A6"),
            (39, "DNAME"),
            (41, "OPT"), (43, "DS"), (46, "RRSIG"), (47, "NSEC"), (48, "DNSKEY"), (50, "NSEC3"), (52, "TLSA"),
            (54, "TYPE54"), (64, "SVCB"), (65, "HTTPS"), (99, "SPF"), (128, "NXNAME"), (249, "TKEY"),
            (250, "TSIG"), (251, "IXFR"), (252, "AXFR"), (253, "MAILB"), (254, "MAILA"), (255, "ANY"),
            (256, "URI"), (257, "CAA"), (32769, "DLV"), (65399, "TYPE65399"), (0, "TYPE0"),
            (65535, "TYPE65535"),
        ] as [(UInt16, String)]
    )
    func namesTypes(number: UInt16, text: String) {
        #expect(RecordType(rawValue: number).description == text)
    }

    @Test(
        arguments: [
            (1, "IN"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY"), (2, "CLASS2"),
            (32769, "CLASS32769"),
        ] as [(UInt16, String)]
    )
    func namesClasses(number: UInt16, text: String) {
        #expect(RecordClass(rawValue: number).description == text)
    }

    @Test(
        arguments: [
            (0, "QUERY"), (1, "IQUERY"), (2, "STATUS"), (3, "OPCODE3"), (4, "NOTIFY"), (5, "UPDATE"),
            (6, "DSO"),
            (7, "OPCODE7"), (15, "OPCODE15"),
        ] as [(UInt8, String)]
    )
    func namesOpcodes(number: UInt8, text: String) {
        let opcode = Opcode(rawValue: number)
        #expect(opcode.description == text)
        #expect(opcode.isRegistered == !text.hasPrefix("OPCODE"))
    }

    @Test(
        arguments: [
            (0, "NOERROR"), (1, "FORMERR"), (2, "SERVFAIL"), (3, "NXDOMAIN"), (4, "NOTIMP"), (5, "REFUSED"),
            (9, "NOTAUTH"), (10, "NOTZONE"), (11, "DSOTYPENI"), (12, "RCODE12"), (16, "BADVERS"),
            (17, "BADKEY"),
            (22, "BADTRUNC"), (23, "BADCOOKIE"), (4095, "RCODE4095"),
        ] as [(UInt16, String)]
    )
    func namesResponseCodes(number: UInt16, text: String) {
        #expect(ResponseCode(rawValue: number).description == text)
    }

    @Test(arguments: [
        (65279, false), (65280, true), (65399, true), (65534, true), (65535, false), (10, false),
    ])
    func knowsThePrivateUseTypes(number: UInt16, expected: Bool) {
        #expect(RecordType(rawValue: number).isPrivateUse == expected)
    }

    @Test func ordersByNumber() {
        #expect(RecordType.a < .aaaa)
        #expect(RecordClass.in < .any)
        #expect(Opcode.query < .update)
        #expect(ResponseCode.noError < .badCookie)
    }
}
