import TextInput

/// Files of text that options name.
enum InputFile {
    /// Reads a file; a file that cannot be read ends the command, because its part would be missing from the
    /// result.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after a message with the reason.
    static func read(_ path: String) throws -> TextFile {
        do throws(TextFileError) { return try TextFile(path: path) } catch {
            Messages.notify(path, "\(error.reason); nothing was done")
            throw ExitStatus.unreadableInput
        }
    }
}
