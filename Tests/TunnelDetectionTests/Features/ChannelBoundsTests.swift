import Channels
import DNSWire
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// What is told of a channel in little time bounds what is measured of it.
@Suite struct ChannelBoundsTests {
    /// A zone of some names and answers of any kind, from a handful to many.
    private static func zone(_ generator: inout SeededGenerator) -> Traffic {
        var traffic = Traffic()
        let words = ["www", "api", "MAIL", "cdn-1", "static", "eu-west", "_sip", "e4711", "News"]
        let types: [RecordType] = [.a, .aaaa, .txt, .https, .mx, .cname, .null]
        let kinds = Int.random(in: 1...4, using: &generator)
        let names = Int.random(
            in: 1...[3, 12, 60][Int.random(in: 0..<3, using: &generator)],
            using: &generator
        )
        let clients = UInt32.random(in: 1...3, using: &generator)
        let coded = Int.random(in: 0...3, using: &generator)
        for index in 0..<2 * names {
            var labels: [[UInt8]] = []
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let isWord = Int.random(in: 0...3, using: &generator) >= coded
                let text = Array("The quick brown fox no. \(index) jumps over the lazy dog.".utf8)
                let octets =
                    Bool.random(using: &generator)
                    ? generator.octets(Int.random(in: 3...30, using: &generator)) : Array(text.prefix(30))
                labels.append(
                    isWord
                        ? Array((words.randomElement(using: &generator) ?? "www").utf8)
                        : TextEncoding.base32.encode(octets)
                )
            }
            let type = types[Int.random(in: 0..<kinds, using: &generator)]
            let answers: [Traffic.Answer] = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                switch Int.random(in: 0...4, using: &generator) {
                case 0: .address(UInt32.random(in: 0...3, using: &generator) << 30)
                case 1: .text(generator.octets(Int.random(in: 0...40, using: &generator)))
                case 2: .name(.cname, "e\(generator.next() % 99).edge.example.net")
                default: .address(UInt32(truncatingIfNeeded: generator.next()))
                }
            }
            traffic.exchange(
                at: Double(index) * 7,
                labels: labels + MessageBuilder.labels("example.org"),
                type: type,
                client: 0x0A00_0010 + UInt32(index) % clients,
                id: UInt16(truncatingIfNeeded: index),
                answers: Bool.random(using: &generator) ? answers : nil
            )
        }
        return traffic
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func noFeatureExceedsItsBound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let channel = try #require(Self.zone(&generator).channel("example.org"))
            let bounds = channel.bounds
            for features in [channel.features, channel.withoutExcuse.features] {
                // Of all answers, and of those that are left without the ones that ordinary traffic explains.
                for answers in [bounds.answers, features.answerBounds] {
                    #expect(features.distinctPayloadAnswers <= answers.distinctPayloads)
                    #expect(features.distinctAddresses <= answers.distinctAddresses)
                    #expect(features.encodedAnswers == nil || answers.mayBeReadable)
                    #expect(features.programWords == 0 || answers.hasTexts)
                    #expect(features.noAddressRatio == 0 || answers.hasNoAddress)
                }
                #expect(features.clients == bounds.clients)
                #expect(features.distinctNames <= bounds.distinctNames)
                #expect(features.informationUp <= bounds.informationUp)
                #expect(features.letterCaseVariations <= bounds.letterCaseVariations)
                #expect(features.encodedText == nil || bounds.mayHaveReadableNames)
                #expect(features.textExchanges == 0 || bounds.mayExchangeText)
                #expect(features.erraticLifetimes == 0 || bounds.hasErraticLifetimes)
                #expect(features.dispersion == nil || bounds.pacedMessages >= ActivityTimeline.judgedInAll)
            }
            for detector in DetectorCatalog.all where detector.concerns(channel) {
                #expect(detector.mayConcern(bounds), "\(detector.kind)")
            }
        }
    }
}
