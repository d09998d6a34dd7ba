import NetworkTypes
import PacketCapture
import Testing

@Suite struct PcapngTests {
    private let builder = CaptureBuilder()

    @Test func interfacesMayDiffer() throws {
        let reading = try Reading(
            builder.section() + builder.interface(linkType: 1, snapLength: 64)
                + builder.interface(linkType: 113, snapLength: 96) + builder.interface(linkType: 101)
                + builder.enhanced(0, [1], interface: 1)
                + builder.enhanced(0, [2], interface: 0, original: 99)
                + builder.enhanced(0, [3], interface: 2)
        )
        #expect(reading.error == nil)
        #expect(reading.format == .pcapng)
        #expect(reading.frames.map(\.linkType) == [.linuxCooked, .ethernet, .raw])
        #expect(reading.linkTypes == [.ethernet, .linuxCooked, .raw])
        #expect(reading.frames.map(\.originalLength) == [1, 99, 1])
        #expect(reading.octets == [[1], [2], [3]])
    }

    @Test func sectionsMayDifferInByteOrder() throws {
        let big = CaptureBuilder(order: .big)
        let reading = try Reading(
            builder.section() + builder.interface(linkType: 1) + builder.enhanced(0, [1])
                + big.section() + big.interface(linkType: 113) + big.enhanced(0, [2])
        )
        #expect(reading.error == nil)
        #expect(reading.frames.map(\.linkType) == [.ethernet, .linuxCooked])
        #expect(reading.frames.map(\.number) == [1, 2])
    }

    @Test func aSectionWithoutInterfacesIsAnEmptyCapture() throws {
        let reading = try Reading(builder.section())
        #expect(reading.error == nil)
        #expect(reading.frames.isEmpty)
    }

