import FindingReport
import Glibc

/// The memory that the process may map.
///
/// The author of a capture decides how much of its allowed memory a scan really fills. Swift ends a program at once
/// when it cannot get memory. Where a limit of the process would allow that in the middle of a scan, dnsscan tells
/// the user before the work.
enum AddressSpace {
    /// The most bytes that the stores of `ScanLimits` take, beyond the memory of a process that has read nothing.
    static let needed = 192 << 20

    /// Makes sure of the memory that any capture may take.
    ///
    /// - Throws: ``ExitStatus/lacksMemory``, after a message that names the limit.
    static func ensure() throws {
        let place = unsafe mmap(nil, needed, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard unsafe place == MAP_FAILED else {
            // Safe: it was mapped just now, and nobody has its address.
            unsafe munmap(place, needed)
            return
        }
        let limit = limit.map { ", which is limited to \(Quantity.bytes($0)) (RLIMIT_AS, ulimit -v)" } ?? ""
        Messages.notify(
            nil,
            "a scan may need \(Quantity.bytes(needed)) more of address space\(limit); raise the limit"
        )
        throw ExitStatus.lacksMemory
    }

    /// The limit of the process in bytes, or `nil` for none.
    private static var limit: Int? {
        var limit = rlimit()
        // Safe: the kernel fills in an `rlimit`, which lives until the call is over.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < Int.max
        else { return nil }
        return Int(limit.rlim_cur)
    }
}
