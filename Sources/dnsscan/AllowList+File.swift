import AllowLists
import ArgumentParser
import FilePaths
import TextInput

extension AllowList {
    /// Reads a list before anything is scanned.
    ///
    /// - Throws: `ValidationError` for a line that is none, ``ExitStatus/unreadableInput`` for a file that cannot
    ///   be read.
    init(reading path: String) throws {
        let text: String
        do throws(TextFileError) { text = try TextFile.text(of: path) } catch {
            Messages.notify(path, "the list cannot be read: \(error.reason); nothing was scanned")
            throw ExitStatus.unreadableInput
        }
        do throws(AllowListError) { self = try AllowList(text, path: path.shownPath) } catch {
            throw ValidationError("\(path):\(error.line): \(error.reason)")
        }
    }
}
