import DNSObservation
import DNSWire
import NetworkTypes
import TestSupport
import Testing
import ZoneProfiles

/// Profiles of zones: what they count, that those of parts unite into those of the whole, and their bounds.
@Suite struct ProfileTableTests {
    // MARK: Counting

    @Test func countsOfOneZone() throws {
        var traffic = Traffic()
        traffic.exchange(at: 0, "a.example.com", answers: [.address(1), .address(2)])
        traffic.exchange(
            at: 1,
            "A.example.com",
            type: .txt,
            client: 0x0A00_0012,
            id: 1,
            answers: [.text(Array("hi".utf8))]
        )
        traffic.exchange(at: 2, "b.example.com", id: 2, answers: [], code: .nxDomain)
        traffic.exchange(at: 3, "c.example.com", id: 3, answers: nil)
        traffic.exchange(at: 4, "c.example.com", id: 3, answers: nil)
        traffic.exchange(at: 5, "other.example.org", id: 4, answers: nil)
        let table = traffic.table()
        #expect(Set(table.zones.map(\.zone.presentation)) == ["example.com", "example.org"])
        let profile = try #require(table.zones.first { $0.zone == DomainName("example.com") })
        #expect(profile.queries == 4)
        #expect(profile.responses == 3)
        #expect(profile.messages == 8)
        #expect(profile.queryTypes[.a] == 3)
        #expect(profile.queryTypes[.txt] == 1)
        #expect(profile.answerTypes[.a] == 2)
        #expect(profile.responseCodes[.nxDomain] == 1)
        // Each of the four queries has a name of 2 + 8 + 4 octets; answers are 4, 4 and 3 octets.
        #expect(profile.nameOctets == 4 * 14)
        #expect(profile.answerOctets == 11)
        #expect(profile.names.distinctCount == 3)
        #expect(profile.answers.distinctCount == 3)
        #expect(profile.clients.count == 2)
        #expect(profile.firstFrame.frame == 1)
        #expect(profile.lastFrame.frame == 8)
        let shared = try #require(profile.names.records.first { $0.queries == 2 && $0.responses == 2 })
        #expect(shared.hasSeveralClients)
        #expect(shared.name.presentation == "a.example.com")
        #expect(table.clientCount == 2)
        #expect(table.evictedZones == 0)
    }

