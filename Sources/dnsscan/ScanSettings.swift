import AllowLists
import ArgumentParser
import FindingReport
import Findings
import NetworkTypes

/// The meaning of a scan's options on a given terminal; making it opens no file.
@dynamicMemberLookup
package struct ScanSettings {
    package let run: RunSettings
    /// The part of the captures that the scan judges.
    let selection: SelectionSettings
    let report: ReportSettings
    /// The file that gets the packets of the findings, or `nil` for none.
    let packetsPath: String?
    /// Whether findings are printed while the capture grows.
    let isLive: Bool
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
        report = try ReportSettings(
            options.report,
            allow: options.policy.allow,
            options.status,
            options.terminal,
            on: terminal
        )
        run = try RunSettings(
            options.input,
            outputs: options.report.output + [options.packets.writeMatching].compactMap { $0 },
            options.terminal,
            on: terminal,
            detailed: report.detailed
        )
        selection = try SelectionSettings(options.selection)
        packetsPath = options.packets.writeMatching
        if let packetsPath {
            guard packetsPath != "-" else {
                throw ValidationError("--write-matching wants a file; standard output gets the report.")
            }
            guard !options.report.output.contains(packetsPath) else {
                throw ValidationError("--output and --write-matching name the same file.")
            }
            try run.requireRepeatable(by: "--write-matching")
        }
        isLive = options.packets.live
        if isLive {
            guard run.captures.count == 1 else {
                throw ValidationError("--live watches one capture, such as '-'.")
            }
            guard report.outputs.allSatisfy({ $0.path != nil || [.text, .ndjson].contains($0.format) }) else {
                throw ValidationError(
                    "--live prints text or ndjson; another format can go to a file with --output."
                )
            }
        }
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
        (blocks + sinkholes).map(\.path) + report.allowLists
            + [baselinePath, baselineKeyPath, configurationPath].compactMap { $0 }
    }

    /// A setting that a scan has in common with other commands.
    package subscript<Value>(dynamicMember path: KeyPath<RunSettings, Value>) -> Value { run[keyPath: path] }

    /// A setting of the report.
    package subscript<Value>(dynamicMember path: KeyPath<ReportSettings, Value>) -> Value {
        report[keyPath: path]
    }
}
