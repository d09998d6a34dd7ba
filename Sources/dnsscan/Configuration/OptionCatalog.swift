import ArgumentParser
import FoundationEssentials

/// The options of a scan that a configuration may set, as the command line knows them.
///
/// They come from the parser itself, so that each option has its key.
struct OptionCatalog {
    /// An option, its key without hyphens.
    struct Option {
        let key: String
        /// The letter of its short form, if it has one.
        let letter: Character?
        let isFlag: Bool
        /// Whether it may be given several times.
        let takesList: Bool
        /// The value that holds when nobody sets one, or `nil` for nothing.
        let standard: String?
        /// The group that the help shows it in.
        let section: String
    }

    /// In the order of the help.
    let options: [Option]

    /// The options that only the command line can have: the place of the configuration, and requests for words
    /// instead of a scan.
    private static let excluded: Set<String> = ["config", "help", "version"]
    /// The group of the options that all commands that read captures have in common.
    static let commonSection = "Terminal"

    /// - Throws: The reason why the parser's own description cannot be read; none is known.
    init() throws {
        let description = try JSONDecoder().decode(Description.self, from: Data(ScanCommand._dumpHelp().utf8))
        options = description.command.arguments.compactMap { argument in
            guard argument.kind != "positional",
                let key = argument.names?.first(where: { $0.kind == "long" })?.name,
                !Self.excluded.contains(key)
            else { return nil }
            return Option(
                key: key,
                letter: argument.names?.first { $0.kind == "short" }?.name.first,
                isFlag: argument.kind == "flag",
                takesList: argument.isRepeating,
                standard: argument.defaultValue,
                section: argument.sectionTitle ?? ""
            )
        }
    }

    subscript(key: String) -> Option? { options.first { $0.key == key } }

    /// The part of the parser's description that is needed here.
    ///
    /// Source: swift-argument-parser 1.8, `ArgumentParserToolInfo/ToolInfo.swift`.
    private struct Description: Decodable {
        struct Command: Decodable { let arguments: [Argument] }
        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }
            let kind: String
            let names: [Name]?
            let isRepeating: Bool
            let defaultValue: String?
            let sectionTitle: String?
        }
        let command: Command
    }
}
