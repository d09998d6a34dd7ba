package import Findings
package import NetworkTypes
import PacketDecoding
import PartialResults

/// The faults that recordings show in themselves: lost packets, clocks that jump, files that are missing.
package struct RecordingFaults: Sendable {
    private var jumps = Occurrences()
    private var implausible = Occurrences()
    private var dropped: (count: Int, input: Int) = (0, 0)
    private var previous: Timestamp?

    private struct Occurrences {
        var count = 0
        var first = FramePlace(frame: 0)

        mutating func note(_ place: FramePlace) {
            if count == 0 { first = place }
            count += 1
        }

        mutating func add(_ other: Tally) {
            if count == 0 { first = other.firstFrame }
            count += other.count
        }

        var tally: Tally { Tally(count: count, firstFrame: first) }
    }

    /// Seconds by which the time of a packet may lie before that of the packet before it: cards and threads hand packets
    /// on out of order by fractions of a second.
    private static let longestStepBack = 60.0
    /// The longest silence in seconds; a recorder that waits longer does not keep one file.
    private static let longestSilence = 30.0 * 86_400
    /// Before, no capture files were written; beyond, seconds no longer fit the 32 bits of pcap in 2106.
    private static let plausible =
        Timestamp(nanoseconds: 631_152_000_000_000_000)...Timestamp(nanoseconds: 4_102_444_800_000_000_000)

    /// Nothing noted yet.
    package init() {}

    /// Begins another capture, whose clock is one of its own.
    package mutating func beginCapture() {
        previous = nil
    }

    /// Notes the time of the next packet of the capture.
    package mutating func note(_ time: Timestamp, _ place: FramePlace) {
        noteStep(to: time, place)
        previous = time
        if !Self.plausible.contains(time) { implausible.note(place) }
    }

    private mutating func noteStep(to time: Timestamp, _ place: FramePlace) {
        guard let step = previous.map(time.seconds(since:)) else { return }
        if step < -Self.longestStepBack || step > Self.longestSilence { jumps.note(place) }
    }

    /// Describes the faults of the clock in a piece of which these are the faults.
    func describe(in reading: inout PartReading) {
        reading.note("clock_jumps", jumps.tally)
        reading.note("clock_implausible", implausible.tally)
    }

    /// Adds the faults of the clock that a piece of the capture describes; pieces come in order.
    mutating func note(_ reading: PartReading, input: Int) {
        guard reading.hasFirst, reading.hasLast else { return }
        let start = Timestamp(nanoseconds: reading.first)
        noteStep(to: start, FramePlace(input: input, frame: Int(clamping: reading.firstFrame)))
        previous = Timestamp(nanoseconds: reading.last)
        jumps.add(reading.tally(of: "clock_jumps", input: input))
        implausible.add(reading.tally(of: "clock_implausible", input: input))
    }

    /// Adds the losses that a capture reports.
    package mutating func note(dropped count: Int, input: Int) {
        if dropped.count == 0 { dropped.input = input }
        let (sum, overflow) = dropped.count.addingReportingOverflow(count)
        dropped.count = overflow ? .max : sum
    }

    /// The faults that were found, for the report's coverage.
    package func problems(ofInputs paths: [String]) -> [CoverageProblem] {
        let missing = CaptureSequence.missingFiles(among: paths)
        return [
            CoverageProblem(
                kind: "clock_jumps",
                count: jumps.count,
                firstFrame: jumps.first.frame,
                input: jumps.first.input,
                detail:
                    "Packets dated more than a minute before, or 30 days after, the one before them: the clock was set, or captures were joined.",
                isGap: false
            ),
            CoverageProblem(
                kind: "clock_implausible",
                count: implausible.count,
                firstFrame: implausible.first.frame,
                input: implausible.first.input,
                detail: "Packets dated before 1990 or after 2099, by a clock that was not set or ran over.",
                isGap: false
            ),
            CoverageProblem(
                kind: "packets_dropped",
                count: dropped.count,
                firstFrame: 0,
                input: dropped.input,
                detail: "Packets that were lost while recording, as the recording itself says."
            ),
            CoverageProblem(
                kind: "captures_missing",
                count: missing,
                firstFrame: 0,
                detail: "Files of a sequence of captures that lie between those that were read."
            ),
        ]
    }
}

/// Recognizes captures that a program wrote one after the other, by their names.
///
/// dumpcap and Wireshark write `NAME_00001_20260101120000.pcapng` (`-b`), tcpdump `NAME.pcap`, `NAME.pcap1`,
/// `NAME.pcap2` and so on (`-C`).
enum CaptureSequence {
    /// The number of files that are missing between the first and the last one of each sequence.
    static func missingFiles(among paths: [String]) -> Int {
        var numbers: [String: Set<Int>] = [:]
        for case let (name, number)? in paths.map(position) { numbers[name, default: []].insert(number) }
        return numbers.values.reduce(0) { sum, numbers in
            guard let first = numbers.min(), let last = numbers.max() else { return sum }
            return sum + last - first + 1 - numbers.count
        }
    }

    /// The sequence that a path belongs to, and its place in it.
    private static func position(of path: String) -> (name: String, number: Int)? {
        let parts = path.split(separator: "_", omittingEmptySubsequences: false)
        if parts.count >= 3, let number = number(parts[parts.count - 2], digits: 5...5) {
            let time = parts[parts.count - 1].prefix { $0.isASCII && $0.isNumber }
            let ending = parts[parts.count - 1].dropFirst(time.count)
            if time.count == 14, ending.first == "." || ending.isEmpty {
                return (parts.dropLast(2).joined(separator: "_") + ending, number)
            }
        }
        let digits = path.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let name = path.dropLast(digits)
        guard name.hasSuffix(".pcap") || name.hasSuffix(".cap"), digits <= 6 else { return nil }
        return (String(name), Int(path.suffix(digits)) ?? 0)
    }

    private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
        digits.contains(text.count) && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
