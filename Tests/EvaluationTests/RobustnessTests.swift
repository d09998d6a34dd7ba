import Evaluation
import Findings
import Foundation
import ScanPipeline
import TestSupport
import Testing

/// What happens to a capture on its way does not lose its channel.
@Suite struct RobustnessTests {
    /// A share of a handshake alone is no channel; with fewer queries, half of them may say nothing.
    private static let minimumQueries = 40
    /// Channels that a disturbance ends, and not only their finding: a resolver that lowers the case of names takes away
    /// all that was in it, and two delays around an exchange that was not recorded are one of a third length.
    private static let ended: [Disturbance: Set<String>] = [
        .lowercasedByAResolver: [
            "Fixtures/captures/covert/letter_case.pcap", "recorded/covert/case0x20.pcap",
        ],
        .halfLost: [
            "Fixtures/captures/covert/delays.pcap", "recorded/covert/timing.pcap",
            // A hundred names are too few to tell an order, and half a clock is none.
            "Fixtures/captures/covert/name_order.pcap",
        ],
    ]

    private static func captures(_ manifest: URL) -> [LabeledCapture] {
        let rows = (try? LabeledCapture.rows(ofManifest: manifest.path(percentEncoded: false))) ?? []
        return rows.filter {
            $0.label == "tunnel" && ($0.queries ?? 0) >= minimumQueries && !$0.name.contains("compressed/")
                && !$0.name.contains("mixed/")
        }
    }

    private static let fixtures = captures(Repository.url("Fixtures/MANIFEST.tsv"))
    private static let corpus =
        Repository.corpus.map { captures($0.appending(path: "recorded/MANIFEST.tsv")) } ?? []

    /// The severity of the channel in captures that are read as one timeline.
    private static func severity(_ files: [[CapturedPacket]], _ capture: LabeledCapture) throws -> Severity? {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var scan = Scan()
        for (index, packets) in files.enumerated() {
            let file = folder.appending(path: "\(index).pcap")
            try CapturedPacket.write(packets, to: file)
            #expect(scan.read(file.path(percentEncoded: false)) == nil)
        }
        return scan.finish().findings.filter(capture.isLabeled).map(\.severity).max()
    }

    private static let ordinary = try? CapturedPacket.all(
        in: Repository.url("Fixtures/captures/ordinary/office_hour.pcap").path(percentEncoded: false)
    )

    /// The disturbances after which the channel of a capture is no longer found, which is found in it as it is.
    private static func losses(of capture: LabeledCapture) throws -> [String] {
        let ordinary = try #require(ordinary)
        let packets = try CapturedPacket.all(in: capture.path)
        guard try severity([packets], capture) ?? .info >= .medium else { return [] }
        return try Disturbance.allCases.filter { ended[$0]?.contains(capture.name) != true }.compactMap {
            disturbance in
            let severity = try severity(disturbance.apply(to: packets, ordinary: ordinary), capture)
            return severity ?? .info >= .medium ? nil : "\(disturbance): \(severity?.rawValue ?? "none")"
        }
    }

    @Test func thereAreCaptures() {
        #expect(Self.fixtures.count >= 10)
        #expect(Repository.corpus == nil || Self.corpus.count >= 60)
    }

    @Test(arguments: fixtures)
    func aFixturesChannelStays(_ capture: LabeledCapture) throws {
        let losses = try Self.losses(of: capture)
        #expect(losses.isEmpty)
    }

    @Test(
        .enabled(
            if: Repository.corpus != nil,
            "needs the corpus, beside the repository or by DNSSCAN_CORPUS"
        ),
        arguments: corpus
    )
    func aChannelOfTheCorpusStays(_ capture: LabeledCapture) throws {
        let losses = try Self.losses(of: capture)
        #expect(losses.isEmpty)
    }
}

extension LabeledCapture: CustomTestStringConvertible {
    package var testDescription: String { name }
}
