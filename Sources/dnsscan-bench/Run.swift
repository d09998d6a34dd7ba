import CAllocations
import Findings
import Glibc
import ScanPipeline

/// The cost of one stage over one capture, in a process of its own, so that nothing is left from another one.
struct Run {
    /// Messages, as far as the stage knows; packets or names for yardsticks.
    var count = 0
    /// Of all threads, in nanoseconds.
    var cpu = 0
    /// On the clock, in nanoseconds.
    var wall = 0
    /// The most memory that was resident at once, in bytes.
    var peak = 0
    /// Registered domains, when it is a scan.
    var zones = 0
    /// Allocations while the capture was read, and while it was read again with all zones and names known; only when
    /// the caller asked for them.
    var allocations = 0
    var steadyAllocations = 0

    private static var fields: [WritableKeyPath<Run, Int>] {
        [
            \.count, \.cpu, \.wall, \.peak, \.zones, \.allocations, \.steadyAllocations,
        ]
    }

    // MARK: In the process

    /// Does the work in this process.
    ///
    /// - Returns: `nil` when the capture cannot be read, or has no DNS.
    init?(_ stage: Stage, _ path: String, countsAllocations: Bool) {
        let start = (cpu: Self.time(CLOCK_PROCESS_CPUTIME_ID), wall: Self.time(CLOCK_MONOTONIC))
        if stage == .scan {
            var scan = Scan()
            if countsAllocations { allocations_begin() }
            if let diagnostic = scan.read(path), diagnostic.isError { return nil }
            if countsAllocations {
                allocations = Int(allocations_end())
                allocations_begin()
                _ = scan.read(path)
                steadyAllocations = Int(allocations_end())
            }
            let report = scan.finish()
            (count, zones) = (report.scan.dnsMessages, report.scan.zones)
        } else {
            guard let count = stage.run(path) else { return nil }
            self.count = count
        }
        cpu = Self.time(CLOCK_PROCESS_CPUTIME_ID) - start.cpu
        wall = Self.time(CLOCK_MONOTONIC) - start.wall
        peak = Self.peakMemory
        if count == 0 { return nil }
    }

    /// For the process that started this one.
    var line: String { Self.fields.map { "\(self[keyPath: $0])" }.joined(separator: " ") }

    private static func time(_ clock: clockid_t) -> Int {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// In bytes; the number of getrusage(2) includes the memory of the process that started this one (proc(5), VmHWM).
    private static var peakMemory: Int {
        guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix("VmHWM:") else { continue }
            return text.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 << 10 }
                ?? 0
        }
        return 0
    }

    // MARK: In another process

    /// Starts this program again for the work.
    ///
    /// - Returns: `nil` when the capture cannot be read, or has no DNS.
    static func inProcess(_ stage: Stage, _ path: String, countsAllocations: Bool = false) -> Run? {
        func quoted(_ text: String) -> String {
            "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
                + "'"
        }
        let words = [CommandLine.arguments[0], "--run", stage.rawValue, path].map(quoted)
        let flag = countsAllocations ? " --allocations" : ""
        guard let pipe = unsafe popen(words.joined(separator: " ") + flag, "r") else { return nil }
        defer { unsafe pclose(pipe) }
        var buffer = [CChar](repeating: 0, count: 512)
        guard unsafe fgets(&buffer, Int32(buffer.count), pipe) != nil else { return nil }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == fields.count else { return nil }
        var run = Run()
        for (field, number) in zip(fields, numbers) { run[keyPath: field] = number }
        return run
    }

    private init() {}
}
