import ArgumentParser
import FilePaths
import FindingReport
import Findings
import TextInput
import YAMLText

/// The options of a scan that a file sets and the command line does not.
struct Configuration {
    /// The file in the working folder that a scan reads when the user names none.
    static let usualPath = ".dnsscan.yml"
    /// The options for places of files, which a folder that came from somebody else must not decide.
    private static let placesOfOutput: Set<String> = ["output", "write-matching"]

    /// In octets; every option with a list of hundreds of networks takes less.
    private static let longestFile = 1 << 16

    let path: String
    /// Whether it was found in the working folder, and not named.
    let isFound: Bool
    let settings: [Setting]
    /// The entry for the file in the report.
    let file: ScanPolicy.File

    /// An option with the file's values for it.
    struct Setting {
        let option: OptionCatalog.Option
        /// None for a flag that is off.
        let values: [String]
        let line: Int

        /// The arguments on the command line that mean the same.
        var arguments: [String] {
            option.isFlag ? values.map { _ in "--\(option.key)" } : values.map { "--\(option.key)=\($0)" }
        }
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: As it was named.
    ///   - isFound: Whether nobody named it.
    /// - Throws: `ValidationError` that names file, line and key.
    init(path: String, isFound: Bool = false) throws {
        let catalog = try OptionCatalog()
        // A named pipe in a folder of somebody else's would be waited for without end, and gives nothing a second time.
        guard let size = path.regularFileSize else {
            throw ValidationError(
                CaptureSource.exists(at: path)
                    ? "\(path): is no regular file, as a configuration has to be"
                    : "\(path): No such file or directory"
            )
        }
        guard size <= Self.longestFile else {
            throw ValidationError("\(path): has more than 64 KiB, which is no configuration")
        }
        let content: TextFile
        do { content = try TextFile(path: path) } catch {
            throw ValidationError("\(path): \(error.reason)")
        }
        let mapping: YAMLMapping
        do { mapping = try YAMLMapping(content.text) } catch {
            throw ValidationError("\(path):\(error.line): \(error.reason)")
        }
        self.path = path
        self.isFound = isFound
        settings = try mapping.entries.map { entry in
            do { return try Self.setting(entry, catalog, isFound: isFound) } catch let fault as YAMLFault {
                throw ValidationError("\(path):\(fault.line): \(fault.reason)")
            }
        }
        file = ScanPolicy.File(
            option: "config",
            name: path.fileName,
            path: path.shownPath,
            entries: mapping.entries.count,
            sha256: content.sha256
        )
        try checkValues()
    }

    /// The configuration that a command line names or that lies in the working folder; `nil` for none.
    static func inForce(beside arguments: [String]) throws -> Configuration? {
        let typed = arguments.prefix { $0 != "--" }
        for (index, argument) in typed.enumerated() {
            if argument.hasPrefix("--config=") {
                return try Configuration(path: String(argument.dropFirst(9)))
            }
            // An option without a value is for the parser to tell of.
            if argument == "--config", index + 1 < typed.count {
                return try Configuration(path: typed[index + 1])
            }
        }
        guard CaptureSource.exists(at: usualPath) else { return nil }
        return try Configuration(path: usualPath, isFound: true)
    }

    private static func setting(
        _ entry: YAMLMapping.Entry,
        _ catalog: OptionCatalog,
        isFound: Bool
    ) throws -> Setting {
        let key = TerminalText(entry.key).string
        guard let option = catalog[entry.key] else {
            let similar = catalog.options.map(\.key).filter { $0.hasPrefix(entry.key.prefix(3)) }
            let advice =
                similar.isEmpty ? "'dnsscan config --show' lists all keys" : "did you mean \(similar[0])?"
            throw YAMLFault(line: entry.line, reason: "\(key): is no option of a scan; \(advice)")
        }
        func fault(_ reason: String) -> YAMLFault { YAMLFault(line: entry.line, reason: "\(key): \(reason)") }
        guard !(isFound && placesOfOutput.contains(option.key)) else {
            throw fault("says where something is written, which only a file that --config names may do")
        }
        guard option.takesList || !entry.isList else { throw fault("wants one value, not a list") }
        guard option.isFlag else {
            guard entry.values.allSatisfy({ !$0.text.isEmpty }) else { throw fault("has an empty value") }
            return Setting(option: option, values: entry.values.map(\.text), line: entry.line)
        }
        guard let value = entry.values.first, !value.isQuoted, ["true", "false"].contains(value.text) else {
            throw fault("wants true or false")
        }
        return Setting(option: option, values: value.text == "true" ? ["true"] : [], line: entry.line)
    }

