import ArgumentParser
import FilePaths
import TextInput
import Watching

/// A list that the user names.
struct ListSource: Equatable {
    /// What reports call it.
    let name: String
    let path: String

    /// What `[NAME=]FILE` means; a path with `=` in it is written with `./` in front.
    ///
    /// - Throws: `ValidationError` when the name or the path is empty.
    init(option: String, mayBeNamed: Bool) throws {
        let equals = mayBeNamed ? option.firstIndex(of: "=") : nil
        if let equals, !option[..<equals].contains("/") {
            name = String(option[..<equals]).shownPath
            path = String(option[option.index(after: equals)...])
        } else {
            path = option
            let file = option.split(separator: "/").last.map(String.init) ?? option
            name = file.shownPath
        }
        guard !name.isEmpty, !path.isEmpty else {
            throw ValidationError("A list needs a file, and a name where there is '=': '\(option)'.")
        }
    }

    /// Reads the whole list.
    func read() throws(TextFileError) -> ListText {
        ListText(name: name, octets: Array(try TextFile.text(of: path).utf8))
    }
}
