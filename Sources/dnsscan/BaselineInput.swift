import BaselineFile
import Baselines
import TextInput

/// Baselines and keys that a user gives.
enum BaselineInput {
    /// The baseline in a file.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func baseline(in path: String) throws -> Baseline {
        let text = try text(of: path)
        do throws(BaselineFileError) { return try BaselineFile.baseline(in: text) } catch {
            Messages.notify(path, error.reason)
            throw ExitStatus.unreadableInput
        }
    }

    /// The key in a file.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func key(in path: String) throws -> NameKey {
        guard let key = NameKey(try text(of: path)) else {
            Messages.notify(
                path,
                "is too short for a key; 16 characters or more, such as of `openssl rand -hex 32`"
            )
            throw ExitStatus.unreadableInput
        }
        return key
    }

    /// The text in a file that a user names.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func text(of path: String) throws -> String {
        do throws(TextFileError) { return try TextFile.text(of: path) } catch {
            Messages.notify(path, error.reason)
            throw ExitStatus.unreadableInput
        }
    }
}
