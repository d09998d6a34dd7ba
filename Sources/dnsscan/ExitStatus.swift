package import Findings

/// The status that the process gives to its caller; a command throws it to end with it.
package enum ExitStatus: Int32, Error, CaseIterable {
    /// Everything was read and nothing reaches the bound of `--fail-on`.
    case clean = 0
    /// A finding reaches the bound of `--fail-on`, whatever else happened.
    case finding = 1
    /// An input could not be read, or with `--strict` not in full.
    case unreadableInput = 2
    /// The command line makes no sense; `EX_USAGE` of sysexits.
    case usage = 64
    /// The process may not have the memory that a scan may need; `EX_OSERR` of sysexits.
    case lacksMemory = 71
    /// The report could not be written, so that nobody has it; `EX_IOERR` of sysexits.
    case unwritableOutput = 74

    /// The status of a scan whose report was written.
    ///
    /// - Parameters:
    ///   - findings: The severities of all findings, shown or not.
    ///   - failOn: The lowest severity of a finding that counts; `nil` for never.
    ///   - isUnreadable: Whether a part of the input that matters could not be read.
    package init(findings: some Sequence<Severity>, failOn: Severity?, isUnreadable: Bool) {
        if let failOn, findings.contains(where: { $0 >= failOn }) {
            self = .finding
        } else {
            self = isUnreadable ? .unreadableInput : .clean
        }
    }
}
