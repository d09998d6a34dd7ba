import ArgumentParser
import FilePaths
package import FindingReport

/// The inputs, the place of the result, and the output on the terminal: common to all commands that read captures.
///
/// Making the settings opens no file.
package struct RunSettings {
    /// Paths, `-` for standard input.
    package let captures: [String]
    /// The files that get the result; standard output is none of them.
    package let outputPaths: [String]
    /// The look of text on standard output.
    package let screenText: TextReport.Options
    /// The look of text in a file.
    package let fileText: TextReport.Options
    package let isQuiet: Bool
    /// The terminal's columns for the progress line, or `nil` when it is not shown.
    package let progressColumns: Int?
    package var showsWarnings: Bool { !isQuiet }

    /// The file that gets the result of a command that writes one, or `nil` for standard output.
    var outputPath: String? { outputPaths.first }
    /// The look of the result of such a command where it is text.
    var reportText: TextReport.Options { outputPath == nil ? screenText : fileText }
    /// The look of the text on standard output that goes with its result in a file, or `nil` for none.
    var summaryText: TextReport.Options? { outputPath == nil || isQuiet ? nil : screenText }

    /// - Throws: `ValidationError` when options contradict each other or the terminal.
    init(
        _ input: CaptureOptions,
        outputs: [String],
        _ options: TerminalOptions,
        on terminal: Terminal,
        needsCaptures: Bool = true,
        detailed: Int = TextReport.Options.usuallyDetailed
    ) throws {
        guard !input.captures.isEmpty || !needsCaptures else {
            throw ValidationError("No capture is named; '-' stands for standard input.")
        }
        guard input.captures.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input ('-') can be read only once.")
        }
        guard !(terminal.isInputTerminal && input.captures.contains("-")) else {
            throw ValidationError("Standard input ('-') is a terminal; pipe a capture into it.")
        }
        guard !(options.quiet && options.verbose) else {
            throw ValidationError("--quiet and --verbose contradict each other; leave one out.")
        }
        guard options.width.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--width wants a number of columns above 0.")
        }
        guard (input.captures + outputs).allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("A file name is empty; an unset variable in a script?")
        }
        captures = input.captures
        outputPaths = outputs.filter { $0 != "-" }
        isQuiet = options.quiet
        screenText = TextReport.Options(
            width: options.width ?? terminal.outputColumns ?? terminal.statedColumns ?? 80,
            isColored: terminal.showsColor(options.color, onTerminal: terminal.outputColumns != nil),
            isVerbose: options.verbose,
            detailed: detailed
        )
        fileText = TextReport.Options(
            width: options.width ?? 80,
            isColored: terminal.showsColor(options.color, onTerminal: false),
            isVerbose: options.verbose,
            detailed: detailed
        )
        let wantsProgress = !options.noProgress && !options.quiet && !terminal.isDumb
        progressColumns = wantsProgress ? terminal.errorColumns : nil
    }

    /// Refuses standard input where it is a pipe, for commands that read captures twice.
    ///
    /// - Parameter reader: The command or option that reads them twice, as the user typed it.
    /// - Throws: `ValidationError`.
    func requireRepeatable(by reader: String) throws {
        guard captures.contains("-"), "-".regularFileSize == nil else { return }
        throw ValidationError(
            "\(reader) reads captures twice, which a pipe does not allow; put the capture into a file."
        )
    }
}
