import AllowLists
import ArgumentParser
import FindingReport
package import Findings
import NetworkTypes

/// The meaning of a scan's options on a given terminal; making it opens no file.
@dynamicMemberLookup
package struct ScanSettings {
    package let run: RunSettings
    /// The part of the captures that the scan judges.
    let selection: SelectionSettings
    /// Lists of findings to let pass.
    let allowLists: [String]
    /// The date that the scan compares with the last days of these lists.
    let today: CalendarDate
    /// In the order of the command line, standard output's own last where only files are named.
    package let outputs: [ReportOutput]
    /// The file that gets the packets of the findings, or `nil` for none.
    let packetsPath: String?
    /// Whether findings are printed while the capture grows.
    let isLive: Bool
    package let minimumSeverity: Severity
    /// The lowest severity of a finding that makes the command fail, or `nil` for never.
    package let failOn: Severity?
    package let isStrict: Bool
    /// The file that set the options that the command line did not set, or `nil`.
    let configurationPath: String?
    /// The file that describes normal traffic, or `nil` when the user names none.
    let baselinePath: String?
    /// The file with its key, or `nil`.
    let baselineKeyPath: String?
    /// Lists of names and addresses to report.
    let blocks: [ListSource]
    /// Lists of addresses that sinkholes have.
    let sinkholes: [ListSource]
    /// The organization's resolvers, or none.
    let resolvers: [AddressPrefix]

    /// - Throws: `ValidationError` when options contradict each other or the terminal.
    package init(_ options: ScanOptions, on terminal: Terminal) throws {
        guard options.report.top >= 0 else {
            throw ValidationError("--top wants a number of findings, not one below 0.")
        }
        guard !(options.report.brief && options.terminal.verbose) else {
            throw ValidationError("--brief and --verbose contradict each other; leave one out.")
        }
        run = try RunSettings(
            options.input,
            outputs: options.report.output + [options.report.writeMatching].compactMap { $0 },
            options.terminal,
            on: terminal,
            detailed: options.report.brief ? 0 : options.report.top
        )
        selection = try SelectionSettings(options.selection)
        allowLists = options.policy.allow
        today = CalendarDate(of: terminal.now)
        outputs = try ReportOutput.all(
            options.report.output,
            options.report.format,
            isQuiet: options.terminal.quiet
        )
        packetsPath = options.report.writeMatching
        if let packetsPath {
            guard packetsPath != "-" else {
                throw ValidationError("--write-matching wants a file; standard output gets the report.")
            }
            guard !options.report.output.contains(packetsPath) else {
                throw ValidationError("--output and --write-matching name the same file.")
            }
            try run.requireRepeatable(by: "--write-matching")
        }
        isLive = options.report.live
        if isLive {
            guard run.captures.count == 1 else {
                throw ValidationError("--live watches one capture, such as '-'.")
            }
            guard outputs.allSatisfy({ $0.path != nil || [.text, .ndjson].contains($0.format) }) else {
                throw ValidationError(
                    "--live prints text or ndjson; another format can go to a file with --output."
                )
            }
        }
        minimumSeverity = options.report.minSeverity
        failOn = options.status.failOn.severity
        isStrict = options.status.strict
        guard options.baseline.baseline != nil || options.baseline.baselineKey == nil else {
            throw ValidationError("--baseline-key goes with --baseline.")
        }
        configurationPath = options.configuration.config
        baselinePath = options.baseline.baseline
        baselineKeyPath = options.baseline.baselineKey
        blocks = try options.policy.block.map { try ListSource(option: $0, mayBeNamed: true) }
        sinkholes = try options.policy.sinkhole.map { try ListSource(option: $0, mayBeNamed: false) }
        resolvers = try options.policy.resolver.map { text in
            guard let prefix = AddressPrefix(scoped: text) else {
                throw ValidationError("--resolver wants an address or ADDRESS/LENGTH, not '\(text)'.")
            }
            return prefix
        }
    }

    /// Paths of all that is read beside captures.
    var otherInputs: [String] {
        (blocks + sinkholes).map(\.path) + allowLists
            + [baselinePath, baselineKeyPath, configurationPath].compactMap { $0 }
    }

    /// A setting that a scan has in common with other commands.
    package subscript<Value>(dynamicMember path: KeyPath<RunSettings, Value>) -> Value { run[keyPath: path] }
}
