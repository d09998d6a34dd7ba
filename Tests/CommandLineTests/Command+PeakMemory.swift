import Foundation

extension Command {
    /// Runs `dnsscan` until its end and measures the most memory that it held, in bytes.
    ///
    /// Not through `Process`, which does not tell what its child used.
    static func peakMemory(_ arguments: [String]) -> (status: Int32, bytes: Int) {
        let words = [executable.path(percentEncoded: false)] + arguments
        // Copies of the words, freed below, and the null pointer that execve(2) wants behind them.
        var vector = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe vector.forEach { unsafe free($0) } }
        var child: pid_t = 0
        var status: Int32 = 0
        var usage = rusage()
        guard unsafe posix_spawn(&child, words[0], nil, nil, &vector, environ) == 0,
            unsafe wait4(child, &status, 0, &usage) == child
        else { return (-1, 0) }
        // Linux counts in kibibytes (getrusage(2)); a status that is no exit has its lower bits set.
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : -1, usage.ru_maxrss << 10)
    }
}
