import DNSWire
import TestSupport
import Testing

/// The typed views of record data, one test for each form, against octets laid out by hand from the RFCs.
@Suite struct RecordDataTests {
    /// A response with one record; its data begins at octet 33 when the owner is the root.
    private func parsed(type: UInt16, class: UInt16 = 1, _ data: [UInt8]) -> ParsedMessage {
        var builder = MessageBuilder(flags: 0x8000)
        builder.addRecord(.answer, ".", type: type, class: `class`, data: data)
        return ParsedMessage(builder.octets)
    }

    /// Where the data begins: behind header, root, type, class, time to live and length.
    private let dataStart = 12 + 1 + 10

    @Test("RFC 1035 §3.4.1") func a() throws {
        let parsed = parsed(type: 1, [192, 0, 2, 33])
        #expect(try parsed.data() == .a(0xC000_0221))
    }

    @Test("RFC 3596 §2.2") func aaaa() throws {
        let parsed = parsed(type: 28, hex("20010DB8 00000000 00000000 00530001"))
        #expect(try parsed.data() == .aaaa(high: 0x2001_0DB8_0000_0000, low: 0x0000_0000_0053_0001))
    }

    @Test("RFC 1035 §3.3.1, §3.3.11, §3.3.12, RFC 6672 §2.1", arguments: [2, 5, 12, 39] as [UInt16])
    func singleName(type: UInt16) throws {
        let parsed = parsed(type: type, MessageBuilder.name("Host.Example"))
        let name: ParsedName
        switch (type, try parsed.data()) {
        case (2, .ns(let found)), (5, .cname(let found)), (12, .ptr(let found)), (39, .dname(let found)):
            name = found
        case (_, let other):
            Issue.record("\(other)")
            return
        }
        #expect(parsed.text(name) == "Host.Example")
        #expect(name.start == dataStart)
    }

    @Test("RFC 1035 §3.3.13") func soa() throws {
        let data =
            MessageBuilder.name("ns.example") + MessageBuilder.name("root.example")
            + hex("77A1B2C3 00001C20 00000E10 00127500 00000E11")
        let parsed = parsed(type: 6, data)
        guard case .soa(let soa) = try parsed.data() else {
            Issue.record("no SOA")
            return
        }
        #expect(parsed.text(soa.primaryServer) == "ns.example")
        #expect(parsed.text(soa.responsibleMailbox) == "root.example")
        #expect(soa.serial == 0x77A1_B2C3)
        #expect([soa.refresh, soa.retry, soa.expire, soa.minimum] == [7200, 3600, 1_209_600, 3601])
    }

    @Test("RFC 1035 §3.3.9") func mx() throws {
        let parsed = parsed(type: 15, hex("000A") + MessageBuilder.name("mx.example"))
        guard case .mx(let mx) = try parsed.data() else {
            Issue.record("no MX")
            return
        }
        #expect(mx.preference == 10)
        #expect(parsed.text(mx.exchange) == "mx.example")
    }

