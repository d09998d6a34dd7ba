import ArgumentParser
import FilePaths
import FindingReport

/// `dnsscan config`: the options of a scan when the command line sets nothing, and the source of each value.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show what a configuration file sets.",
        discussion: """
            A scan takes what its command line does not say from the file that --config names, else from .dnsscan.yml in \
            the working folder. Keys are the options without their hyphens; options that may be repeated take a list. \
            Paths are relative to the working folder, as on the command line. A file that was found and not named \
            cannot say where something is written.

            What is shown is such a file itself.

              dnsscan config --show
              dnsscan config --show --config site.yml
            """
    )

    @Flag(help: "Show every option, what holds, and where that comes from.")
    var show = false

    @OptionGroup var file: ConfigurationOptions

    func run() throws {
        guard show else { throw ValidationError("Say --show to see what holds.") }
        let configuration =
            if let path = file.config { try Configuration(path: path) } else {
                try Configuration.inForce(beside: [])
            }
        let source =
            configuration.map { "# \($0.path.shownPath)" } ?? "# no \(Configuration.usualPath) in this folder"
        let lines = try OptionCatalog().options.map { Self.line($0, configuration) }
        let width = lines.map(\.text.count).max() ?? 0
        let rows = lines.map { text, source in
            text + String(repeating: " ", count: width - text.count) + "  # " + source
        }
        try Messages.print(([source] + rows).map { TerminalText($0).string + "\n" }.joined())
    }

    /// An option as a line of YAML, and the source of its value.
    private static func line(
        _ option: OptionCatalog.Option,
        _ configuration: Configuration?
    ) -> (text: String, source: String) {
        guard let configuration,
            let setting = configuration.settings.first(where: { $0.option.key == option.key })
        else {
            let value = option.isFlag ? "false" : option.takesList ? "[]" : option.standard
            // An option without a standard value cannot show one.
            return (value.map { "\(option.key): \($0)" } ?? "# \(option.key):", "default")
        }
        let values = setting.values.map(quoted)
        let value =
            option.isFlag
            ? String(!values.isEmpty) : option.takesList ? "[\(values.joined(separator: ", "))]" : values[0]
        return ("\(option.key): \(value)", "\(configuration.path.shownPath):\(setting.line)")
    }

    /// Words that readers of YAML 1.1 take for something else than text.
    private static let notText: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]

    /// A value as YAML takes it for text, whatever it contains.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
        if isPlain, value.first?.isLetter ?? false, !notText.contains(value.lowercased()) { return value }
        let escaped = value.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

/// The place of a configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Take what is not said here from this file (see 'dnsscan help config'), else from .dnsscan.yml in the working folder.",
            valueName: "file"
        ),
        completion: .file(extensions: ["yml", "yaml"])
    )
    var config: String?
}
