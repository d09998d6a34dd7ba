import Inflation
import NetworkTypes
import PacketCapture
import Testing

@Suite struct CaptureFileTests {
    struct PcapRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let order: CaptureBuilder.Order
        let magic: Int
        let fraction: Int
        let nanoseconds: Int64
    }

    @Test(arguments: [
        PcapRow(
            testDescription: "microseconds, little-endian",
            order: .little,
            magic: 0xA1B2_C3D4,
            fraction: 123_456,
            nanoseconds: 1_700_000_000_123_456_000
        ),
        PcapRow(
            testDescription: "microseconds, big-endian",
            order: .big,
            magic: 0xA1B2_C3D4,
            fraction: 123_456,
            nanoseconds: 1_700_000_000_123_456_000
        ),
        PcapRow(
            testDescription: "nanoseconds, little-endian",
            order: .little,
            magic: 0xA1B2_3C4D,
            fraction: 123_456_789,
            nanoseconds: 1_700_000_000_123_456_789
        ),
        PcapRow(
            testDescription: "nanoseconds, big-endian",
            order: .big,
            magic: 0xA1B2_3C4D,
            fraction: 123_456_789,
            nanoseconds: 1_700_000_000_123_456_789
        ),
    ])
    func pcapInBothOrdersAndPrecisions(_ row: PcapRow) throws {
        let builder = CaptureBuilder(order: row.order)
        let reading = try Reading(
            builder.pcapHeader(magic: row.magic, linkType: 113)
                + builder.record(1_700_000_000, row.fraction, [1, 2, 3], original: 1500)
                + builder.record(1_700_000_001, 0, [])
        )
        #expect(reading.error == nil)
        #expect(reading.format == .pcap)
        #expect(reading.compression == nil)
        #expect(reading.linkTypes == [.linuxCooked])
        #expect(reading.octets == [[1, 2, 3], []])
        #expect(reading.frames.map(\.number) == [1, 2])
        #expect(reading.frames.map(\.time.nanoseconds) == [row.nanoseconds, 1_700_000_001_000_000_000])
        #expect(reading.frames.map(\.capturedLength) == [3, 0])
        #expect(reading.frames.map(\.originalLength) == [1500, 0])
    }

    @Test func hostileTimesAreClamped() throws {
        let builder = CaptureBuilder()
        let reading = try Reading(
            builder.pcapHeader() + builder.record(0xFFFF_FFFF, 0, []) + builder.record(0, 0xFFFF_FFFF, [])
        )
        #expect(reading.error == nil)
        // Seconds are unsigned: 2106-02-07, not 1969.
        #expect(reading.frames.first?.time.nanoseconds == 4_294_967_295_000_000_000)
        #expect(reading.frames.count == 2)
    }

    @Test func headerOnlyIsAnEmptyCapture() throws {
        let reading = try Reading(CaptureBuilder().pcapHeader())
        #expect(reading.error == nil)
        #expect(reading.frames.isEmpty)
        #expect(reading.linkTypes == [.ethernet])
    }

    @Test(arguments: CaptureBuilder.Order.allCases)
    func everyCutOfAPcapIsToldApart(_ order: CaptureBuilder.Order) throws {
        let builder = CaptureBuilder(order: order)
        let records = (1...3).map { builder.record($0, 0, [UInt8](repeating: 7, count: $0 * 5)) }
        let whole = builder.pcapHeader() + records.joined()
        let ends = [24, 24 + 21, 24 + 21 + 26, 24 + 21 + 26 + 31]
        try #require(whole.count == ends[3])
        for length in 0...whole.count {
            let reading = try Reading(Array(whole.prefix(length)))
            let packets = ends.dropFirst().count { $0 <= length }
            let expected: CaptureError? =
                length == 0
                ? .empty
                : length < 24 ? .headerTruncated : ends.contains(length) ? nil : .truncated(packets: packets)
            #expect(reading.error == expected, "cut at \(length)")
            #expect(reading.frames.count == packets, "cut at \(length)")
        }
    }

    @Test(arguments: CaptureBuilder.Order.allCases)
    func everyCutOfAPcapngIsToldApart(_ order: CaptureBuilder.Order) throws {
        let builder = CaptureBuilder(order: order)
        let parts = [
            builder.section(), builder.interface(), builder.enhanced(1, [1]), builder.enhanced(2, [2, 2]),
            builder.enhanced(3, [3, 3, 3]),
        ]
        let ends = parts.indices.map { parts[...$0].reduce(0) { $0 + $1.count } }
        let whole = Array(parts.joined())
        for length in 1...whole.count {
            let reading = try Reading(Array(whole.prefix(length)))
            let packets = ends.dropFirst(2).count { $0 <= length }
            let expected: CaptureError? =
                length < ends[0]
                ? .headerTruncated : ends.contains(length) ? nil : .truncated(packets: packets)
            #expect(reading.error == expected, "cut at \(length)")
            #expect(reading.frames.count == packets, "cut at \(length)")
        }
    }

    struct ContentRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let error: CaptureError
    }

    @Test(arguments: [
        ContentRow(testDescription: "nothing", octets: [], error: .empty),
        ContentRow(
            testDescription: "text",
            octets: Array("Dear reader,\n".utf8),
            error: .notACapture(content: "it begins like text")
        ),
        ContentRow(
            testDescription: "an escape sequence",
            octets: Array("\u{1B}[2J\u{1B}[2J".utf8),
            error: .notACapture(content: "binary data of an unknown kind")
        ),
        ContentRow(
            testDescription: "zeros",
            octets: [UInt8](repeating: 0, count: 100),
            error: .notACapture(content: "it begins with zeros")
        ),
        ContentRow(
            testDescription: "a ZIP archive",
            octets: [0x50, 0x4B, 3, 4, 20, 0],
            error: .notACapture(content: "a ZIP archive, which is to be unpacked first")
        ),
        ContentRow(
            testDescription: "snoop",
            octets: Array("snoop\0\0\0".utf8) + [0, 0, 0, 2],
            error: .notACapture(content: "a snoop capture, which editcap can convert")
        ),
        ContentRow(
            testDescription: "three octets of magic",
            octets: [0xD4, 0xC3, 0xB2],
            error: .headerTruncated
        ),
        ContentRow(
            testDescription: "pcap 9.4",
            octets: CaptureBuilder().pcapHeader(major: 9),
            error: .unsupported(reason: "unsupported pcap savefile version 9.4")
        ),
        ContentRow(
            testDescription: "pcapng 2.0",
            octets: CaptureBuilder().section(major: 2),
            error: .unsupported(reason: "pcapng version 2.0")
        ),
        ContentRow(
            testDescription: "gzip cut in its header",
            octets: [0x1F, 0x8B, 8],
            error: .headerTruncated
        ),
    ])
    func whatIsNoCaptureIsNamed(_ row: ContentRow) throws {
        #expect(try Reading(row.octets).error == row.error)
    }

    @Test func placesThatAreNoFilesAreNamed() {
        #expect(Reading(path: "/nonexistent/capture.pcap").error == .notFound)
        #expect(Reading(path: "/usr").error == .isDirectory)
        #expect(Reading(path: "/dev/null").error == .empty)
    }

    @Test func damageIsNotTakenForACut() throws {
        let builder = CaptureBuilder()
        let broken = builder.u32(0) + builder.u32(0) + builder.u32(0x7FFF_FFFF) + builder.u32(0x7FFF_FFFF)
        let reading = try Reading(builder.pcapHeader() + builder.record(1, 0, [1]) + broken + [1, 2, 3])
        guard case .tooLarge(packets: 1, _) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
        #expect(reading.frames.count == 1)
    }

    @Test func descriptionsAreOneLineWithoutTheFileName() throws {
        let errors: [CaptureError] = [
            .notFound, .isDirectory, .permissionDenied, .unreadable(reason: "Input/output error"), .empty,
            .notACapture(content: "it begins like text"), .headerTruncated,
            .unsupported(reason: "pcapng version 2.0"),
            .truncated(packets: 1), .corrupt(packets: 2, reason: "a packet is longer than its block"),
            .tooLarge(packets: 0, reason: "a block of 4294967292 octets"), .tooManyInterfaces(packets: 1),
            .decompressionFailed(packets: 0, compression: .gzip, reason: "invalid block type"),
            .expansionBoundExceeded(packets: 3, compression: .zstd, bound: .standard),
        ]
        for error in errors {
            #expect(!error.description.contains("\n"))
            #expect(error.isTruncation == (error == .truncated(packets: 1)))
        }
        #expect(
            CaptureError.truncated(packets: 1).description
                == "cut off after 1 packet: the last record is incomplete"
        )
    }

    @Test func afterTheEndThereIsNothing() throws {
        let builder = CaptureBuilder()
        let file = try TemporaryFile(builder.pcapHeader() + builder.record(1, 0, [1]) + [0])
        var capture = try CaptureFile(path: file.path)
        #expect(try capture.nextFrame { _, _ in })
        #expect(throws: CaptureError.truncated(packets: 1)) { try capture.nextFrame { _, _ in } }
        #expect(try !capture.nextFrame { _, _ in })
    }

    /// As Wireshark reads them; libpcap 1.10 cuts each record to the header's snap length without a word.
    @Test(arguments: CaptureBuilder.Order.allCases)
    func recordsLongerThanTheHeadersSnapLengthAreWhole(_ order: CaptureBuilder.Order) throws {
        let builder = CaptureBuilder(order: order)
        let octets = [UInt8](0..<74)
        let reading = try Reading(builder.pcapHeader(snapLength: 40) + builder.record(1, 0, octets))
        #expect(reading.octets == [octets] && reading.error == nil)
        #expect(reading.frames.map(\.originalLength) == [74])
    }

    /// Kuznetzov's form, of old RedHat kernels: eight octets more in each record's header.
    ///
    /// Source: Wireshark, wiretap/libpcap.h, `struct pcaprec_modified_hdr`.
    @Test(arguments: CaptureBuilder.Order.allCases)
    func recordsWithHeadersOf24Octets(_ order: CaptureBuilder.Order) throws {
        let builder = CaptureBuilder(order: order)
        let record = builder.u32(7) + builder.u32(5) + builder.u32(3) + builder.u32(60)
        let more = builder.u32(2) + builder.u16(0x0800) + [0, 0]
        let reading = try Reading(
            builder.pcapHeader(magic: 0xA1B2_CD34, snapLength: 65_535)
                + (record + more + [1, 2, 3]) + (record + more + [4, 5, 6])
        )
        #expect(reading.octets == [[1, 2, 3], [4, 5, 6]] && reading.error == nil)
        #expect(reading.frames.map(\.originalLength) == [60, 60])
        #expect(reading.frames.map(\.time.nanoseconds) == [7_000_005_000, 7_000_005_000])
    }
}
