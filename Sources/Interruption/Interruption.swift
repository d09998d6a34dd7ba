import CInterruption
import Glibc

/// A signal by which somebody asks the process to end: SIGINT, SIGTERM or SIGHUP.
///
/// The first one ends the reading; the program still reports the findings so far. A second one ends the process at once.
package struct Interruption: Hashable, Sendable {
    /// The signal's number.
    package let signal: Int32

    /// The signal that came, or `nil` when nobody asked.
    ///
    /// - Complexity: One load from memory, so that a loop over frames may ask each time.
    package static var current: Interruption? {
        let signal = interruption_signal()
        return signal == 0 ? nil : Interruption(signal: signal)
    }

    /// From now on notes these signals instead of ending at once; a SIGHUP that is ignored stays ignored.
    package static func listen() {
        interruption_listen()
    }

    /// The signal's name.
    package var name: String {
        switch signal {
        case SIGINT: "SIGINT"
        case SIGTERM: "SIGTERM"
        default: "SIGHUP"
        }
    }

    /// The exit status by which a shell tells a signal.
    package var exitStatus: Int32 { 128 + signal }
}

/// A file that has its name only when all of it is written; a signal that ends the process removes it.
package enum UnfinishedFile {
    /// Creates one; there is one at a time.
    ///
    /// - Parameter path: Octets with a 0 at the end.
    /// - Returns: A descriptor for writing, or -1 with `errno`.
    package static func create(_ path: [CChar]) -> Int32 {
        // Safe: the array lives until the call is over and ends with a 0.
        unsafe interruption_create(path)
    }

    /// It has its name, or was removed.
    package static func settle() {
        interruption_settle()
    }
}
