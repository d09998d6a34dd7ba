import Foundation
import FuzzTargets
import Testing

/// Captures that are made to exhaust whoever reads them end soon, take little memory, and are told of.
///
/// Small here, so that a debug build is done in seconds; with `DNSSCAN_BOMBS=full` as large as is meant.
@Suite(.serialized) struct BombTests {
    private static let isFull = ProcessInfo.processInfo.environment["DNSSCAN_BOMBS"] == "full"

    /// What is told of a bomb.
    enum Expectation: Sendable {
        /// The kind of a coverage problem, and how often there is one for so many pieces.
        case problem(String, @Sendable (Int) -> Int)
        /// Words of an error or a warning, and the kind of problem that it is counted as.
        case error(String, String)
        /// All of it is read.
        case read
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let bomb: Bomb
        let smallCount: Int
        let expectation: Expectation

        var testDescription: String { bomb.rawValue }
    }

    private static let rows = [
        Row(
            bomb: .pcapRecordOf4GiB,
            smallCount: 1,
            expectation: .error("damaged after 0 packets", "capture_record_too_large")
        ),
        Row(
            bomb: .pcapngPacketOf4GiB,
            smallCount: 1,
            expectation: .error(
                "damaged after 0 packets: a block of 4294967292 octets",
                "capture_record_too_large"
            )
        ),
        Row(
            bomb: .pcapngUnknownBlockOf4GiB,
            smallCount: 1,
            expectation: .error("cut off after 0 packets", "capture_cut_off")
        ),
        Row(
            bomb: .pcapngInterfaces,
            smallCount: 70_000,
            expectation: .error("too many interfaces", "capture_too_many_interfaces")
        ),
        Row(bomb: .pcapngSections, smallCount: 1_500, expectation: .read),
        Row(bomb: .pcapngOptions, smallCount: 1, expectation: .read),
        Row(bomb: .zeroRecords, smallCount: 5_000, expectation: .problem("link_malformed") { $0 }),
        Row(bomb: .nestedPackets, smallCount: 20, expectation: .problem("nesting_too_deep") { $0 }),
        Row(bomb: .extensionHeaders, smallCount: 20, expectation: .problem("nesting_too_deep") { $0 }),
        Row(bomb: .vlanTags, smallCount: 20, expectation: .problem("nesting_too_deep") { $0 }),
        // One datagram may have 256 pieces; all that comes of it later is passed over.
        Row(
            bomb: .fragmentsOfOneDatagram,
            smallCount: 2_000,
            expectation: .problem("fragments_malformed") { _ in 1 }
        ),
        // 4,096 datagrams are waited for.
        Row(
            bomb: .fragmentsOfManyDatagrams,
            smallCount: 5_000,
            expectation: .problem("fragments_evicted") { $0 - 4_096 }
        ),
        // 16,384 streams are followed.
        Row(
            bomb: .halfOpenStreams,
            smallCount: 17_000,
            expectation: .problem("tcp_streams_evicted") { $0 - 16_384 }
        ),
        Row(
            bomb: .unfinishedMessages,
            smallCount: 2_000,
            expectation: .problem("tcp_streams_incomplete") { $0 }
        ),
        Row(bomb: .segmentsWithGaps, smallCount: 5_000, expectation: .problem("tcp_stream_gaps") { $0 - 1 }),
        Row(
            bomb: .announcedRecords,
            smallCount: 500,
            expectation: .problem("record_count_exceeds_message") { $0 }
        ),
        Row(bomb: .pointerChains, smallCount: 5, expectation: .problem("too_many_pointers") { $0 }),
        Row(bomb: .ednsOptions, smallCount: 5, expectation: .read),
        Row(bomb: .distinctNames, smallCount: 1_500, expectation: .read),
        Row(bomb: .distinctZones, smallCount: 1_500, expectation: .read),
        Row(bomb: .distinctClients, smallCount: 1_500, expectation: .read),
        Row(bomb: .distinctServers, smallCount: 1_500, expectation: .read),
    ]

    @Test func `every bomb is tried`() {
        #expect(Self.rows.map(\.bomb) == Bomb.allCases)
    }

    @Test(arguments: rows) func `a bomb ends within bounds and is told of`(row: Row) throws {
        let folder = try TemporaryFolder()
        let count = Self.isFull ? row.bomb.fullCount : row.smallCount
        let capture = folder.path("bomb")
        try Data(row.bomb.octets(count: count)).write(to: URL(filePath: capture))
        let run = try MeasuredRun(["-f", "json", "--fail-on", "never", capture], in: folder)
        #expect(run.peakBytes < 200 << 20)
        // Debug builds are some thirty times slower than what is shipped.
        #expect(Self.isFull || run.seconds < 30)
        let report = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let coverage = try #require(report["coverage"] as? [String: Any])
        let problems = try #require(coverage["problems"] as? [[String: Any]])
        switch row.expectation {
        case .problem(let kind, let expected):
            let problem = problems.first { $0["kind"] as? String == kind }
            #expect(problem?["count"] as? Int == expected(count), "\(problems)")
            #expect(run.status == 0)
        case .error(let words, let kind):
            #expect(run.errors.contains(words))
            #expect(problems.map { $0["kind"] as? String } == [kind])
            #expect(run.status == 2 || words.hasPrefix("cut off"))
        case .read:
            #expect(run.status == 0 && run.errors.isEmpty)
        }
    }
}
