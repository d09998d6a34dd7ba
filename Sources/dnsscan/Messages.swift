import ArgumentParser
import FilePaths
import FindingReport

/// The output of a command: results on standard output, all else on standard error.
enum Messages {
    /// Tells the user something; the program ignores a message that it cannot deliver.
    ///
    /// - Parameters:
    ///   - path: The file that it is about, if any.
    ///   - message: The event, without the path.
    static func notify(_ path: String?, _ message: String) {
        let text = (path.map { [$0 == "-" ? "standard input" : $0] } ?? []) + [message]
        try? OutputStream.standardError.write(
            "dnsscan: " + TerminalText(text.joined(separator: ": ").shownPath).string + "\n"
        )
    }

    /// Writes a result to standard output; a reader that goes away has seen enough.
    ///
    /// - Throws: ``ExitStatus/unwritableOutput`` when nobody gets it for another reason.
    static func print(_ text: String) throws {
        do { try OutputStream.standardOutput.write(text) } catch OutputError.closedPipe {
            // The reader of the output has closed it and wants no more.
        } catch {
            notify(nil, "standard output could not be written: \(error.reason)")
            throw ExitStatus.unwritableOutput
        }
    }

    /// The file that gets a result, checked before the work.
    ///
    /// - Throws: `ValidationError` for one of the inputs, ``ExitStatus/unwritableOutput`` for a file that cannot be written.
    static func file(_ path: String, inputs: [String]) throws -> ReportFile {
        do throws(ReportFileError) {
            return try ReportFile(path: path, inputs: inputs)
        } catch .isInput {
            throw ValidationError(
                "\(path) is read by this run and would be overwritten; name another file for the output."
            )
        } catch .output(let error) {
            notify(path, "cannot be written: \(error.reason); nothing was scanned")
            throw ExitStatus.unwritableOutput
        }
    }

    /// Writes a result to its file.
    static func write(_ text: String, to file: ReportFile, path: String) throws {
        try write(to: file, path: path) { output throws(OutputError) in try output.write(text) }
    }

    /// Writes a result to its file, piece by piece.
    static func write(
        to file: ReportFile,
        path: String,
        _ deliver: (OutputStream) throws(OutputError) -> Void
    ) throws {
        do { try file.write(deliver) } catch {
            notify(path, "could not be written: \(error.reason)")
            throw ExitStatus.unwritableOutput
        }
    }
}
