import Channels
import DNSWire
import Testing

/// Numbering of names, at either end.
@Suite struct LabelCounterTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let subdomains: [String]
        let ratio: Double
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "from the left", subdomains: (0..<20).map { "\($0).payload\($0 * 7919)" }, ratio: 1),
        Row(name: "from the right", subdomains: (100..<120).map { "p\($0).\($0)" }, ratio: 1),
        Row(
            name: "behind a varying number of labels",
            subdomains: (0..<20).map { ($0 % 2 == 0 ? "a." : "") + "\($0)" },
            ratio: 1
        ),
        Row(name: "zero-padded", subdomains: (0..<20).map { "00\(10 + $0).x" }, ratio: 1),
        Row(name: "backward", subdomains: (0..<20).map { "\(20 - $0)" }, ratio: 1),
        Row(
            name: "half of the names",
            subdomains: (0..<20).map { "\($0)" } + (0..<20).map { "name\($0)" },
            ratio: 0.5
        ),
        Row(name: "too few", subdomains: (0..<7).map { "\($0)" }, ratio: 0),
        Row(name: "with gaps", subdomains: (0..<20).map { "\($0 * 10)" }, ratio: 0),
        Row(name: "repeating", subdomains: (0..<40).map { "\($0 % 10)" }, ratio: 0),
        Row(
            name: "too long for a counter",
            subdomains: (0..<20).map { "1000000000000000000\(10_000_000 + $0)" },
            ratio: 0
        ),
        Row(name: "no digits", subdomains: (0..<20).map { "host-\($0)" }, ratio: 0),
        Row(name: "nothing", subdomains: [], ratio: 0),
    ])
    func ratio(_ row: Row) {
        #expect(LabelCounter.ratio(of: row.subdomains.map { DomainName($0) }) == row.ratio)
    }

    /// A farm of hosts has numbers behind its name, and so have the pieces of a file.
    @Test func namesThatAreNoHosts() {
        let pieces = (0..<20).map { DomainName("c\($0).files") }
        #expect(LabelCounter.ratio(of: pieces, areHosts: false) == 1)
        #expect(LabelCounter.ratio(of: pieces) == 0)
        let others = (0..<20).map { DomainName("c\($0 * 10).files") }
        #expect(LabelCounter.ratio(of: others, areHosts: false) == 0)
        let mixed = (0..<20).map { DomainName((($0 % 2 == 0) ? "a" : "b") + "\($0)") }
        #expect(LabelCounter.ratio(of: mixed, areHosts: false) == 0)
    }
}
