import BaselineFile
import Baselines
import TextInput

/// Baselines and keys that a user gives.
enum BaselineInput {
    /// The baseline in a file.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func baseline(in path: String) throws -> Baseline {
        try baseline(in: InputFile.read(path), path)
    }

    /// The baseline in a file that was read.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func baseline(in file: TextFile, _ path: String) throws -> Baseline {
        do throws(BaselineFileError) { return try BaselineFile.baseline(in: file.text) } catch {
            Messages.notify(path, error.reason)
            throw ExitStatus.unreadableInput
        }
    }

    /// The key in a file.
    ///
    /// - Throws: ``ExitStatus/unreadableInput``, after saying why.
    static func key(in path: String) throws -> NameKey {
        guard let key = NameKey(try InputFile.read(path).text) else {
            Messages.notify(
                path,
                "is too short for a key; 16 characters or more, such as of `openssl rand -hex 32`"
            )
            throw ExitStatus.unreadableInput
        }
        return key
    }
}
