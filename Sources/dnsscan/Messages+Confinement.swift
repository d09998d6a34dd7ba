import Confinement

extension Messages {
    /// Gives up for good all rights but to read some files and write some, and tells what the kernel did not take
    /// away.
    ///
    /// - Parameters:
    ///   - readable: Files, and directories with all below them; a path where there is nothing is passed over.
    ///   - writable: The places in which each ``ReportFile`` needs rights.
    ///   - showsWarnings: Whether to tell of protections that the kernel has and refused.
    ///   - isVerbose: Whether to tell of protections that it does not have, which is no news on every run.
    static func confine(
        readable: [String],
        writable: [String],
        showsWarnings: Bool = true,
        isVerbose: Bool = false
    ) {
        for shortfall in Confinement(readable: readable, writable: writable).enforce() {
            let isShown = if case .missing = shortfall { isVerbose } else { showsWarnings }
            if isShown { notify(nil, "warning: \(shortfall)") }
        }
    }
}
