import Glibc

/// What this process has spent on its processors, which other processes cannot stretch as they do the clock's time.
enum CPUTime {
    /// In nanoseconds.
    static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// How long a task takes, in nanoseconds.
    static func measure(_ task: () -> Void) -> Int {
        let start = now
        task()
        return now - start
    }
}
