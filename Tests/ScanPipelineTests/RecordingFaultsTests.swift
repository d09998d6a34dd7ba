import Findings
import NetworkTypes
import ScanPipeline
import Testing

/// What recordings show to be wrong with themselves.
@Suite struct RecordingFaultsTests {
    private func problems(_ seconds: [Int64], inputs: [String] = []) -> [String: Int] {
        var faults = RecordingFaults()
        faults.beginCapture()
        for (index, second) in seconds.enumerated() {
            faults.note(Timestamp(nanoseconds: second * 1_000_000_000), FramePlace(frame: index + 1))
        }
        let found = faults.problems(ofInputs: inputs).filter { $0.count > 0 }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.kind, $0.count) })
    }

    private static let day: Int64 = 86_400
    private static let now: Int64 = 1_767_225_600

    @Test func clocks() {
        #expect(problems([Self.now, Self.now + 1, Self.now + 7 * Self.day]) == [:])
        // Out of order by less than a minute, as threads write.
        #expect(problems([Self.now + 2, Self.now, Self.now + 3]) == [:])
        // The clock of a device without a battery, until NTP sets it.
        #expect(problems([10, 11, Self.now, Self.now + 1]) == ["clock_jumps": 1, "clock_implausible": 2])
        #expect(problems([Self.now, Self.now - 3_600]) == ["clock_jumps": 1])
        // The last second of pcap's 32 bits, and none at all.
        #expect(problems([4_294_967_295]) == ["clock_implausible": 1])
        #expect(problems([0]) == ["clock_implausible": 1])
    }

    /// Names as dumpcap 4.0 (`-b`) and tcpdump 4.99 (`-C`) give them.
    @Test(arguments: [
        (["t_00001_20260101120000.pcapng", "t_00002_20260101130000.pcapng"], 0),
        (["t_00001_20260101120000.pcapng", "t_00004_20260101130000.pcapng"], 2),
        (["a/t_00001_20260101120000.pcapng", "b/t_00004_20260101130000.pcapng"], 0),
        (["t.pcap", "t.pcap1", "t.pcap2"], 0), (["t.pcap", "t.pcap3"], 2), (["t.pcap1"], 0),
        (["monday1.pcap", "monday3.pcap"], 0), (["-"], 0), ([], 0),
    ])
    func sequences(inputs: [String], missing: Int) {
        #expect(problems([], inputs: inputs) == (missing > 0 ? ["captures_missing": missing] : [:]))
    }
}
