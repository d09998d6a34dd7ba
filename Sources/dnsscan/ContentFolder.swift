import ArgumentParser
import FilePaths
import Glibc

/// The folder that gets contents which others chose.
///
/// The folder was empty or not there, so that the command cannot overwrite a file in it or follow a link. It makes
/// every file anew, under a name of its own making, and without the right to execute it.
struct ContentFolder {
    let path: String
    private let descriptor: Int32

    /// Makes the folder where it is missing, and opens it.
    ///
    /// - Throws: `ValidationError` for a folder that is not empty, ``ExitStatus/unwritableOutput`` where none can be made.
    init(path: String) throws {
        self.path = path
        // Safe: the arrays live until the calls are over, here and below.
        if unsafe mkdir(path.pathOctets, 0o700) != 0, errno != EEXIST { throw Self.unwritable(path) }
        descriptor = unsafe open(path.pathOctets, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        guard try Self.isEmpty(path) else {
            throw ValidationError(
                "--to names \(path), which has something in it; name a new or an empty folder."
            )
        }
        guard unsafe access(path.pathOctets, W_OK | X_OK) == 0 else { throw Self.unwritable(path) }
    }

    private static func unwritable(_ path: String) -> ExitStatus {
        Messages.notify(
            path,
            "cannot be a folder for contents: \(OutputError.last.reason); nothing was scanned"
        )
        return .unwritableOutput
    }

    private static func isEmpty(_ path: String) throws -> Bool {
        guard let directory = unsafe opendir(path.pathOctets) else { throw unwritable(path) }
        defer { unsafe closedir(directory) }
        // Two entries are the folder itself and the one above.
        var entries = 0
        while entries < 3, unsafe readdir(directory) != nil { entries += 1 }
        return entries < 3
    }

    /// Writes a new file.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, hyphens and one dot.
    ///   - octets: All of its content.
    /// - Throws: ``ExitStatus/unwritableOutput`` after saying why.
    func write(_ name: String, _ octets: [UInt8]) throws {
        // Only new files: the command neither replaces nor follows a file that somebody else put there meanwhile.
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = unsafe openat(descriptor, name.pathOctets, flags, 0o600)
        do throws(OutputError) {
            guard file >= 0 else { throw .last }
            defer { close(file) }
            try OutputStream(descriptor: file).write(octets)
        } catch {
            Messages.notify(path + "/" + name, "could not be written: \(error.reason)")
            throw ExitStatus.unwritableOutput
        }
    }
}
