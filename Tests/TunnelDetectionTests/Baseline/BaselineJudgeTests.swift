import Baselines
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import Testing
import ZoneProfiles

@Suite struct BaselineJudgeTests {
    private static let client = IPAddress(v4: 0x0A00_0007)

    /// Messages of one client in hours from `start` on, so many queries in each, for names in one zone.
    private static func learn(
        hours: Range<Int>,
        queries: Int,
        zone: String = "example.org",
        type: RecordType = .a,
        nameOctets: Int = 4,
        code: ResponseCode = .noError
    ) -> (Baseline, ProfileTable) {
        var learner = ActivityLearner()
        var table = ProfileTable()
        for hour in hours {
            for query in 0..<queries {
                var observation = Observation(
                    time: Timestamp(
                        nanoseconds: Int64(hour * 3_600 + query * 3_600 / max(1, queries)) * 1_000_000_000
                    ),
                    frame: 1,
                    client: Endpoint(address: client, port: 40_000),
                    server: Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)
                )
                let label = String(("h\(query % 10)" + String(repeating: "x", count: 60)).prefix(nameOctets))
                let name = DomainName(presentation: "\(label).\(zone)") ?? .root
                observation.setQuestion(name: name.octets, type: type)
                observation.messageLength = 40
                learner.note(observation)
                table.note(observation)
                observation.isResponse = true
                observation.responseCode = code
                observation.messageLength = 60
                learner.note(observation)
            }
        }
        return (learner.finish(), table)
    }

    /// What one client asks for at one moment: a name in each of so many zones, and the answers.
    private static func flood(zones: Int) -> Baseline {
        var learner = ActivityLearner()
        for zone in 0..<zones {
            var observation = Observation(
                time: Timestamp(nanoseconds: 0),
                frame: 1,
                client: Endpoint(address: client, port: 40_000),
                server: Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)
            )
            let name = DomainName(presentation: "www.z\(zone).org") ?? .root
            observation.setQuestion(name: name.octets, type: .a)
            learner.note(observation)
            observation.isResponse = true
            learner.note(observation)
        }
        return learner.finish()
    }

    @Test func `messages of zones beyond the bound are counted`() {
        #expect(Self.flood(zones: 24_576).lost == 0)
        let baseline = Self.flood(zones: 25_000)
        #expect(baseline.zones.count == 24_576 && baseline.lost == 2 * (25_000 - 24_576))
    }

    @Test func `what a scan could not compare is told`() {
        var report = Report(scan: ScanSummary(), coverage: Coverage(), findings: [])
        BaselineJudge(Baseline()).judge(&report, by: Self.flood(zones: 25_000), in: ProfileTable())
        let problem = report.coverage.problems.first { $0.kind == "baseline_lost" }
        #expect(problem?.count == 848)
    }

    @Test func `a baseline knows hours, rates and shares`() throws {
        let baseline = Self.learn(hours: 10..<20, queries: 12, code: .nxDomain).0
        #expect(baseline.hours == 10 && baseline.lost == 0)
        #expect(Set(baseline.zones.keys) == ["example.org"])
        let entry = try #require(baseline.clients["10.0.0.7"])
        #expect(entry.activeHours == 10 && entry.queries == 120 && entry.responses == 120)
        #expect(entry.queriesPerHour.counts == [12: 10] && entry.namesPerHour.counts == [10: 10])
        // 12 × 40 and 12 × 60 octets, in classes that begin at 448 and 640.
        #expect(entry.bytesUpPerHour.counts == [448: 10] && entry.bytesDownPerHour.counts == [640: 10])
        // 1 + 4 + 1 + 7 + 1 + 3 octets on the wire.
        #expect(entry.nameOctets.counts == [16: 120] && entry.nxDomainRatio == 1)
        #expect(entry.hoursOfDay[10..<20].allSatisfy { $0 == 1 })
        #expect(entry.firstSeen == 36_000 && entry.queryTypes == ["A": 120])
    }

    @Test func `normally 12 queries an hour, here 480`() throws {
        let normal = Self.learn(hours: 0..<24, queries: 12).0
        let (seen, table) = Self.learn(hours: 100..<101, queries: 480)
        let verdicts = BaselineJudge(normal).deviations(of: seen, in: table)
        #expect(verdicts.compared == 2 && verdicts.unknown == 0 && verdicts.tooFewSamples == 0)
        #expect(verdicts.findings.map(\.zone) == [".", "example.org"])
        let finding = try #require(verdicts.findings.first)
        #expect(finding.kind == .baselineDeviation && finding.clients.map(\.address) == [Self.client])
        #expect(finding.severity == .low)
        // 480 lies in the class from 448 on; bytes rise alike, and the farthest of them speaks.
        #expect(finding.evidence.contains { $0.statement.hasPrefix("Normally ") && $0.value > 30 })
    }

    @Test func `the same activity is silent`() {
        let normal = Self.learn(hours: 0..<24, queries: 12).0
        let (seen, table) = Self.learn(hours: 100..<103, queries: 14)
        #expect(BaselineJudge(normal).deviations(of: seen, in: table).findings.isEmpty)
    }

    @Test func `few samples give no verdict and say so`() {
        let normal = Self.learn(hours: 0..<7, queries: 12).0
        let (seen, table) = Self.learn(hours: 100..<101, queries: 480)
        let verdicts = BaselineJudge(normal).deviations(of: seen, in: table)
        #expect(verdicts.findings.isEmpty && verdicts.tooFewSamples == 2 && verdicts.compared == 0)
        let unknown = BaselineJudge(Baseline()).deviations(of: seen, in: table)
        #expect(unknown.findings.isEmpty && unknown.unknown == 2)
    }

    @Test(arguments: [
        ("longer names", RecordType.a, 50, ResponseCode.noError, "baseline_name_octets"),
        ("other types", .txt, 4, .noError, "baseline_new_type_ratio"),
        ("names that do not exist", .a, 4, .nxDomain, "baseline_nxdomain_rise"),
    ])
    func `what changed is named`(
        row: String,
        type: RecordType,
        octets: Int,
        code: ResponseCode,
        feature: String
    ) {
        let normal = Self.learn(hours: 0..<24, queries: 60).0
        let (seen, table) = Self.learn(
            hours: 100..<104,
            queries: 480,
            type: type,
            nameOctets: octets,
            code: code
        )
        let finding = BaselineJudge(normal).deviations(of: seen, in: table).findings.first
        #expect(
            finding?.evidence.contains { $0.feature == feature } == true,
            "\(String(describing: finding?.evidence))"
        )
    }

    // MARK: Novelty

    private static func finding(zone: String, confidence: ToolIdentification.Confidence?, score: Int)
        -> Finding?
    {
        let (seen, table) = learn(hours: 0..<1, queries: 480)
        var finding = BaselineJudge(learn(hours: 0..<24, queries: 12).0).deviations(of: seen, in: table)
            .findings[1]
        finding.kind = .tunnel
        finding.registeredDomain = zone
        finding.tool = confidence.map { ToolIdentification(name: "iodine", confidence: $0, because: "") }
        finding.evidence = [
            Evidence(feature: "x", value: 1, unit: "ratio", threshold: 1, points: score, statement: "x")
        ]
        finding.score = score
        finding.severity = .medium
        return finding
    }

    @Test func `a zone that is in use weighs less, a new one more`() throws {
        let judge = BaselineJudge(Self.learn(hours: 0..<80, queries: 12).0)
        let familiar = judge.weighing(
            try #require(Self.finding(zone: "example.org", confidence: nil, score: 60))
        )
        #expect(familiar.score == 45 && familiar.severity == .low)
        let new = judge.weighing(try #require(Self.finding(zone: "example.net", confidence: nil, score: 70)))
        #expect(new.score == 78 && new.severity == .high)
        let certain = judge.weighing(
            try #require(Self.finding(zone: "example.org", confidence: .certain, score: 80))
        )
        #expect(certain.score == 80 && certain.evidence.count == 1)
        // Twenty hours do not tell what is new.
        let short = BaselineJudge(Self.learn(hours: 0..<20, queries: 12).0)
        #expect(
            short.weighing(try #require(Self.finding(zone: "example.net", confidence: nil, score: 70))).score
                == 70
        )
    }

    // MARK: Merging

    @Test func `baselines of other hours unite in any order`() throws {
        let parts = [0..<8, 8..<16, 16..<24].map { Self.learn(hours: $0, queries: 12).0 }
        func merged(_ order: [Int]) throws -> Baseline {
            try order.reduce(into: Baseline()) { sum, part in try sum.merge(parts[part]) }
        }
        let whole = Self.learn(hours: 0..<24, queries: 12).0
        for order in [[0, 1, 2], [2, 0, 1]] {
            let merged = try merged(order)
            #expect(merged.clients == whole.clients && merged.zones == whole.zones && merged.hours == 24)
        }
    }

    @Test func `pseudonyms hide zones from all without the key`() throws {
        let key = try #require(NameKey("correct horse battery staple\n"))
        let plain = Self.learn(hours: 0..<80, queries: 12).0
        let hashed = plain.hashed(with: key)
        #expect(hashed.isHashed && hashed.zones.count == 1 && hashed.zones["example.org"] == nil)
        #expect(hashed.zones.keys.first?.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        #expect(
            NameKey("correct horse battery stapler")?.pseudonym(of: "example.org") != hashed.zones.keys.first
        )
        #expect(NameKey("too short") == nil)
        let (seen, table) = Self.learn(hours: 100..<101, queries: 480)
        #expect(BaselineJudge(hashed, key: key).deviations(of: seen, in: table).compared == 2)
        #expect(BaselineJudge(hashed).deviations(of: seen, in: table).compared == 1)
        var other = plain
        #expect(throws: BaselineMergeError.pseudonymsInOne) { try other.merge(hashed) }
        #expect(other.zones.keys.sorted() == ["example.org"])
    }

    @Test func `a baseline tells its key from others, and whether it needs one`() throws {
        let (key, wrong) = (
            try #require(NameKey("correct horse battery staple")),
            try #require(NameKey("incorrect horse battery"))
        )
        let plain = Self.learn(hours: 0..<80, queries: 12).0
        let hashed = plain.hashed(with: key)
        #expect(plain.fault(with: nil) == nil && hashed.fault(with: key) == nil)
        #expect(plain.fault(with: key)?.contains("no pseudonyms") == true)
        #expect(hashed.fault(with: nil)?.contains("--baseline-key") == true)
        #expect(hashed.fault(with: wrong)?.contains("another key") == true)
        var other = Self.learn(hours: 80..<90, queries: 12).0.hashed(with: wrong)
        #expect(throws: BaselineMergeError.otherKey) { try other.merge(hashed) }
    }

    @Test func `what was learnt counts once`() throws {
        var first = Self.learn(hours: 0..<8, queries: 12).0
        first.captures = ["0000000000000001", "0000000000000002"]
        var second = Self.learn(hours: 8..<16, queries: 12).0
        second.captures = ["0000000000000002", "0000000000000003"]
        let before = first.hours
        #expect(throws: BaselineMergeError.sameCaptures(1)) { try first.merge(second) }
        #expect(throws: BaselineMergeError.sameCaptures(2)) { try first.merge(first) }
        #expect(first.hours == before && first.captures.count == 2)
        second.captures = ["0000000000000003"]
        try first.merge(second)
        #expect(first.hours == 16 && first.captures.count == 3)
    }
}
