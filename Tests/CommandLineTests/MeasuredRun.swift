import Foundation
import Glibc

/// A run of the built command with what it cost.
struct MeasuredRun {
    let status: Int32
    let output: String
    let errors: String
    /// Of the processor.
    let seconds: Double
    /// The most memory that was resident at once, in bytes.
    let peakBytes: Int

    /// Runs `dnsscan` until its end; its output goes to files in `folder`.
    init(_ arguments: [String], in folder: TemporaryFolder) throws {
        let files = ["output", "errors"].map { folder.path($0) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (index, file) in files.enumerated() {
            let descriptor = Int32(index + 1)
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, file, O_WRONLY | O_CREAT, 0o600)
        }
        let path = Command.executable.path(percentEncoded: false)
        // Never released: they are small, and this is a test.
        var words: [UnsafeMutablePointer<CChar>?] =
            unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
        var process = pid_t()
        guard unsafe posix_spawn(&process, path, &actions, nil, &words, environ) == 0 else {
            throw CocoaError(.executableNotLoadable)
        }
        var ended: Int32 = 0
        var usage = rusage()
        var peak = 0
        // What wait4(2) tells includes the memory of the test process, whose image the child was until it became the
        // command; the command's own high-water mark is to be had while it lives.
        while unsafe wait4(process, &ended, WNOHANG, &usage) == 0 {
            peak = max(peak, Self.highWaterMark(of: process))
            usleep(2_000)
        }
        peakBytes = peak
        status = ended >> 8 & 0xFF | (ended & 0x7F) << 8  // a signal is no status
        seconds = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        output = try String(contentsOfFile: files[0], encoding: .utf8)
        errors = try String(contentsOfFile: files[1], encoding: .utf8)
    }

    /// The most memory that a process had resident so far, in bytes; 0 when it has gone (proc(5), VmHWM).
    private static func highWaterMark(of process: pid_t) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
    }
}
