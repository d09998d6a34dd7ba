import DNSObservation
import DNSWire
import NetworkTypes
import PacketDecoding
import SteadyFields
import TestSupport
import Testing

/// What the table of fields keeps, forgets and merges.
@Suite struct FieldTableTests {
    private static let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)

    /// One query and its response with so many addresses, put into a table.
    private func add(
        to table: inout FieldTable,
        number: Int,
        name: String = "www.example.org",
        size: UInt16 = 1_232,
        records: Int = 1,
        client: UInt32 = 0x0A00_0001
    ) {
        let id = UInt16(truncatingIfNeeded: number &* 40_503)
        let stub = Endpoint(address: IPAddress(v4: client), port: UInt16(20_000 + number % 40_000))
        var query = MessageBuilder(id: id, flags: 0x0100)
        query.addQuestion(name, type: 1)
        query.addOPT(payloadSize: size)
        var response = MessageBuilder(id: id, flags: 0x8180)
        response.addQuestion(name, type: 1)
        for record in 0..<records {
            response.addRecord(.answer, name, type: 1, data: [198, 51, 100, UInt8(record)])
        }
        var message = Message()
        var builder = ObservationBuilder()
        for (octets, from, to) in [(query.octets, stub, Self.server), (response.octets, Self.server, stub)] {
            try? message.parse(octets.span)
            let payload = DNSPayload(
                flow: Flow(source: from, destination: to, transport: .udp),
                time: Timestamp(nanoseconds: Int64(number) * 1_000_000_000),
                place: FramePlace(frame: number + 1),
                service: .dns
            )
            guard builder.observe(message, octets: octets.span, payload: payload) else { continue }
            builder.lend { table.note($0) }
        }
    }

    private func found(_ field: SteadyField, in table: FieldTable) -> FieldStream? {
        table.streams.first { $0.field == field }
    }

    @Test func whatNeverChangesHasNoStream() {
        var table = FieldTable()
        for number in 0..<300 { add(to: &table, number: number) }
        #expect(table.streams.isEmpty)
    }

    /// Sizes A B B A A A: two changes after six messages, one of them back to a known value.
    @Test func changesAreCountedByHand() throws {
        var table = FieldTable()
        for (number, size) in [512, 4_096, 4_096, 512, 512, 512].enumerated() {
            add(to: &table, number: number, size: UInt16(size))
        }
        let stream = try #require(found(.ednsSize, in: table))
        #expect(stream.counts(.before) == ChangeCounts(same: 3, known: 1, new: 1))
        #expect(stream.valueCount == 2 && !stream.hasManyValues)
        // Two values, four and two times of six.
        let bits = 4 * 0.584_963 + 2 * 1.584_963
        #expect(abs(stream.capacityBits - bits) < 0.001)
    }

    /// A client that uses two sizes in turn is foretold by what came after each the last time.
    @Test func turnsAreForetold() throws {
        var table = FieldTable()
        for number in 0..<200 {
            add(to: &table, number: number, size: number.isMultiple(of: 2) ? 512 : 4_096)
        }
        let stream = try #require(found(.ednsSize, in: table))
        #expect(stream.counts(.before).known + stream.counts(.before).new == 199)
        #expect(stream.counts(.turn).same >= 195)
        #expect(stream.best.same >= 195)
    }

    @Test func aQueryThatIsHeldTwiceIsOneQuery() throws {
        var once = FieldTable()
        var twice = FieldTable()
        for number in 0..<100 {
            let size = UInt16(512 + number * 7 % 13)
            add(to: &once, number: number, size: size)
            add(to: &twice, number: number, size: size)
            add(to: &twice, number: number, size: size)
        }
        #expect(found(.ednsSize, in: once)?.counts(.before) == found(.ednsSize, in: twice)?.counts(.before))
        #expect(found(.retries, in: twice) == nil)
    }

    /// Parts merge to the whole but for the change between them.
    @Test func partsMergeToTheWhole() throws {
        var whole = FieldTable()
        var parts = [FieldTable(), FieldTable(), FieldTable()]
        for number in 0..<300 {
            let (size, records) = (UInt16(512 + number * 7 % 13), 1 + number * 5 % 7)
            add(to: &whole, number: number, size: size, records: records)
            add(to: &parts[number / 100], number: number, size: size, records: records)
        }
        var left = parts[0]
        left.merge(parts[1])
        left.merge(parts[2])
        var right = parts[1]
        right.merge(parts[2])
        var other = parts[0]
        other.merge(right)
        for field in [SteadyField.ednsSize, .recordCount] {
            let expected = try #require(found(field, in: whole)).counts(.before).all
            for merged in [left, other] {
                let stream = try #require(found(field, in: merged))
                #expect((expected - 2...expected).contains(stream.counts(.before).all))
                #expect(stream.valueCount == found(field, in: whole)?.valueCount)
            }
        }
    }

    /// A channel outlives a flood of clients that change their fields a little, and of names.
    @Test func aFloodTakesTheFewestChangesFirst() throws {
        var limits = FieldTable.Limits()
        limits.streams = 64
        var table = FieldTable(limits: limits)
        for number in 0..<200 { add(to: &table, number: number, size: UInt16(512 + number * 7 % 113)) }
        for number in 0..<2_000 {
            let client = 0x0A01_0000 + UInt32(number / 4)
            add(
                to: &table,
                number: 1_000 + number,
                name: "h\(number).example.net",
                size: number % 4 == 3 ? 512 : 1_232,
                client: client
            )
        }
        #expect(table.streams.count <= 64 && table.evictedCount > 0)
        let channel = table.streams.filter { $0.client == IPAddress(v4: 0x0A00_0001) }
        #expect(channel.contains { $0.field == .ednsSize && $0.changes > 150 })
    }
}