    @Test func namesWithoutListedSuffixAreKeptByPairToo() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "payload.one.tunnelzone", answers: nil)
        traffic.exchange(at: 1, "payload.two.tunnelzone", server: 0x0A00_0099, answers: nil)
        traffic.exchange(at: 2, "host", answers: nil)
        let table = traffic.table()
        #expect(table.direct.count == 2)
        #expect(table.direct.values.allSatisfy { $0.zone.isRoot })
    }

    @Test func neighborsOnALinkAndMissingNamesBelongToNoZone() {
        var traffic = Traffic()
        traffic.exchange(at: 0, ".", type: .ns, answers: nil)
        #expect(traffic.table().zones.isEmpty)
    }

    // MARK: Merging

    /// Several clients with names of all kinds in few zones.
    ///
    /// One of these has more names and answers than a sample keeps. Mostly answered at once, as captures show it.
    private static func office(seed: UInt64, exchanges: Int) -> Traffic {
        var generator = SeededGenerator(seed: seed)
        var traffic = Traffic()
        for index in 0..<exchanges {
            let hosts = ["www", "api", "CDN", "mail", "img"]
            var name = hosts.randomElement(using: &generator) ?? "www"
            let zone = Int.random(in: 0..<8, using: &generator)
            if zone < 5 { name = "\(index).\(name).big.example" } else { name += ".site\(zone).co.uk" }
            if zone == 7 { name = "\(name).unlisted" }
            let answers: [Traffic.Answer]? =
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: nil
                case 1: []
                case 2: [.text(generator.octets(20)), .text(generator.octets(300))]
                case 3: [.name(.cname, "edge\(Int.random(in: 0..<9, using: &generator)).example.net")]
                default: [.address(UInt32.random(in: 0..<2_000, using: &generator))]
                }
            traffic.exchange(
                at: Double(index) * 3,
                name,
                type: [.a, .aaaa, .txt].randomElement(using: &generator) ?? .a,
                client: 0x0A00_0100 + UInt32.random(in: 0..<5, using: &generator),
                server: 0x0A00_0035 + UInt32.random(in: 0..<2, using: &generator),
                id: UInt16.random(in: 0..<500, using: &generator),
                answers: answers,
                code: Bool.random(using: &generator) ? .noError : .nxDomain,
                delay: 0.5
            )
        }
        return traffic
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func twoPartsMakeTheWhole(seed: UInt64) {
        let messages = Self.office(seed: seed, exchanges: 700).messages
        let whole = ProfileText.lines(ProfileTable(messages))
        var generator = SeededGenerator(seed: seed)
        let cuts =
            [0, 1, messages.count]
            + (0..<3).map { _ in Int.random(in: 0...messages.count, using: &generator) }
        for cut in cuts {
            var early = ProfileTable(messages[..<cut])
            var late = ProfileTable(messages[cut...])
            let (first, second) = (early, late)
            early.merge(second)
            late.merge(first)
            #expect(ProfileText.firstDifference(ProfileText.lines(early), whole) == nil, "cut at \(cut)")
            #expect(
                ProfileText.firstDifference(ProfileText.lines(late), whole) == nil,
                "cut at \(cut), backward"
            )
        }
    }

    @Test(arguments: 11...12 as ClosedRange<UInt64>)
    func threePartsInAnyOrderMakeTheWhole(seed: UInt64) {
        let messages = Self.office(seed: seed, exchanges: 400).messages
        let whole = ProfileText.lines(ProfileTable(messages))
        var generator = SeededGenerator(seed: seed)
        let first = Int.random(in: 0...messages.count, using: &generator)
        let second = Int.random(in: first...messages.count, using: &generator)
        let parts = [messages[..<first], messages[first..<second], messages[second...]].map {
            ProfileTable($0)
        }
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var leftFirst = parts[order[0]]
            leftFirst.merge(parts[order[1]])
            leftFirst.merge(parts[order[2]])
            #expect(ProfileText.firstDifference(ProfileText.lines(leftFirst), whole) == nil, "\(order)")
            var right = parts[order[1]]
            right.merge(parts[order[2]])
            var rightFirst = parts[order[0]]
            rightFirst.merge(right)
            #expect(
                ProfileText.firstDifference(ProfileText.lines(rightFirst), whole) == nil,
                "\(order), right first"
            )
        }
    }

    /// Files of one recording may be given in any order, and their times may overlap.
    @Test(arguments: 21...22 as ClosedRange<UInt64>)
    func messagesInAnyOrderOfTimeMakeTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let messages = Self.office(seed: seed, exchanges: 300).messages.shuffled(using: &generator)
        let whole = ProfileText.lines(ProfileTable(messages))
        let cut = messages.count / 3
        var early = ProfileTable(messages[..<cut])
        early.merge(ProfileTable(messages[cut...]))
        #expect(ProfileText.firstDifference(ProfileText.lines(early), whole) == nil)
    }

    /// A query in one file, its answer in the next, and another answer to the same name in a third.
    @Test func theFirstResponseStaysTheFirstWhateverIsMergedFirst() {
        var traffic = Traffic()
        traffic.exchange(at: 0, "a.example.com", answers: [.text(Array("one".utf8))])
        traffic.exchange(at: 9, "a.example.com", answers: [.text(Array("two".utf8))])
        let messages = traffic.messages
        let whole = ProfileText.lines(ProfileTable(messages))
        var parts = ProfileTable(messages[..<1])
        parts.merge(ProfileTable(messages[2...]))
        parts.merge(ProfileTable(messages[1..<2]))
        #expect(ProfileText.firstDifference(ProfileText.lines(parts), whole) == nil)
    }

    // MARK: Bounds

    private static func held(_ table: ProfileTable) -> Int {
        table.zones.reduce(0) { $0 + $1.heldBytes }
    }

    @Test func zonesHaveABoundAndTheRestIsCounted() {
        var limits = ProfileTable.Limits()
        limits.zones = 400
        limits.bytes = 100 << 20
        var table = ProfileTable(limits: limits)
        var most = 0
        let domains = 25_000
        for index in 0..<domains {
            var traffic = Traffic()
            traffic.exchange(at: Double(index), "www.d\(index).com", answers: nil)
            table.note(traffic.observations[0])
            most = max(most, table.zones.count)
        }
        #expect(most <= limits.zones)
        #expect(table.evictedZones + table.zones.count == domains)
        #expect(table.zoneCount == domains)
        #expect(!table.hasLeaving, "nothing that short can be a channel")
    }

    /// The zone that tells most stays when thousands of domains with one name each come after it.
    @Test func aChannelOutlivesAFloodOfDomains() {
        var limits = ProfileTable.Limits()
        limits.zones = 400
        limits.bytes = 100 << 20
        var table = ProfileTable(limits: limits)
        for index in 0..<100 {
            var traffic = Traffic()
            traffic.exchange(at: Double(index), "chunk\(index).t.example.com", answers: nil)
            table.note(traffic.observations[0])
        }
        for index in 0..<3_000 {
            var traffic = Traffic()
            traffic.exchange(at: Double(100 + index), "www.d\(index).com", answers: nil)
            table.note(traffic.observations[0])
        }
        #expect(table.zones.first { $0.zone == DomainName("example.com") }?.names.distinctCount == 100)
    }

    /// A tunnel of longer names told more than shops of many hosts, however small its sample has become.
    @Test func aFinishedChannelOutlivesBusyDomains() {
        var limits = ProfileTable.Limits()
        limits.bytes = 4 << 20
        var table = ProfileTable(limits: limits)
        var generator = SeededGenerator(seed: 3)
        func ask(_ name: String, at seconds: Int) {
            var traffic = Traffic()
            traffic.exchange(at: Double(seconds), name, answers: nil)
            table.note(traffic.observations[0])
        }
        for index in 0..<85 {
            ask(
                generator.octets(20).map { String($0 % 36, radix: 36) }.joined() + ".t.example.com",
                at: index
            )
        }
        for host in 0..<100 {
            for domain in 0..<120 { ask("host\(host).shop\(domain).com", at: 100 + host) }
        }
        #expect(table.evictedZones > 0)
        #expect(table.zones.contains { $0.zone == DomainName("example.com") })
        // Shops of so many hosts are worth a verdict before they go.
        #expect(table.takeLeaving().count == table.evictedZones)
    }

    @Test func oneZoneOfManyNamesStaysWithinItsSample() {
        var table = ProfileTable()
        let names = 25_000
        for index in 0..<names {
            var traffic = Traffic()
            traffic.exchange(
                at: Double(index) / 100,
                "n\(index).example.com",
                answers: [.address(UInt32(index))]
            )
            table.note(traffic.observations[0])
            table.note(traffic.observations[1])
        }
        #expect(table.zones.count == 1)
        // Names and answers, up to twice the capacity of each, at 400 bytes with their place in the table.
        #expect(Self.held(table) <= 2 * 2 * ZoneProfile.sampleCapacity * 400)
        #expect(Self.held(table) == table.heldBytes)
        #expect(table.zones[0].queries == names)
        // Five times the relative standard error of 1 / √254.
        let estimate = Double(table.zones[0].names.distinctCount)
        #expect(abs(estimate / Double(names) - 1) < 5 / 254.0.squareRoot())
    }

    /// Answers take memory as names do, also those that come back for names asked before.
    @Test func recordsHaveABoundWhateverBringsThem() {
        var limits = ProfileTable.Limits()
        limits.zones = 1_000
        limits.bytes = 1 << 20
        var table = ProfileTable(limits: limits)
        var most = 0
        var number: UInt32 = 0
        let perMessage = 40
        for round in 0..<10 {
            for zone in 0..<100 {
                var traffic = Traffic()
                let answers = (0..<perMessage).map { _ in
                    number += 1
                    return Traffic.Answer.address(number)
                }
                traffic.exchange(at: Double(100 * round + zone), "www.d\(zone).com", answers: answers)
                table.note(traffic.observations[0])
                table.note(traffic.observations[1])
                most = max(most, Self.held(table))
            }
        }
        // One message may go beyond; the next one makes room.
        #expect(most <= limits.bytes + perMessage * 800)
        #expect(table.evictedZones > 0)
    }

    @Test func pairsHaveABoundAndTheRestIsCounted() {
        var limits = ProfileTable.Limits()
        limits.directPairs = 50
        var table = ProfileTable(limits: limits)
        for index in 0..<200 {
            var traffic = Traffic()
            traffic.exchange(at: 0, "x.unlisted", client: UInt32(index), answers: nil)
            table.note(traffic.observations[0])
        }
        #expect(table.direct.count <= 50 && table.direct.count + table.evictedPairs == 200)
        #expect(table.clientCount == 200)
    }

    @Test func peersHaveABoundAndTheRestIsCounted() {
        var tables = [ProfileTable(), ProfileTable()]
        let clients = 3_000
        for index in 0..<clients {
            var traffic = Traffic()
            traffic.exchange(at: 0, "www.example.com", client: UInt32(index), answers: nil)
            tables[index % 2].note(traffic.observations[0])
        }
        for table in tables {
            #expect(table.zones[0].clients.count == ZoneProfile.peerCapacity)
            #expect(table.zones[0].unlisted?.count == clients / 2 - ZoneProfile.peerCapacity)
        }
        tables[0].merge(tables[1])
        #expect(tables[0].zones[0].clients.count == ZoneProfile.peerCapacity)
        #expect(tables[0].zones[0].unlisted?.count == clients - ZoneProfile.peerCapacity)
    }

    /// However many parts are merged, their union has the bounds of one table.
    @Test func boundsHoldForMergedTablesToo() {
        var limits = ProfileTable.Limits()
        limits.zones = 100
        limits.bytes = 400_000
        limits.directPairs = 20
        var merged = ProfileTable(limits: limits)
        for part in 0..<8 {
            var table = ProfileTable(limits: limits)
            for index in 0..<90 {
                var traffic = Traffic()
                traffic.exchange(at: 0, "www.d\(part)x\(index).com", answers: nil)
                traffic.exchange(at: 0, "x.unlisted", client: UInt32(100 * part + index), answers: nil)
                for observation in traffic.observations { table.note(observation) }
            }
            merged.merge(table)
            #expect(merged.zones.count <= limits.zones)
            #expect(merged.direct.count <= limits.directPairs)
            #expect(Self.held(merged) <= limits.bytes)
        }
        #expect(merged.direct.count + merged.evictedPairs == 8 * 90)
        #expect(merged.zoneCount == 8 * 90 + 1)
    }
}
