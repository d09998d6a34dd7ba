import AllowLists
import ArgumentParser
import Extraction
import FilePaths
import FindingReport
import Findings
import PartialResults
import ScanPipeline

/// `dnsscan merge`: makes one report from the parts that `dnsscan profile` wrote.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one report from the parts of a scan.",
        discussion: """
            The report is the one that a scan of all captures gives, in the order of their first packets, whatever the order of \
            the parts. A part that is given twice counts once. With --into the result is one part again, and no report.

              dnsscan merge *.dnsp
              dnsscan merge -f json monday.dnsp tuesday.dnsp
              dnsscan merge --into week.dnsp mon*.dnsp tue*.dnsp

            Exit status: 0 all read and nothing found, 1 a finding at or above --fail-on, 2 a part could not be \
            read or tells of a capture that could not, 64 wrong usage, 74 the result could not be written.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Parts that 'dnsscan profile' or 'dnsscan merge --into' wrote.",
            valueName: "part"
        ),
        completion: .file()
    )
    var parts: [String] = []

    @Option(
        help: ArgumentHelp("Write one part with all pieces to this file.", valueName: "file"),
        completion: .file()
    )
    var into: String?

    @Option(
        help: ArgumentHelp(
            "Let pass the findings that this file names, repeatable; they are shown as info, with its reason.",
            valueName: "file"
        ),
        completion: .file()
    )
    var allow: [String] = []

    @OptionGroup(title: "Report") var report: ReportOptions
    @OptionGroup(title: "Exit status") var status: StatusOptions
    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        guard !parts.isEmpty else { throw ValidationError("No part is named.") }
        guard !parts.contains("-") else {
            throw ValidationError("A part is read twice, which a pipe does not allow; put it into a file.")
        }
        guard into == nil || report.output.isEmpty && report.format.isEmpty else {
            throw ValidationError("--into writes a part and no report; leave --output and --format out.")
        }
        var input = CaptureOptions()
        input.captures = parts
        let reportSettings = try ReportSettings(report, allow: allow, status, terminal, on: .current)
        let settings = try RunSettings(
            input,
            outputs: into.map { [$0] } ?? report.output,
            terminal,
            on: .current,
            detailed: reportSettings.detailed
        )
        let run = try CaptureRun(settings, otherInputs: allow)
        let allowed = try allow.map(AllowList.read)
        let (files, unreadable) = Self.read(parts)
        let sequence = PartSequence(files)
        if sequence.repeatedPieces > 0, settings.showsWarnings {
            Messages.notify(
                nil,
                "warning: \(Quantity.count(sequence.repeatedPieces, "capture")) given more than once, counted once"
            )
        }
        if let into {
            try Self.write(sequence, to: into, run)
            if unreadable > 0 { throw ExitStatus.unreadableInput }
            return
        }
        var scan = Scan()
        if unreadable > 0 { scan.noteUnreadableParts(unreadable) }
        let diagnostics = scan.read(sequence)
        for diagnostic in diagnostics where diagnostic.isError || settings.showsWarnings {
            Messages.notify(
                diagnostic.path,
                diagnostic.isError ? diagnostic.message : "warning: " + diagnostic.message
            )
        }
        let measuresZones = reportSettings.outputs.contains(where: \.format.showsZones)
        let (result, _, _) = scan.finish(recovering: .ofReports, measuresZones: measuresZones) {
            $0.severity >= .medium && $0.kind.carriesPayload
        }
        var finished = reportSettings.allowing(allowed.map(\.list), in: result)
        finished.scan.policy.files = allowed.map(\.file)
        _ = try reportSettings.deliver(finished, by: run, settings)
        throw reportSettings.status(
            of: finished,
            hasErrors: unreadable > 0 || diagnostics.contains(where: \.isError),
            isDoubtful: !diagnostics.isEmpty
        )
    }

    /// The parts that can be read; tells of the others.
    private static func read(_ paths: [String]) -> (files: [PartFile], unreadable: Int) {
        var files: [PartFile] = []
        for path in paths {
            do throws(PartError) {
                files.append(try PartFile(path: path))
            } catch {
                Messages.notify(path.shownPath, error.reason)
            }
        }
        return (files, paths.count - files.count)
    }

    private static func write(_ sequence: PartSequence, to path: String, _ run: CaptureRun) throws {
        var writer = PartWriter()
        for piece in sequence.captures.joined() {
            do throws(PartError) {
                try writer.append(piece)
            } catch {
                Messages.notify(error == .full ? path : piece.description.source.path, error.reason)
                throw ExitStatus.unreadableInput
            }
        }
        let part = writer.finish()
        try run.write(to: path) { stream throws(OutputError) in try stream.write(part) }
    }
}
