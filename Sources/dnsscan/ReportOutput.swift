import ArgumentParser
package import FindingReport

/// A report in one format, and where it goes.
package struct ReportOutput: Hashable {
    /// The file, or `nil` for standard output.
    package let path: String?
    package let format: ReportFormat

    package init(path: String?, format: ReportFormat) {
        self.path = path
        self.format = format
    }

    /// The outputs that `--output` and `--format` ask for.
    ///
    /// The first format belongs to the first output, and so on. An output without a format has the format of its file
    /// ending, or is text. Where files get all reports, standard output has the text as well.
    ///
    /// - Parameters:
    ///   - paths: As typed; `-` is standard output.
    ///   - formats: As typed.
    ///   - isQuiet: Whether standard output stays empty when files get all reports.
    /// - Returns: At least one, in the order of the paths.
    /// - Throws: `ValidationError` for formats whose output nobody can tell.
    static func all(_ paths: [String], _ formats: [ReportFormat], isQuiet: Bool) throws -> [ReportOutput] {
        guard Set(paths).count == paths.count else {
            throw ValidationError("Two --output name the same file.")
        }
        guard formats.count <= 1 || formats.count == paths.count else {
            throw ValidationError("Several --format want as many --output: -f json -o a.json -f csv -o -")
        }
        guard paths.count <= 1 || formats.isEmpty || formats.count == paths.count else {
            throw ValidationError(
                "With several --output, give each its --format, or none: endings such as .json tell it."
            )
        }
        guard !paths.isEmpty else { return [ReportOutput(path: nil, format: formats.first ?? .text)] }
        let outputs = paths.enumerated().map { index, path in
            let format = index < formats.count ? formats[index] : ReportFormat(fileName: path)
            return ReportOutput(path: path == "-" ? nil : path, format: format ?? .text)
        }
        let isComplete = isQuiet || outputs.contains { $0.path == nil }
        return outputs + (isComplete ? [] : [ReportOutput(path: nil, format: .text)])
    }
}
