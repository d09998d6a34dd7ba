import ArgumentParser
import FilePaths
import FindingReport
import Glibc
import Interruption

/// The command and its one way out: every error and help text passes here.
@main
struct DNSScan: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "dnsscan",
        abstract: "Find data that moves through DNS in packet captures.",
        discussion: """
            dnsscan says who tunnels, exfiltrates or downloads data through DNS, with what tool, \
            through which zone, how much and since when, where the packets are that prove it, and what in \
            the captures could not be inspected. It never uses the network.

              dnsscan evening.pcap                  a report to read
              dnsscan -o report.json *.pcapng.gz    the same for programs
              dnsscan /var/captures                 every capture in a directory
              tcpdump -w - port 53 | dnsscan -      from standard input
              dnsscan help tunnel                   what a kind of finding is

            'scan' is the default: 'dnsscan FILE' is 'dnsscan scan FILE'.

            Exit status: 0 all read and nothing found, 1 a finding at or above --fail-on, 2 an input \
            could not be read, 64 wrong usage, 74 the report could not be written.
            """,
        version: """
            dnsscan \(version), a detector of DNS tunnels in packet captures
            (not the query counter of the same name in Debian's pdns-tools)
            """,
        subcommands: [
            ScanCommand.self, ExplainCommand.self, ExtractCommand.self, ClientsCommand.self,
            FeaturesCommand.self, ProfileCommand.self, MergeCommand.self, BaselineCommand.self,
            RulesCommand.self, CoverageMapCommand.self,
            ConfigCommand.self, SchemaCommand.self,
        ],
        defaultSubcommand: ScanCommand.self
    )

    static func main() {
        // write(2) notices a reader that goes away; that does not change the findings.
        signal(SIGPIPE, SIG_IGN)
        // A file beyond the size limit is one that cannot be written, and no reason to leave half of it behind.
        signal(SIGXFSZ, SIG_IGN)
        Interruption.listen()
        var status = ExitStatus.clean.rawValue
        do {
            let typed = CommandLine.exactArguments
            if let page = KindPage.requested(by: typed) {
                try Messages.print(page)
            } else {
                let commands =
                    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
                var command = try parseAsRoot(Configuration.applied(to: typed, commands: commands))
                try command.run()
            }
        } catch {
            status = self.status(of: error)
        }
        // The sender of a signal learns that it ended the work, unless nobody has the result at all.
        if let interruption = Interruption.current, status != ExitStatus.unwritableOutput.rawValue {
            status = interruption.exitStatus
        }
        Glibc.exit(status)
    }

    /// Prints the message for an error, a request for help or a status, and returns the status.
    private static func status(of error: any Error) -> Int32 {
        if let status = error as? ExitStatus { return status.rawValue }
        let text = fullMessage(for: error)
        guard exitCode(for: error).isSuccess else {
            for line in usage(message: message(for: error)) {
                try? OutputStream.standardError.write(line + "\n")
            }
            return ExitStatus.usage.rawValue
        }
        // A user who asks for help without a subcommand wants to read about the options of the default subcommand as well.
        let more = text == helpMessage() ? "\n" + helpMessage(for: ScanCommand.self) + "\n" : ""
        try? OutputStream.standardOutput.write((text.hasSuffix("\n") ? text : text + "\n") + more)
        return ExitStatus.clean.rawValue
    }

    /// The error in the command line, which the text may quote, and where to look.
    private static func usage(message: String) -> [String] {
        let lines = message.split(separator: "\n").map {
            "dnsscan: " + TerminalText(String($0).shownPath).string
        }
        // The parser quotes the option that it does not know.
        let option =
            message.hasPrefix("Unknown option") ? message.split(separator: "'").dropFirst().first : nil
        if let option, let advice = ForeignOption.advice(for: String(option)) {
            return ["dnsscan: unknown option '\(option)'; \(advice)"]
        }
        return lines + ["Try 'dnsscan --help', or 'dnsscan CAPTURE' for a first look."]
    }
}
