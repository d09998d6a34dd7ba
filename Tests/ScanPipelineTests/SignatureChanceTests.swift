import Channels
import DNSWire
import Findings
import Foundation
import ScanPipeline
import Signatures
import Synchronization
import TestSupport
import Testing
import TunnelDetection

/// How often signatures match what is no tunnel: all ordinary captures of the corpus and of the repository.
///
/// A zone is looked at once for all clients and once for each, and each time counts.
@Suite struct SignatureChanceTests {
    /// Matches by confidence and tool.
    private final class Matches: Sendable {
        let texts = Mutex<[String]>([])

        func note(_ match: SignatureMatch, in channel: Channel) {
            texts.withLock {
                $0.append(
                    "\(match.tool.confidence) \(match.tool.name) in \(channel.zone.presentation): \(match.tool.because)"
                )
            }
        }

        func of(_ confidence: String) -> [String] {
            texts.withLock { $0.filter { $0.hasPrefix(confidence) } }
        }
    }

    /// A signature that keeps what it recognizes to itself, so that all others are asked too.
    private struct Witness: ToolSignature {
        let signature: any ToolSignature
        let matches: Matches
        var tool: String { signature.tool }
        var kind: FindingKind { signature.kind }

        func match(_ channel: Channel) -> SignatureMatch? {
            if let match = signature.match(channel) { matches.note(match, in: channel) }
            return nil
        }
    }

    @Test(
        .enabled(if: Repository.corpus != nil, "needs the corpus, beside the repository or by DNSSCAN_CORPUS")
    )
    func corpus() throws {
        let corpus = try #require(Repository.corpus)
        let captures = ["recorded", "public"].flatMap { folder in
            Self.ordinaryCaptures(in: corpus.appending(path: folder), label: "benign")
        }
        #expect(captures.count >= 140)
        // So many are judged when copies and queries that were sent again count once.
        try expectNoMatches(in: captures, queries: 253_000)
    }

    @Test func fixtures() throws {
        let captures = Self.ordinaryCaptures(in: Repository.url("Fixtures"), label: "benign")
        #expect(!captures.isEmpty)
        try expectNoMatches(in: captures, queries: 1)
    }

    private func expectNoMatches(in captures: [String], queries: Int) throws {
        let matches = Matches()
        let signatures = SignatureCatalog.all.map { Witness(signature: $0, matches: matches) }
        var total = 0
        for capture in captures {
            var scan = Scan(analyzer: TunnelAnalyzer(detectors: [], signatures: signatures))
            _ = scan.read(capture)
            total += scan.finish().scan.queries
        }
        #expect(total >= queries)
        for confidence in ["certain", "probable", "possible"] {
            let found = matches.of(confidence)
            #expect(
                found.isEmpty,
                "\(found.count) in \(total) queries: \(found.prefix(20).joined(separator: "\n"))"
            )
        }
    }

    private static func ordinaryCaptures(in folder: URL, label: String) -> [String] {
        guard let text = try? String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8)
        else { return [] }
        let rows = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        guard let path = rows.first?.firstIndex(of: "path"), let column = rows.first?.firstIndex(of: "label")
        else { return [] }
        return rows.dropFirst().filter { $0.count > max(path, column) && $0[column] == label }
            .map { folder.appending(path: String($0[path])).path(percentEncoded: false) }
    }
}
