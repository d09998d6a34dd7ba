import Foundation

/// Programs of others that read what dnsscan writes, run by a Python interpreter.
///
/// `.ci/run` installs them into `.build/consumers`, a virtual environment; where that is absent, the machine's own
/// python3 and what it has are used, and tests whose packages are missing are skipped by name.
package enum Consumer {
    private static let interpreter: [String] = {
        let own = Repository.url(".build/consumers/bin/python").path
        return FileManager.default.isExecutableFile(atPath: own) ? [own] : ["/usr/bin/env", "python3"]
    }()

    /// Whether the interpreter has these modules.
    package static func has(_ modules: String...) -> Bool {
        (try? run("import " + modules.joined(separator: ", "), input: "").status) == 0
    }

    /// Runs a script.
    ///
    /// - Returns: Its exit status, and standard output with standard error behind it.
    package static func run(_ script: String, _ arguments: [String] = [], input: String) throws -> (
        status: Int32, output: String
    ) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dnsscan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Through files, so that no pipe is full while nobody reads it.
        let (stdin, stdout) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try Data(input.utf8).write(to: stdin)
        try Data().write(to: stdout)
        let process = Process()
        process.executableURL = URL(filePath: interpreter[0])
        process.arguments = interpreter.dropFirst() + ["-c", script] + arguments
        process.currentDirectoryURL = folder
        let output = try FileHandle(forWritingTo: stdout)
        process.standardInput = try FileHandle(forReadingFrom: stdin)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(decoding: Data(contentsOf: stdout), as: UTF8.self))
    }

    /// What a script prints as JSON lines of strings; fails when it ends with an error.
    package static func strings(_ script: String, input: String) throws -> [String] {
        let result = try run(script, input: input)
        guard result.status == 0 else { throw Failure(output: result.output) }
        return try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    }

    package struct Failure: Error, CustomStringConvertible {
        let output: String
        package var description: String { output }
    }
}

/// The octets that a name in presentation format stands for (RFC 1035 §5.1), label ends as dots.
///
/// Two spellings of one name give the same octets.
package func octets(ofName name: String) -> [UInt8] {
    var octets: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let first = rest.popFirst() {
        guard first == UInt8(ascii: "\\") else {
            octets.append(first)
            continue
        }
        let digits = rest.prefix(3)
        if digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self)) {
            octets.append(value)
            rest = rest.dropFirst(3)
        } else if let next = rest.popFirst() {
            octets.append(next)
        }
    }
    return octets
}
