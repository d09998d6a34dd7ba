import Foundation
import PublicSuffixes
import Testing

/// Expectations follow the rules of publicsuffix.org as published with the list's own test data.
@Suite struct PublicSuffixListTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let registeredDomain: String
        let isListed: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "com", registeredDomain: "com", isListed: true),
        Row(name: "example.com", registeredDomain: "example.com", isListed: true),
        Row(name: "a.b.example.com", registeredDomain: "example.com", isListed: true),
        Row(name: "a.b.c.d.e.f.g.h.i.j.example.com", registeredDomain: "example.com", isListed: true),
        Row(name: "test.co.uk", registeredDomain: "test.co.uk", isListed: true),
        Row(name: "www.test.co.uk", registeredDomain: "test.co.uk", isListed: true),
        // *.ck is a wildcard rule with the exception !www.ck.
        Row(name: "a.b.c.ck", registeredDomain: "b.c.ck", isListed: true),
        Row(name: "a.www.ck", registeredDomain: "www.ck", isListed: true),
        // A private rule: everybody may have a name under github.io.
        Row(name: "t.someone.github.io", registeredDomain: "someone.github.io", isListed: true),
        Row(name: "x.77.168.192.in-addr.arpa", registeredDomain: "192.in-addr.arpa", isListed: true),
        Row(name: "host.corp.unlisted", registeredDomain: "corp.unlisted", isListed: false),
        Row(name: "printer", registeredDomain: "printer", isListed: false),
    ])
    func registeredDomain(_ row: Row) {
        let labels = row.name.split(separator: ".")
        let octets = labels.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        let (labelCount, isListed) = PublicSuffixList().registeredDomain(of: octets)
        #expect(labels.suffix(labelCount).joined(separator: ".") == row.registeredDomain)
        #expect(isListed == row.isListed)
    }

    @Test(arguments: [
        ("com", true), ("co.uk", true), ("github.io", true), ("b.ck", true), ("akamaiedge.net", true),
        ("amazonaws.com", true), ("prod.fastly.net", true), ("example.com", false),
        ("someone.github.io", false), ("e1.akamaiedge.net", false), ("www.ck", false),
        ("corp.unlisted", false),
    ])
    func `what many parties share is told`(name: String, isShared: Bool) {
        let octets = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        #expect(PublicSuffixList().isShared(octets) == isShared)
    }

    /// The list's own file; a later one than that of the table may have a few more.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: file), "needs Debian's publicsuffix"))
    func `names above suffixes are in the table`() throws {
        let rules = try String(contentsOfFile: Self.file, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("//") && !$0.hasPrefix("!") && $0.utf8.allSatisfy { $0 < 0x80 } }
            .map { $0.replacing("*.", with: "x.") }
        let list = PublicSuffixList()
        var parents: Set<String> = []
        for rule in rules {
            let labels = rule.split(separator: ".")
            for count in 2..<max(2, labels.count) {
                parents.insert(labels.suffix(count).joined(separator: "."))
            }
        }
        let missing = parents.filter { name in
            !list.isShared(name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) })
        }
        #expect(parents.count > 200 && missing.count * 20 < parents.count, "\(missing.sorted())")
    }

    private static let file = "/usr/share/publicsuffix/public_suffix_list.dat"

    @Test func dotsAndZerosInsideALabelAreNotLabelBoundaries() {
        let list = PublicSuffixList()
        // One label "evil.co" under "uk" must not look like "evil" under "co.uk".
        #expect(
            list.registeredDomain(of: [7] + Array("evil.co".utf8) + [2] + Array("uk".utf8)).labelCount == 2
        )
        #expect(list.registeredDomain(of: [3, 0x61, 0, 0x62, 3] + Array("com".utf8)).labelCount == 2)
        #expect(list.registeredDomain(of: []).labelCount == 0)
    }
}
