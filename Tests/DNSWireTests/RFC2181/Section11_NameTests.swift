import DNSWire
import TestSupport
import Testing

/// RFC 2181 §11: a label may hold any octets.
@Suite struct Section11_NameTests {
    @Test func keepsEveryOctetOfALabelAsItIs() throws {
        for start in stride(from: 0, through: 192, by: 64) {
            let labels = [Array((start..<start + 63).map(UInt8.init)), [UInt8(start + 63)]]
            var builder = MessageBuilder()
            builder.addQuestion(labels: labels, type: 16)
            let parsed = ParsedMessage(builder.octets)
            let name = try #require(parsed.message.questions.first?.name).domainName(in: parsed.octets.span)
            #expect(name.labels.map(Array.init) == labels)
        }
    }

    @Test func givesCaseToASCIILettersOnly() throws {
        let octets = Array(UInt8(0x3B)...0x60)
        let name = try #require(DomainName(labels: [octets[...]]))
        let expected = octets.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        #expect(name.lowercased.labels.map(Array.init) == [expected])
        let high = try #require(DomainName(labels: [[0xC1, 0xDA][...]]))
        #expect(high.lowercased == high)
    }

    @Test func cutsNamesBetweenLabels() throws {
        let name = try #require(DomainName(presentation: "a.b\\.c.example.com"))
        #expect(name.labelCount == 4)
        #expect(name.suffix(labelCount: 2).presentation == "example.com")
        #expect(name.suffix(labelCount: 0) == .root)
        #expect(name.suffix(labelCount: 9) == name)
        #expect(name.suffix(labelCount: -1) == .root)
        #expect(name.prefix(dropping: 2).presentation == "a.b\\.c")
        #expect(name.prefix(dropping: 0) == name)
        #expect(name.prefix(dropping: 4) == .root)
        #expect(name.prefix(dropping: 9) == .root)
    }

    @Test(arguments: [
        ("www.example.com", "example.com", true),
        ("WWW.Example.COM", "eXAMPLE.com", true),
        ("example.com", "example.com", true),
        ("example.com", ".", true),
        ("com", "example.com", false),
        ("badexample.com", "example.com", false),
        ("www.example.com", "ample.com", false),
        // The octets of `com` as the end of a longer label, length octet included.
        ("a\\003com", "com", false),
    ])
    func knowsSubdomainsByWholeLabels(name: String, ancestor: String, expected: Bool) throws {
        let name = try #require(DomainName(presentation: name))
        let ancestor = try #require(DomainName(presentation: ancestor))
        #expect(name.isSubdomain(of: ancestor) == expected)
    }
}
