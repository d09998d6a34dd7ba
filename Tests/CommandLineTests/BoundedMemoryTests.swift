import Foundation
import TestSupport
import Testing

/// What a scan holds at its peak, under floods that each fill another store.
///
/// With the environment's `DNSSCAN_FLOOD_MESSAGES=1000000`, and a release build, the bound itself is tested.
@Suite(.serialized) struct BoundedMemoryTests {
    private static let messages =
        ProcessInfo.processInfo.environment["DNSSCAN_FLOOD_MESSAGES"].flatMap { Int($0) } ?? 20_000

    /// 200 MiB, and less for a shorter capture: a store that grows without bound is seen before it is there.
    private static let bound = min(200 << 20, 64 << 20 + messages * 1_000)

    @Test(arguments: Flood.allCases)
    func peakStaysBelowTheBound(_ flood: Flood) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("flood.pcap")
        #expect(flood.write(messages: Self.messages, to: path))
        let run = try MeasuredRun(["-q", "--fail-on", "never", path], in: folder)
        #expect(run.status == 0)
        #expect(run.peakBytes > 1 << 20)
        #expect(run.peakBytes < Self.bound, "\(run.peakBytes >> 20) MiB")
    }

    /// A baseline is learnt and compared with under the same floods; for a short one its two stores come on top.
    @Test(arguments: [Flood.domains, .suffixes, .clients])
    func `a baseline stays below it as well`(_ flood: Flood) throws {
        let folder = try TemporaryFolder()
        let (path, base) = (folder.path("flood.pcap"), folder.path("base.json"))
        let bound = min(200 << 20, Self.bound + (32 << 20))
        #expect(flood.write(messages: Self.messages, to: path))
        for arguments in [["baseline", "-q", path, "-o", base], ["-q", "--baseline", base, path]] {
            let run = try MeasuredRun(arguments, in: folder)
            #expect(run.status == 0 || run.status == 1)
            #expect(run.peakBytes < bound, "\(run.peakBytes >> 20) MiB")
        }
    }
}
