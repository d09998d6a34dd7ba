import ArgumentParser

/// `dnsscan schema`: the JSON Schemas of the program's output.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a report.",
        discussion: """
            Fields may be added to a schema version, never renamed.

              dnsscan schema > report.schema.json
              dnsscan schema clients
            """
    )

    /// The format that a schema describes.
    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case report, clients, contents, baseline
        case coverageMap = "coverage-map"
    }

    @Argument(help: "Whose output is described.")
    var subject = Subject.report

    func run() throws {
        let octets =
            switch subject {
            case .report: PackageResources.report_schema_json
            case .clients: PackageResources.clients_schema_json
            case .contents: PackageResources.contents_schema_json
            case .baseline: PackageResources.baseline_schema_json
            case .coverageMap: PackageResources.coverage_map_schema_json
            }
        try Messages.print(String(decoding: octets, as: UTF8.self))
    }
}
