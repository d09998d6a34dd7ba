import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// What came through recorded channels, beside what their manifest says was sent.
@Suite struct RecordedCorpusTests {
    /// One row of a manifest.
    struct Row: CustomTestStringConvertible, Sendable {
        let path: String
        let file: String
        let tool: String
        let payload: String
        /// Octets up and down together.
        let bytes: Int?

        var testDescription: String { path }
    }

    /// Rows whose payload nobody can read back from the recording, and why.
    static let unreadable: [String: String] = [
        "dnscat2/cname_enc_upload.pcap": "encrypted",
        "dnscat2/txt_bind_upload.pcap": "encrypted",
        "dnstt/put.pcap": "encrypted",
        "covert/words.pcap": "words stand for bits by a list of the sender's own",
        "covert/pw_common.pcap": "names of popular sites alone, which are no finding",
        "mixed/slow_10min_1.pcap.gz": "133 of 229 names were recorded, and nothing counts them",
    ]

    /// Rows of iodine of which the tun device counted something else than the recording has.
    ///
    /// The last packets of a connection
    /// were recorded after the counters were read (or the other way round), and a resolver's side has answers that never came
    /// to the client. Another decoder, written for this comparison alone, finds the same packets in all of them.
    static let countedAtAnotherMoment: Set = [
        "iodine/cname_ssh.pcap", "iodine/null_ssh.up.pcap", "iodine/null_lower_ssh.pcap",
        "iodine/null_base32_ssh.pcap",
        "iodine/raw_ssh.pcap", "iodine/txt_idle.pcap", "iodine/txt_ssh.pcap", "mixed/iodine_txt_idle_1.pcap",
        "mixed/live_iodine_cname.pcap", "iodine/txt_base128_ssh.pcap", "iodine/null_delay40_ssh.pcap",
        "iodine/txt_delay60_loss2_scpdown.pcap",
    ]

    private static func rows(_ folder: String) -> [Row] {
        guard let folder = Repository.corpus?.appending(path: folder),
            let text = try? String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8)
        else { return [] }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        guard let head = lines.first else { return [] }
        func column(_ name: String) -> Int { head.firstIndex { $0 == name } ?? 0 }
        let columns = ["path", "tool", "payload_sha256", "bytes_up", "bytes_down"].map(column)
        return lines.dropFirst().map { line in
            let fields = columns.map { String(line[$0]) }
            let counts = fields[3...].compactMap { Int($0) }
            return Row(
                path: fields[0],
                file: folder.appending(path: fields[0]).path,
                tool: fields[1],
                payload: fields[2],
                bytes: counts.count == 2 ? counts[0] + counts[1] : nil
            )
        }
    }

    static let sent = rows("recorded").filter {
        $0.payload != "-" && $0.tool != "iodine" && unreadable[$0.path] == nil
    }
    static let tunneled = rows("recorded").filter {
        $0.tool == "iodine" && $0.bytes != nil && !countedAtAnotherMoment.contains($0.path)
    }
    static let covert = rows("recorded2").filter { $0.payload != "-" }

    private static let needsCorpus: Comment = "needs the corpus, beside the repository or by DNSSCAN_CORPUS"

    @Test(.enabled(if: Repository.corpus != nil, needsCorpus)) func thereAreRowsOfTheCorpus() {
        #expect(Self.sent.count >= 35 && Self.tunneled.count >= 30 && Self.covert.count >= 100)
    }

    @Test(.enabled(if: Repository.corpus != nil, needsCorpus), arguments: sent)
    func aPayloadOfTheCorpusComesBack(_ row: Row) throws {
        let contents = try Transfer.contents(of: [row.file])
        #expect(contents.contains { $0.description.sha256 == row.payload })
    }

    /// Secure Shell encrypts what it carries in its turn: the packets are what there is to compare.
    @Test(.enabled(if: Repository.corpus != nil, needsCorpus), arguments: tunneled)
    func innerPacketsOfTheCorpusAddUp(_ row: Row) throws {
        let packets = try Transfer.contents(of: [row.file]).filter { $0.kind == .ipPackets }
        #expect(packets.reduce(0) { $0 + ($1.carriedCount ?? 0) } == row.bytes)
    }

    /// Many recordings end a few messages before the payload of which the manifest has the sum; others have a code of their
    /// own, or are no finding.
    @Test(.enabled(if: Repository.corpus != nil, needsCorpus)) func covertChannelsOfTheCorpus() throws {
        let exact = try Self.covert.filter { row in
            try Transfer.contents(of: [row.file]).contains { $0.description.sha256 == row.payload }
        }
        #expect(exact.count >= 58)
    }

    @Test(.enabled(if: Repository.corpus != nil, needsCorpus))
    func anIdleTunnelOfTheCorpusCarriesNothingThatSomebodyChose() throws {
        let corpus = try #require(Repository.corpus)
        let file = corpus.appending(path: "recorded/iodine/txt_idle.pcap").path
        let content = try #require(try Transfer.contents(of: [file]).first)
        // The end of a connection of before, again and again; nine headers of TCP and nothing in them.
        #expect(content.carriedCount == 480)
        #expect(content.chosenCount == 0)
    }
}
