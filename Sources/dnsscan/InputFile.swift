import TextInput

/// Files of text that options name.
enum InputFile {
    /// Reads a file; one that cannot be read ends the command, for what it asks for would be missing from the result.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func read(_ path: String) throws -> TextFile {
        do throws(TextFileError) { return try TextFile(path: path) } catch {
            Messages.notify(path, "\(error.reason); nothing was done")
            throw ExitStatus.unreadableInput
        }
    }
}