    /// Looks whether the values are ones that the options take.
    private func checkValues() throws {
        guard let fault = Self.fault(of: settings) else { return }
        // The one without which all is well, or else the first that is wrong by itself.
        for index in settings.indices {
            var others = settings
            others.remove(at: index)
            if Self.fault(of: others) == nil { throw self.fault(fault, in: settings[index]) }
        }
        for setting in settings {
            if let fault = Self.fault(of: [setting]) { throw self.fault(fault, in: setting) }
        }
        throw ValidationError("\(path): \(fault)")
    }

    private func fault(_ reason: String, in setting: Setting) -> ValidationError {
        ValidationError("\(path):\(setting.line): \(setting.option.key): \(reason)")
    }

    /// The fault in settings, by themselves beside a capture; `nil` when there is none.
    private static func fault(of settings: [Setting]) -> String? {
        do {
            let options = try ScanOptions.parse(settings.flatMap(\.arguments) + ["capture"])
            _ = try ScanSettings(options, on: .current)
            return nil
        } catch {
            return ScanOptions.message(for: error)
        }
    }
}

// MARK: - Beside a command line

extension Configuration {
    /// The settings that a command line says nothing of; a list is the command line's or the file's, never both.
    func settings(beside typed: [String]) -> [Setting] {
        let typed = typed.prefix { $0 != "--" }
        return settings.filter { setting in
            let name = "--" + setting.option.key
            return !typed.contains { argument in
                argument == name || argument.hasPrefix(name + "=")
                    || setting.option.letter.map { Self.isCluster(argument, with: $0) } ?? false
            }
        }
    }

    /// Whether an argument is a short option, or several in one, of which one has this letter.
    private static func isCluster(_ argument: String, with letter: Character) -> Bool {
        argument.first == "-" && argument.dropFirst().first != "-"
            && argument.dropFirst().prefix { $0 != "=" }.contains(letter)
    }

    /// The command line with the additions of a configuration.
    ///
    /// - Parameters:
    ///   - typed: All arguments without the program's name.
    ///   - commands: The names of all commands.
    /// - Returns: All arguments without the program's name.
    /// - Throws: `ValidationError` that names file, line and key.
    static func applied(to typed: [String], commands: [String]) throws -> [String] {
        let command = typed.first.flatMap { commands.contains($0) ? $0 : nil }
        let asksForWords: Set<String> = ["-h", "--help", "--version"]
        guard command != "help", command != ConfigCommand.configuration.commandName,
            !typed.isEmpty, !typed.contains(where: asksForWords.contains),
            !typed.contains(where: { $0.hasPrefix("--generate-completion") || $0.hasPrefix("--experimental") }
            ),
            typed.first != "---completion"
        else { return typed }
        // Other commands have no option that names a file.
        let isScan = command == nil || command == ScanCommand.configuration.commandName
        guard let configuration = try isScan ? inForce(beside: typed) : inForce(beside: []) else {
            return typed
        }
        let settings = configuration.settings(beside: typed).filter {
            isScan || $0.option.section == OptionCatalog.commonSection
        }
        if configuration.isFound, isScan, !settings.isEmpty {
            Messages.notify(nil, "\(usualPath) sets \(settings.map(\.option.key).joined(separator: ", "))")
        }
        // From here on it is a file that was named, which the report tells of.
        let naming = configuration.isFound && isScan ? ["--config=\(usualPath)"] : []
        let added = naming + settings.flatMap(\.arguments)
        return command.map { [$0] + added + typed.dropFirst() } ?? added + typed
    }
}
