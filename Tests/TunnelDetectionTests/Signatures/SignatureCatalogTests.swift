import Channels
import DNSWire
import Findings
import Foundation
import Signatures
import TestSupport
import Testing

/// Wrong names are worse than none: every signature against everything that is not its tool's.
@Suite struct SignatureCatalogTests {
    @Test(arguments: ToolTraffic.all) func onlyItsOwnSignatureMatches(traffic: ToolTraffic) throws {
        let channel = try #require(traffic.traffic.channel(traffic.zone, cut: traffic.cut))
        let matches = SignatureCatalog.all.compactMap { $0.match(channel) }
        #expect(matches.map(\.tool.name) == [traffic.tool])
        #expect(matches.map(\.kind) == [traffic.kind])
        #expect(matches.map(\.tool.confidence) == [traffic.confidence])
    }

    /// As the program sees it, with the zone found in the names.
    @Test(arguments: ToolTraffic.all.filter { $0.confidence == .certain })
    func findingNamesTheTool(traffic: ToolTraffic) {
        let tools = traffic.traffic.findings.compactMap(\.tool)
        #expect(tools.map(\.name).contains(traffic.tool))
        #expect(tools.allSatisfy { $0.name == traffic.tool })
    }

    @Test func eachSignatureHasTraffic() {
        #expect(Set(SignatureCatalog.all.map(\.tool)) == Set(ToolTraffic.all.map(\.tool)))
        #expect(Set(SignatureCatalog.all.map(\.tool)).count == SignatureCatalog.all.count)
    }

    /// Each seed makes a hundred channels, one of each shape; `DNSSCAN_SEEDS=100` makes 10,000.
    private static let seeds = ProcessInfo.processInfo.environment["DNSSCAN_SEEDS"].flatMap(Int.init) ?? 10

    @Test(arguments: 0..<seeds) func noSignatureMatchesOrdinaryNames(seed: Int) throws {
        for shape in 0..<100 {
            let channel = try #require(OrdinaryNames.channel(shape: shape, seed: UInt64(seed)))
            for signature in SignatureCatalog.all {
                let match = signature.match(channel)
                #expect(
                    match == nil,
                    "\(signature.tool), shape \(shape), seed \(seed): \(match?.tool.because ?? "")"
                )
            }
        }
    }
}

/// Names of ordinary services and of nobody, with answers that fit.
private enum OrdinaryNames {
    private static let words = [
        "www", "mail", "api", "cdn", "static", "img", "edge", "eu-west-1", "login", "ns1", "autodiscover",
        "init", "data",
        "telemetry", "update", "dnscat", "post", "end", "cmd", "john", "up", "down",
    ]

    /// A channel of 12 names in one of 100 shapes: ten layouts, ten kinds of label.
    static func channel(shape: Int, seed: UInt64) -> Channel? {
        var generator = SeededGenerator(seed: seed << 8 | UInt64(shape))
        var traffic = ToolTraffic(tool: "none")
        let constant = label(shape % 10, index: 0, &generator)
        for index in 0..<12 {
            let one = label(shape % 10, index: index, &generator)
            let two = label(shape / 10, index: index, &generator)
            let number = Array(String(index).utf8)
            let labels: [[UInt8]] =
                switch shape / 10 {
                case 0: [one]
                case 1: [one, number]
                case 2: [number, one]
                case 3: [one, two]
                case 4: [one, constant]
                case 5: [constant, one]
                case 6: [constant + one]
                case 7: [one, two, number]
                case 8: [number, number, one, two]
                default: [one, two, one, constant]
                }
            let types: [RecordType] = [.a, .aaaa, .txt, .cname]
            let type = types[Int.random(in: 0..<types.count, using: &generator)]
            traffic.exchange(labels.map { Array($0.prefix(63)) }, type, answers(type, number, &generator))
        }
        return traffic.traffic.channel(traffic.zone, cut: traffic.cut)
    }

    private static func label(_ kind: Int, index: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 4...30, using: &generator)
        switch kind {
        case 0: return Array(words[Int.random(in: 0..<words.count, using: &generator)].utf8)
        case 1: return TextEncoding.base16.encode(generator.octets(16))
        case 2: return TextEncoding.base32.encode(generator.octets(count))
        case 3: return TextEncoding.base64.encode(generator.octets(count))
        case 4: return Array("\(words[index % words.count])-\(index)".utf8)
        case 5: return Array(String(Int.random(in: 0...255, using: &generator)).utf8)
        case 6: return TextEncoding.base16.encode(generator.octets(4))
        case 7: return Array(String(UInt32.random(in: 0 ... .max, using: &generator)).utf8)
        case 8: return TextEncoding.base32.encode([0x3A, 1, 2, 3, 4, 5, 6, 7] + generator.octets(9))
        default: return (0..<count).map { _ in UInt8.random(in: 97...122, using: &generator) }
        }
    }

    private static func answers(_ type: RecordType, _ number: [UInt8], _ generator: inout SeededGenerator)
        -> [Traffic.Answer]
    {
        switch type {
        case .a:
            (0...Int.random(in: 0...4, using: &generator)).map { _ in
                .address(.random(in: 0 ... .max, using: &generator))
            }
        case .aaaa: [Traffic.Answer(type: .aaaa, octets: generator.octets(16))]
        case .cname: [.name(.cname, "edge-\(Int.random(in: 0...99, using: &generator)).example.net")]
        default:
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: [.text("v=spf1 include:_spf.example.net ~all".utf8)]
            case 1: [.text(TextEncoding.base64.encode(generator.octets(32)))]
            case 2: [.text(number)]
            default: []
            }
        }
    }
}
