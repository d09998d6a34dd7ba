import PacketCapture
import ResolverLogs
import Testing

/// Frame Streams as writers leave them: whole, killed, cut and joined.
@Suite struct FrameStreamTests {
    typealias Builder = DnstapBuilder

    /// Frames with a client's query each, for `a`, `b` and so on.
    static func frames(_ names: String...) -> [[UInt8]] {
        names.map { Builder.dnstap(Builder.message(.clientQuery, message($0 + ".example.net"))) }
    }

    static func queries(_ names: String...) -> [[UInt8]] { names.map { message($0 + ".example.net") } }

    @Test func aStreamIsReadFromStartToStop() throws {
        let log = try LogReading(Builder.stream(Self.frames("a", "b")))
        #expect(log.format == .dnstap)
        #expect(log.messages.map(\.octets) == Self.queries("a", "b"))
        #expect(log.messages.map(\.frame) == [1, 2])
        #expect(log.anomalies.isEmpty)
        #expect(log.error == nil)
    }

    @Test func aStreamOfAKilledWriterIsReadAndNamed() throws {
        let log = try LogReading(Builder.start + Self.frames("a", "b").flatMap(Builder.frame))
        #expect(log.messages.count == 2)
        #expect(log.anomalies == [.streamNotStopped: 1])
        #expect(log.error == nil)
    }

    /// Every place at which a stream of two frames can be cut.
    @Test func aCutStreamGivesTheFramesBeforeTheCut() throws {
        let whole = Builder.start + Self.frames("a", "b").flatMap(Builder.frame)
        let first = Builder.start.count
        let second = first + 4 + Self.frames("a")[0].count
        for end in first...whole.count {
            let log = try LogReading(Array(whole[..<end]))
            #expect(log.messages.count == (end == whole.count ? 2 : end >= second ? 1 : 0), "cut at \(end)")
            let isBetweenFrames = [first, second, whole.count].contains(end)
            #expect(
                log.error == (isBetweenFrames ? nil : .truncated(packets: log.messages.count)),
                "cut at \(end)"
            )
        }
    }

    @Test func joinedStreamsAreReadToTheEndOfTheLast() throws {
        let log = try LogReading(
            Builder.stream(Self.frames("a")) + Builder.stream(Self.frames("b", "c"))
                + Builder.stream(Self.frames("d"))
        )
        #expect(log.messages.map(\.octets) == Self.queries("a", "b", "c", "d"))
        #expect(log.anomalies.isEmpty)
    }

    /// The frame that the writer could not finish claims octets of the next stream, whose START is found in them.
    @Test func aStreamBehindACutOneIsFoundAgain() throws {
        let cut =
            Builder.start + Builder.frame(Self.frames("a")[0])
            + Builder.frame(Self.frames("b")[0]).dropLast(20)
        let log = try LogReading(cut + Builder.stream(Self.frames("c", "d", "e")))
        #expect(Array(log.messages.map(\.octets).suffix(3)) == Self.queries("c", "d", "e"))
        #expect(log.messages.first?.octets == Self.queries("a")[0])
        #expect(log.anomalies[.streamDamaged] == 1)
        #expect(log.error == nil)
    }

    /// As above, and the cut frame claims so much that all of the next stream's beginning lies in it.
    @Test func aStreamInsideOfAFrameThatNeverWasIsFoundAgain() throws {
        let cut = Builder.start + Builder.bigEndian(200) + [10, 20]
        let log = try LogReading(cut + Builder.stream(Self.frames("c", "d", "e", "f", "g")))
        #expect(log.messages.map(\.octets) == Self.queries("c", "d", "e", "f", "g"))
        #expect(log.anomalies[.streamDamaged] == 1)
    }

    @Test func aFrameOverTheBoundIsPassedOverAndNamed() throws {
        let large = Builder.dnstap(Builder.message(.clientQuery, [UInt8](repeating: 7, count: 300_000)))
        let log = try LogReading(Builder.stream(Self.frames("a") + [large] + Self.frames("b")))
        #expect(log.messages.map(\.octets) == Self.queries("a", "b"))
        #expect(log.messages.map(\.frame) == [1, 3])
        #expect(log.anomalies == [.frameOversized: 1])
    }

    @Test func aFrameThatClaimsMoreThanTheFileHasIsAnError() throws {
        let log = try LogReading(
            Builder.start + Builder.frame(Self.frames("a")[0]) + Builder.bigEndian(3_000_000_000) + [1]
        )
        #expect(log.messages.count == 1)
        guard case .tooLarge = log.error else {
            Issue.record("\(String(describing: log.error))")
            return
        }
    }

    @Test func zerosBehindTheFramesAreAnError() throws {
        let log = try LogReading(
            Builder.start + Builder.frame(Self.frames("a")[0]) + [UInt8](repeating: 0, count: 5_000)
        )
        #expect(log.messages.count == 1)
        guard case .corrupt = log.error else {
            Issue.record("\(String(describing: log.error))")
            return
        }
    }

    /// READY is what a writer sends first over a socket; a recording of it begins so.
    @Test func whatEndsOfASocketSayToEachOtherIsPassed() throws {
        let ready = Builder.control(4, content: Builder.contentType)
        let log = try LogReading(ready + Builder.stream(Self.frames("a")) + Builder.control(5))
        #expect(log.messages.count == 1)
        #expect(log.anomalies.isEmpty)
    }

    @Test func aStreamWithoutATypeIsReadAndOneOfAnotherIsNot() throws {
        let untyped = Builder.control(2) + Builder.frame(Self.frames("a")[0]) + Builder.stop
        #expect(try LogReading(untyped).messages.count == 1)
        let other =
            Builder.control(2, content: Array("protobuf:other".utf8)) + Builder.frame([1]) + Builder.stop
        let error = try LogReading(other).error
        #expect(error == .notACapture(content: "a frame stream of something else than dnstap"))
        #expect(error?.isOfOtherContent == true)
    }

    @Test(arguments: [
        [], [0, 0, 0, 0], [UInt8](repeating: 0, count: 24), Array("START of nothing in particular".utf8),
    ])
    func whatIsNoFrameStreamIsNoLog(octets: [UInt8]) throws {
        #expect(try LogReading(octets).format == nil)
    }
}