    @Test("RFC 1035 §3.3.14") func txt() throws {
        let parsed = parsed(type: 16, hex("03 616263 00 02 FF00"))
        guard case .txt(let strings) = try parsed.data() else {
            Issue.record("no TXT")
            return
        }
        #expect(
            strings.ranges(in: parsed.octets.span).map(parsed.octets(_:)) == [hex("616263"), [], hex("FF00")]
        )
        var content: [UInt8] = []
        strings.appendContent(in: parsed.octets.span, to: &content)
        #expect(content == hex("616263 FF00"))
    }

    @Test("RFC 1035 §3.3.10", arguments: [0, 1, 1000]) func null(length: Int) throws {
        let parsed = parsed(type: 10, Array(repeating: 7, count: length))
        #expect(try parsed.data() == .null(dataStart..<dataStart + length))
        #expect(parsed.anomalies.isEmpty)
    }

    @Test("RFC 2782") func srv() throws {
        let parsed = parsed(type: 33, hex("0001 0002 01BB") + MessageBuilder.name("a.example"))
        guard case .srv(let srv) = try parsed.data() else {
            Issue.record("no SRV")
            return
        }
        #expect([srv.priority, srv.weight, srv.port] == [1, 2, 443])
        #expect(parsed.text(srv.target) == "a.example")
    }

    @Test("RFC 3403 §4.1") func naptr() throws {
        let data =
            hex("0064 0032") + MessageBuilder.characterString("s")
            + MessageBuilder.characterString("http+I2R")
            + MessageBuilder.characterString("") + MessageBuilder.name("_http._tcp.foo.example")
        let parsed = parsed(type: 35, data)
        guard case .naptr(let naptr) = try parsed.data() else {
            Issue.record("no NAPTR")
            return
        }
        #expect([naptr.order, naptr.preference] == [100, 50])
        #expect(parsed.octets(naptr.flags) == Array("s".utf8))
        #expect(parsed.octets(naptr.services) == Array("http+I2R".utf8))
        #expect(naptr.regularExpression.isEmpty)
        #expect(parsed.text(naptr.replacement) == "_http._tcp.foo.example")
    }

    /// The DS record of RFC 4034 §5.4: key tag 60485, algorithm 5, digest type 1.
    @Test("RFC 4034 §5.4") func ds() throws {
        let digest = hex("2BB183AF5F22588179A53B0A98631FAD1A292118")
        let parsed = parsed(type: 43, hex("EC45 05 01") + digest)
        guard case .ds(let ds) = try parsed.data() else {
            Issue.record("no DS")
            return
        }
        #expect(ds.keyTag == 60485)
        #expect(ds.algorithm == 5)
        #expect(ds.digestType == 1)
        #expect(parsed.octets(ds.digest) == digest)
    }

    @Test("RFC 4034 §2.1 and RFC 2535 §3.1", arguments: [48, 25] as [UInt16]) func keys(type: UInt16) throws {
        let parsed = parsed(type: type, hex("0101 03 0D AABBCC"))
        let key: DNSKEYData
        switch (type, try parsed.data()) {
        case (48, .dnskey(let found)), (25, .key(let found)): key = found
        case (_, let other):
            Issue.record("\(other)")
            return
        }
        #expect(key.flags == 257)
        #expect(key.protocolNumber == 3)
        #expect(key.algorithm == 13)
        #expect(parsed.octets(key.publicKey) == hex("AABBCC"))
    }

    /// The fields of the RRSIG record of RFC 4034 §3.3, its signature cut short.
    @Test("RFC 4034 §3.1") func rrsig() throws {
        let data =
            hex("0001 05 03 00015180 3E7D5B17 3E55CE17 0A52") + MessageBuilder.name("example.com")
            + hex("A0B1C2")
        let parsed = parsed(type: 46, data)
        guard case .rrsig(let rrsig) = try parsed.data() else {
            Issue.record("no RRSIG")
            return
        }
        #expect(rrsig.typeCovered == .a)
        #expect(rrsig.algorithm == 5)
        #expect(rrsig.labelCount == 3)
        #expect(rrsig.originalTimeToLive == 86400)
        #expect(rrsig.expiration == 0x3E7D_5B17)
        #expect(rrsig.inception == 0x3E55_CE17)
        #expect(rrsig.keyTag == 2642)
        #expect(parsed.text(rrsig.signer) == "example.com")
        #expect(parsed.octets(rrsig.signature) == hex("A0B1C2"))
    }

    /// The whole data of the NSEC record of RFC 4034 §4.3: A MX RRSIG NSEC TYPE1234.
    @Test("RFC 4034 §4.3") func nsec() throws {
        let bitmaps = hex("0006 400100000003 041B") + Array(repeating: 0, count: 26) + hex("20")
        let parsed = parsed(type: 47, MessageBuilder.name("host.example.com") + bitmaps)
        guard case .nsec(let nsec) = try parsed.data() else {
            Issue.record("no NSEC")
            return
        }
        #expect(parsed.text(nsec.nextName) == "host.example.com")
        #expect(nsec.types.types(in: parsed.octets.span).map(\.rawValue) == [1, 15, 46, 47, 1234])
    }

    @Test("RFC 5155 §3.2") func nsec3() throws {
        let parsed = parsed(type: 50, hex("01 01 000C 04 AABBCCDD 02 1122 00 01 40"))
        guard case .nsec3(let nsec3) = try parsed.data() else {
            Issue.record("no NSEC3")
            return
        }
        #expect(nsec3.hashAlgorithm == 1)
        #expect(nsec3.flags == 1)
        #expect(nsec3.iterations == 12)
        #expect(parsed.octets(nsec3.salt) == hex("AABBCCDD"))
        #expect(parsed.octets(nsec3.nextHashedName) == hex("1122"))
        #expect(nsec3.types.types(in: parsed.octets.span) == [.a])
    }

    @Test("RFC 6698 §2.1") func tlsa() throws {
        let parsed = parsed(type: 52, hex("03 01 02 AABB"))
        guard case .tlsa(let tlsa) = try parsed.data() else {
            Issue.record("no TLSA")
            return
        }
        #expect([tlsa.certificateUsage, tlsa.selector, tlsa.matchingType] == [3, 1, 2])
        #expect(parsed.octets(tlsa.associationData) == hex("AABB"))
    }

    @Test("RFC 8659 §4.1") func caa() throws {
        let parsed = parsed(
            type: 257,
            hex("80") + MessageBuilder.characterString("issue") + "ca.example".utf8
        )
        guard case .caa(let caa) = try parsed.data() else {
            Issue.record("no CAA")
            return
        }
        #expect(caa.flags == 128)
        #expect(parsed.octets(caa.tag) == Array("issue".utf8))
        #expect(parsed.octets(caa.value) == Array("ca.example".utf8))
    }

    @Test("RFC 8945 §4.2") func tsig() throws {
        let data =
            MessageBuilder.name("hmac-sha256") + hex("0001 5F5E1000 012C 0003 AABBCC 1234 0012 0002 DDEE")
        let parsed = parsed(type: 250, class: 255, data)
        guard case .tsig(let tsig) = try parsed.data() else {
            Issue.record("no TSIG")
            return
        }
        #expect(parsed.text(tsig.algorithm) == "hmac-sha256")
        #expect(tsig.timeSigned == 0x1_5F5E_1000)
        #expect(tsig.fudge == 300)
        #expect(parsed.octets(tsig.authenticationCode) == hex("AABBCC"))
        #expect(tsig.originalID == 0x1234)
        #expect(tsig.error == .badTime)
        #expect(parsed.octets(tsig.otherData) == hex("DDEE"))
        #expect(parsed.anomalies.isEmpty)
    }

    @Test("RFC 3597 §3", arguments: [65280, 65399, 13, 54] as [UInt16]) func opaque(type: UInt16) throws {
        let parsed = parsed(type: type, [1, 2, 3])
        #expect(try parsed.data() == .opaque(dataStart..<dataStart + 3))
        #expect(parsed.anomalies.isEmpty)
    }

    /// In class CH an A record holds a name and a Chaosnet address (RFC 1035 §3.3).
    @Test func addressesOfOtherClassesAreOpaque() throws {
        let parsed = parsed(type: 1, class: 3, hex("00 1234"))
        #expect(try parsed.data() == .opaque(dataStart..<dataStart + 3))
        #expect(parsed.anomalies.isEmpty)
    }

    /// An UPDATE speaks of whole RRsets by records of class ANY or NONE without data (RFC 2136 §2.4, §2.5).
    @Test(arguments: [254, 255] as [UInt16]) func emptyDataOfUpdates(class: UInt16) throws {
        let parsed = parsed(type: 1, class: `class`, [])
        #expect(try parsed.data() == .opaque(dataStart..<dataStart))
        #expect(parsed.anomalies.isEmpty)
    }

    // MARK: - Data that does not fit its type

    struct MalformedRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let type: UInt16
        let data: [UInt8]
        /// What is wrong, with an offset from the first octet of the data.
        let error: WireError

        init(
            _ description: String,
            _ type: UInt16,
            _ data: [UInt8],
            _ error: (Int) -> WireError,
            at offset: Int
        ) {
            testDescription = description
            self.type = type
            self.data = data
            self.error = error(12 + 1 + 10 + offset)
        }
    }

    @Test(arguments: [
        MalformedRow("A of three octets", 1, [1, 2, 3], WireError.dataTooShort, at: 3),
        MalformedRow("A of five octets", 1, [1, 2, 3, 4, 5], WireError.dataTooLong, at: 4),
        MalformedRow("A of none", 1, [], WireError.dataTooShort, at: 0),
        MalformedRow("AAAA of four octets", 28, [1, 2, 3, 4], WireError.dataTooShort, at: 4),
        MalformedRow("CNAME of none", 5, [], WireError.dataTooShort, at: 0),
        MalformedRow("CNAME with octets behind", 5, hex("01 61 00 00"), WireError.dataTooLong, at: 3),
        MalformedRow("CNAME that leads to itself", 5, hex("C017"), WireError.pointerNotBackward, at: 0),
        MalformedRow("NS with a reserved label type", 2, hex("01 61 80"), WireError.reservedLabelType, at: 2),
        MalformedRow("MX without a name", 15, hex("000A"), WireError.dataTooShort, at: 2),
        MalformedRow("MX of one octet", 15, hex("00"), WireError.dataTooShort, at: 1),
        MalformedRow("SRV without a name", 33, hex("0001 0002 0003"), WireError.dataTooShort, at: 6),
        MalformedRow("SOA that ends in its serial", 6, hex("00 00 0000"), WireError.dataTooShort, at: 4),
        MalformedRow("TXT of none", 16, [], WireError.dataTooShort, at: 0),
        MalformedRow(
            "TXT with a string beyond its end",
            16,
            hex("01 61 05 62"),
            WireError.dataTooShort,
            at: 4
        ),
        MalformedRow(
            "NAPTR with a string beyond its end",
            35,
            hex("00010001 FF"),
            WireError.dataTooShort,
            at: 5
        ),
        MalformedRow("DS without digest", 43, hex("0001 05 01"), WireError.dataTooShort, at: 4),
        MalformedRow("DNSKEY of three octets", 48, hex("0101 03"), WireError.dataTooShort, at: 3),
        MalformedRow("RRSIG of four octets", 46, hex("0001 05 03"), WireError.dataTooShort, at: 4),
        MalformedRow("NSEC window without bits", 47, hex("00 00 00"), WireError.lengthOutOfRange, at: 2),
        MalformedRow("NSEC window of 33 octets", 47, hex("00 00 21"), WireError.lengthOutOfRange, at: 2),
        MalformedRow("NSEC window twice", 47, hex("00 0001 40 0001 40"), WireError.keyOutOfOrder, at: 4),
        MalformedRow("NSEC3 without hash", 50, hex("01 00 0000 00 00"), WireError.lengthOutOfRange, at: 5),
        MalformedRow("TLSA of two octets", 52, hex("03 01"), WireError.dataTooShort, at: 2),
        MalformedRow("CAA without tag", 257, hex("00 00 61"), WireError.lengthOutOfRange, at: 1),
        MalformedRow("SVCB of one octet", 64, hex("00"), WireError.dataTooShort, at: 1),
        MalformedRow(
            "SVCB with a value beyond its end",
            64,
            hex("0001 00 0003 0003 0035"),
            WireError.dataTooShort,
            at: 9
        ),
        MalformedRow(
            "HTTPS with keys out of order",
            65,
            hex("0001 00 0003 0000 0001 0000"),
            WireError.keyOutOfOrder,
            at: 7
        ),
        MalformedRow(
            "HTTPS with a key twice",
            65,
            hex("0001 00 0003 0000 0003 0000"),
            WireError.keyOutOfOrder,
            at: 7
        ),
        MalformedRow(
            "TSIG that ends in its code",
            250,
            hex("00 000000000000 0000 0004 AA"),
            WireError.dataTooShort,
            at: 12
        ),
    ])
    func tellsWhatIsWrongWhere(_ row: MalformedRow) {
        let parsed = parsed(type: row.type, row.data)
        #expect(parsed.dataError() == row.error)
        #expect(parsed.error == nil, "malformed data does not end a message")
        #expect(parsed.anomalies == [.rdataMalformed])
        #expect(parsed.carriedOctets() == row.data)
    }

    /// A name that begins inside the data must also end there, although the message goes on.
    @Test func aNameInTheDataEndsInTheData() {
        var builder = MessageBuilder(flags: 0x8000)
        builder.addRecord(.answer, ".", type: 5, data: hex("03 6162"))
        builder.addRecord(.answer, ".", type: 1, data: [1, 2, 3, 4])
        let parsed = ParsedMessage(builder.octets)
        #expect(parsed.message.records.count == 2)
        #expect(parsed.dataError(0) == .dataTooShort(offset: dataStart + 3))
        #expect(parsed.carriedOctets(0) == hex("03 6162"))
        #expect(parsed.dataError(1) == nil)
    }
}
