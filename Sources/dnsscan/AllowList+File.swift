import AllowLists
import ArgumentParser
import FilePaths
import Findings
import TextInput

extension AllowList {
    /// Reads a list before anything is scanned.
    ///
    /// - Returns: The list, and its entry in a report.
    /// - Throws: `ValidationError` for a line that is no entry, ``ExitStatus/unreadableInput`` for a file that cannot
    ///   be read.
    static func read(_ path: String) throws -> (list: AllowList, file: ScanPolicy.File) {
        let file = try InputFile.read(path)
        do throws(AllowListError) {
            let list = try AllowList(file.text, path: path.shownPath)
            return (
                list,
                ScanPolicy.File(
                    option: "allow",
                    name: path.fileName,
                    path: path.shownPath,
                    entries: list.entries.count,
                    sha256: file.sha256
                )
            )
        } catch {
            throw ValidationError("\(path):\(error.line): \(error.reason)")
        }
    }
}
