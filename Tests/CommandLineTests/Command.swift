import Foundation
import TestSupport

/// Runs the built command as a process of its own.
enum Command {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The command, which the build puts beside the test bundle.
    static let executable = Bundle.main.bundleURL.appending(path: "dnsscan")

    /// Runs `dnsscan` without a terminal until its end; `shell` goes behind it, such as a redirection.
    static func run(_ arguments: [String], shell: String = "") throws -> Result {
        // The shell gives the command redirections and pipes that `Process` cannot make.
        try script("dnsscan \"$@\" " + shell, arguments)
    }

    /// Runs a script of bash, for which `dnsscan` is a command, at the root of the repository.
    static func script(
        _ script: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.currentDirectoryURL = Repository.root
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", script, "bash"] + arguments
        process.currentDirectoryURL = Repository.root
        let folder = executable.deletingLastPathComponent().path(percentEncoded: false)
        process.environment = [
            "PATH": "\(folder):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")",
            "TERM": "xterm", "LC_ALL": "C.UTF-8",
        ].merging(environment) { $1 }
        let (stdout, stderr) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        // Messages are short and fit into the pipe, so reading one stream after the other cannot block.
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self)
        )
    }
}

/// A folder that is there for one test.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "dnsscan-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.path(percentEncoded: false) + "/" + name
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path()).sorted() }
    }

    /// A pcap file without packets: the header of libpcap's file format for Ethernet, little-endian.
    func writeEmptyCapture(_ name: String) throws -> String {
        let header: [UInt8] =
            [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 4, 0, 1, 0, 0, 0]
        try Data(header).write(to: url.appending(path: name))
        return path(name)
    }
}
