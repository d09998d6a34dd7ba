import ArgumentParser
import FindingReport
import Interruption
import PacketCapture
import ScanPipeline

/// `dnsscan profile`: reads captures for a verdict that is made later, from many of them.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Read captures into a part, for a verdict over many of them.",
        discussion: """
            A part holds what a verdict rests on: the packets that may be DNS, without the layers around them, logs as \
            they are, and what could not be read. It has 64 MiB at most. 'dnsscan merge' makes the report from parts, the same that \
            one scan of all captures would give.

              dnsscan profile -o monday.dnsp monday.pcap
              dnsscan profile --share 2/8 -o monday-2.dnsp monday.pcap
              dnsscan merge monday.dnsp tuesday.dnsp

            Exit status: 0 all read, 2 an input could not be read, which the part tells as well, 64 wrong usage, 74 the \
            part could not be written.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Captures and logs to read, or directories with captures: pcap, pcapng, dnstap or text, also compressed; '-' for standard input.",
            valueName: "capture"
        ),
        completion: .file()
    )
    var captures: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the part to this file, all or nothing.", valueName: "file"),
        completion: .file()
    )
    var output: String

    @Option(
        help: ArgumentHelp(
            "Read one of so many equal shares of one capture, cut between packets: 1/8 to 8/8. It must be a file and not compressed.",
            valueName: "number/count"
        )
    )
    var share: String?

    @OptionGroup(title: "Terminal") var terminal: TerminalOptions

    func run() throws {
        guard output != "-" else {
            throw ValidationError("--output wants a file; a part is nothing for a terminal or a pipe.")
        }
        var input = CaptureOptions()
        input.captures = captures
        let settings = try RunSettings(input, outputs: [output], terminal, on: .current)
        let share = try share.map(Self.share) ?? .whole
        guard share == .whole || settings.captures.count == 1 else {
            throw ValidationError("--share wants one capture.")
        }
        let run = try CaptureRun(settings)
        let reading = run.profile(share: share)
        if let interruption = Interruption.current {
            Messages.notify(nil, "\(interruption.name) ended the reading; no part was written")
            throw ExitStatus.unreadableInput
        }
        try run.write(to: output) { stream throws(OutputError) in try stream.write(reading.result) }
        if reading.hasErrors { throw ExitStatus.unreadableInput }
    }

    private static func share(_ text: String) throws -> CaptureShare {
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
            let share = CaptureShare(number: number - 1, of: count)
        else {
            throw ValidationError("--share wants a number and a count, such as 2/8, not '\(text)'.")
        }
        return share
    }
}