    struct ClockRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let options: [UInt8]
        let ticks: Int
        let nanoseconds: Int64
    }

    @Test(arguments: [
        ClockRow(
            testDescription: "microseconds unless said",
            options: [],
            ticks: 1_500_000,
            nanoseconds: 1_500_000_000
        ),
        ClockRow(
            testDescription: "nanoseconds",
            options: [9, 0, 1, 0, 9, 0, 0, 0],
            ticks: 1_500_000_001,
            nanoseconds: 1_500_000_001
        ),
        ClockRow(
            testDescription: "seconds",
            options: [9, 0, 1, 0, 0, 0, 0, 0],
            ticks: 3,
            nanoseconds: 3_000_000_000
        ),
        ClockRow(
            testDescription: "picoseconds",
            options: [9, 0, 1, 0, 12, 0, 0, 0],
            ticks: 2_000_000_001_999,
            nanoseconds: 2_000_000_001
        ),
        ClockRow(
            testDescription: "2^-10 seconds",
            options: [9, 0, 1, 0, 0x8A, 0, 0, 0],
            ticks: 1024 + 256,
            nanoseconds: 1_250_000_000
        ),
        ClockRow(
            testDescription: "2^-40 seconds",
            options: [9, 0, 1, 0, 0xA8, 0, 0, 0],
            ticks: 7 << 40 | 1 << 39,
            nanoseconds: 7_500_000_000
        ),
        ClockRow(
            testDescription: "an offset of 10 seconds",
            options: [14, 0, 8, 0, 10, 0, 0, 0, 0, 0, 0, 0],
            ticks: 1,
            nanoseconds: 10_000_001_000
        ),
        ClockRow(
            testDescription: "an offset of -1 second",
            options: [14, 0, 8, 0, 255, 255, 255, 255, 255, 255, 255, 255],
            ticks: 1,
            nanoseconds: -999_999_000
        ),
        ClockRow(
            testDescription: "the largest offset is clamped",
            options: [14, 0, 8, 0, 255, 255, 255, 255, 255, 255, 255, 127],
            ticks: 1,
            nanoseconds: .max
        ),
        ClockRow(
            testDescription: "the least offset is clamped",
            options: [14, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 128],
            ticks: 1,
            nanoseconds: .min
        ),
        ClockRow(
            testDescription: "seconds beyond all years are clamped",
            options: [9, 0, 1, 0, 0, 0, 0, 0],
            ticks: -1,
            nanoseconds: .max
        ),
        ClockRow(
            testDescription: "10^-127 seconds",
            options: [9, 0, 1, 0, 0x7F, 0, 0, 0],
            ticks: -1,
            nanoseconds: 0
        ),
        ClockRow(
            testDescription: "2^-127 seconds",
            options: [9, 0, 1, 0, 0xFF, 0, 0, 0],
            ticks: -1,
            nanoseconds: 0
        ),
        ClockRow(
            testDescription: "2^-0 seconds",
            options: [9, 0, 1, 0, 0x80, 0, 0, 0],
            ticks: 5,
            nanoseconds: 5_000_000_000
        ),
    ])
    func clocks(_ row: ClockRow) throws {
        let reading = try Reading(
            builder.section() + builder.interface(options: row.options) + builder.enhanced(row.ticks, [1])
        )
        #expect(reading.error == nil)
        #expect(reading.frames.map(\.time.nanoseconds) == [row.nanoseconds])
    }

    @Test func otherBlocksArePassedOver() throws {
        let obsolete = builder.block(
            2,
            builder.u16(0) + builder.u16(0) + builder.u32(0) + builder.u32(5) + builder.u32(1)
                + builder.u32(1) + [8]
        )
        let reading = try Reading(
            builder.section() + builder.interface(snapLength: 2) + builder.block(4, [0, 0, 0, 0])
                + builder.block(0x0BAD, [UInt8](repeating: 1, count: 100_000)) + obsolete
                + builder.block(3, builder.u32(5) + [1, 2]) + builder.block(5, [0, 0, 0, 0])
                + builder.block(0x4000_0BAD, [UInt8](repeating: 1, count: 17 << 20))
                + builder.enhanced(9, [9])
        )
        #expect(reading.error == nil)
        #expect(reading.octets == [[8], [1, 2], [9]])
        // Wireshark counts custom blocks, too.
        #expect(reading.frames.map(\.number) == [2, 3, 5])
        #expect(reading.frames.map(\.time.nanoseconds) == [5000, 5000, 9000])
        #expect(reading.frames.map(\.originalLength) == [1, 5, 1])
    }

    struct DamageRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
    }

    private static let plain = CaptureBuilder()

    @Test(arguments: [
        DamageRow(
            testDescription: "an interface that is not described",
            octets: plain.enhanced(0, [1], interface: 1)
        ),
        DamageRow(
            testDescription: "a packet longer than its block",
            octets: plain.block(
                6,
                plain.u32(0) + plain.u32(0) + plain.u32(0) + plain.u32(100) + plain.u32(100)
            )
        ),
        DamageRow(testDescription: "a block shorter than a block", octets: plain.u32(6) + plain.u32(8)),
        DamageRow(
            testDescription: "a length that is no multiple of four",
            octets: plain.u32(6) + plain.u32(33)
        ),
        DamageRow(
            testDescription: "lengths that differ",
            octets: plain.u32(9) + plain.u32(12) + plain.u32(16)
        ),
        DamageRow(testDescription: "a packet block without fields", octets: plain.block(6, [])),
        DamageRow(testDescription: "an interface without fields", octets: plain.block(1, [])),
        DamageRow(
            testDescription: "a section of no byte order",
            octets: plain.block(0x0A0D_0D0A, [1, 2, 3, 4, 5, 6, 7, 8])
        ),
    ])
    func damageIsReported(_ row: DamageRow) throws {
        let reading = try Reading(
            builder.section() + builder.interface() + builder.enhanced(0, [1]) + row.octets
        )
        #expect(reading.frames.count == 1)
        guard case .corrupt(packets: 1, _) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
    }

    @Test(arguments: [0x0A0D_0D0A, 1, 2, 3, 6])
    func blocksThatMatterHaveABound(type: Int) throws {
        let head = builder.section() + builder.interface() + builder.enhanced(0, [1])
        let order = type == 0x0A0D_0D0A ? builder.u32(0x1A2B_3C4D) + builder.u32(1) : []
        let reading = try Reading(head + builder.u32(type) + builder.u32(0xFFFF_FFFC) + order)
        #expect(reading.error == .tooLarge(packets: 1, reason: "a block of 4294967292 octets"))
    }

    @Test func interfacesOfOneSectionHaveABound() throws {
        let many = [[UInt8]](repeating: builder.interface(), count: 65_536).joined()
        let last = builder.enhanced(0, [1], interface: 65_535)
        #expect(try Reading(builder.section() + many + last).frames.count == 1)
        let reading = try Reading(builder.section() + many + last + builder.interface())
        #expect(reading.error == .tooManyInterfaces(packets: 1))
    }

    @Test func everyFlippedBitEndsInOrder() throws {
        let whole =
            builder.section() + builder.interface(options: [9, 0, 1, 0, 9, 0, 0, 0])
            + builder.enhanced(1, [1, 2, 3]) + builder.enhanced(2, [4])
        for bit in 0..<whole.count * 8 {
            var octets = whole
            octets[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try Reading(octets).frames.count <= 2)
        }
    }

    /// isb_ifdrop and isb_osdrop count from the start of the recording, epb_dropcount since the packet before.
    ///
    /// Source: draft-ietf-opsawg-pcapng §4.3, §4.6.
    @Test(arguments: CaptureBuilder.Order.allCases)
    func lostPackets(_ order: CaptureBuilder.Order) throws {
        let builder = CaptureBuilder(order: order)
        func number(_ value: Int) -> [UInt8] {
            order == .big ? builder.u32(0) + builder.u32(value) : builder.u32(value) + builder.u32(0)
        }
        func statistics(_ interface: Int, _ options: [UInt8]) -> [UInt8] {
            builder.block(5, builder.u32(interface) + builder.u32(0) + builder.u32(0) + options)
        }
        let start = builder.section() + builder.interface() + builder.interface()
        let packet = builder.enhanced(0, [1, 2, 3])
        #expect(try dropped(start + packet) == 0)
        #expect(
            try dropped(
                start + packet + statistics(0, builder.option(5, number(3)) + builder.option(7, number(4)))
                    + statistics(0, builder.option(5, number(30)) + builder.option(7, number(40)))
                    + statistics(1, builder.option(4, number(1_000)) + builder.option(7, number(5)))
            ) == 75
        )
        let fields = builder.u32(0) + builder.u32(0) + builder.u32(0) + builder.u32(4) + builder.u32(4)
        let withCount = builder.block(6, fields + [1, 2, 3, 4] + builder.option(4, number(6)))
        #expect(try dropped(start + withCount + withCount) == 12)
        // Two sections, two recordings.
        let section = start + packet + statistics(0, builder.option(7, number(5)))
        #expect(try dropped(section + section) == 10)
    }

    private func dropped(_ octets: [UInt8]) throws -> Int {
        let file = try TemporaryFile(octets)
        var capture = try CaptureFile(path: file.path)
        while try capture.nextFrame({ _, _ in }) {}
        return capture.droppedPackets
    }
}
