import CConfinement
import Glibc

/// The rights that the process gives up before it looks at octets that somebody else chose.
///
/// From then on it can open its inputs to read them and put files into the directories of its results. It can do
/// nothing else: no other file, no network, no other process, no new privileges. Even if an octet of a capture ever
/// gets the better of a parser, ours or a library's, it gains little.
///
/// Landlock keeps the files, seccomp the system calls. A kernel without one of them still gives the other. The
/// process tells which rights it could not give up, and the scan goes on, since an old kernel must not keep anybody
/// from an answer. No option and no variable switches any of it off.
package struct Confinement: Sendable {
    /// Paths of files, and of directories with all below them, that may be opened to be read.
    private let readable: [String]
    /// Paths of files that may be written, and of directories in which files may be made and replaced.
    private let writable: [String]

    /// - Parameters:
    ///   - readable: Paths where there is nothing are passed over.
    ///   - writable: Empty where nothing is to be written.
    package init(readable: [String], writable: [String]) {
        self.readable = readable
        self.writable = writable
    }

    /// Gives up everything else for good.
    ///
    /// The caller must do so while the process has one thread; those that it starts later are confined as well.
    ///
    /// - Returns: The rights that could not be given up.
    package func enforce() -> [Shortfall] {
        // Without it the kernel takes neither of the others.
        if privileges_renounce() != 0 { return [.missing("no_new_privs, which all else here needs")] }
        var shortfalls: [Shortfall] = []
        if landlock_version() < 1 {
            shortfalls.append(.missing("Landlock: other files stay within reach"))
        } else if !Landlock.enforce(readable: readable, writable: writable) {
            shortfalls.append(.refused("Landlock: other files stay within reach"))
        }
        // Last, for its filter knows nothing of the calls above.
        if system_calls_enforce(!writable.isEmpty) != 0 {
            let isMissing = errno == ENOSYS || errno == EINVAL
            let consequence = "seccomp: network and processes stay within reach"
            shortfalls.append(isMissing ? .missing(consequence) : .refused(consequence))
        }
        return shortfalls
    }
}

/// A right that a process could not give up.
package enum Shortfall: Hashable, Sendable {
    /// The kernel is too old for it or was built or started without it.
    case missing(String)
    /// The kernel has it and did not let the process use it.
    case refused(String)
}

extension Shortfall: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let what): "not confined, as this kernel has no \(what)"
        case .refused(let what): "not confined, as this kernel refused \(what)"
        }
    }
}
