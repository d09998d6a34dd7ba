import ArgumentParser
import FilePaths
import TextInput
import Watching

extension String {
    /// The text behind the last dot of the file's name, in lower case; `nil` without a dot.
    var fileEnding: String? {
        let parts = fileName.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.last?.lowercased() : nil
    }

    /// The name of the file at this path in reports: the text behind the last slash.
    var fileName: String { (split(separator: "/").last.map(String.init) ?? self).shownPath }
}

/// A list that the user names.
struct ListSource: Equatable {
    /// The name of the list in reports.
    let name: String
    let path: String

    /// The source that `[NAME=]FILE` means; a user writes a path with `=` in it with `./` in front.
    ///
    /// - Throws: `ValidationError` when the name or the path is empty.
    init(option: String, mayBeNamed: Bool) throws {
        let equals = mayBeNamed ? option.firstIndex(of: "=") : nil
        if let equals, !option[..<equals].contains("/") {
            name = String(option[..<equals]).shownPath
            path = String(option[option.index(after: equals)...])
        } else {
            path = option
            name = option.fileName
        }
        guard !name.isEmpty, !path.isEmpty else {
            throw ValidationError("A list needs a file, and a name where there is '=': '\(option)'.")
        }
    }

    /// A list that was read, and the digest of its file.
    struct Content {
        let source: ListSource
        let text: ListText
        let sha256: String
    }

    /// Reads the whole list.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    func read() throws -> Content {
        let file = try InputFile.read(path)
        return Content(
            source: self,
            text: ListText(name: name, octets: Array(file.text.utf8)),
            sha256: file.sha256
        )
    }
}
