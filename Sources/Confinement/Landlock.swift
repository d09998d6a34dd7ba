import CConfinement
import FilePaths
import Glibc

/// The kernel's rules about the files that a process may reach, for any user.
///
/// Source: https://docs.kernel.org/userspace-api/landlock.html
enum Landlock {
    /// Rights to files and directories, by the kernel's bits.
    private enum Right {
        static let writeFile: UInt64 = 1 << 1
        static let readFile: UInt64 = 1 << 2
        static let readDirectory: UInt64 = 1 << 3
        static let removeFile: UInt64 = 1 << 5
        static let makeRegularFile: UInt64 = 1 << 8
    }

    /// The number of rights to files in each version, from version 1 on; they are the lowest bits.
    private static let rightCounts: [UInt64] = [13, 14, 15, 15, 16]
    /// Binding and connecting TCP sockets.
    private static let network: (rights: UInt64, sinceVersion: Int32) = (0b11, 4)
    /// Abstract Unix sockets of other processes, and signals to them.
    private static let scopes: (bits: UInt64, sinceVersion: Int32) = (0b11, 6)

    /// Lets this thread, and those that it starts, reach nothing but some files.
    ///
    /// A pipe that has a name in `/proc`, or anything else that is no file, cannot be in a rule and needs none. The
    /// function passes over a path where there is nothing.
    ///
    /// - Parameters:
    ///   - readable: Files and directories with all below them.
    ///   - writable: Files, and directories in which files may be made, replaced and removed.
    /// - Returns: Whether the kernel, which must have it, took it.
    static func enforce(readable: [String], writable: [String]) -> Bool {
        let version = landlock_version()
        let count = rightCounts[min(Int(version), rightCounts.count) - 1]
        let ruleset = landlock_ruleset(
            1 << count - 1,
            version >= network.sinceVersion ? network.rights : 0,
            version >= scopes.sinceVersion ? scopes.bits : 0
        )
        guard ruleset >= 0 else { return false }
        defer { close(ruleset) }
        for path in readable { allow(Right.readFile | Right.readDirectory, at: path, ruleset) }
        for path in writable {
            allow(Right.writeFile | Right.removeFile | Right.makeRegularFile, at: path, ruleset)
        }
        return landlock_enforce(ruleset) == 0
    }

    /// A rule that cannot be added leaves a file out of reach, which its reader tells.
    private static func allow(_ rights: UInt64, at path: String, _ ruleset: Int32) {
        // Safe: the array lives until the call is over.
        _ = unsafe landlock_allow(ruleset, path.pathOctets, rights, Right.readFile | Right.writeFile)
    }
}
