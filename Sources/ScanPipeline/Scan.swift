package import Findings
import Glibc

/// What happened to one capture that a user should hear of.
package struct Diagnostic: Sendable {
    /// As the user gave it.
    package let path: String
    package let message: String
    /// Whether the capture could not be read; `false` for a warning, such as a capture cut off in its last packet.
    package let isError: Bool
}

/// Stands in for the scan until the rooms before it are furnished: it opens captures and finds nothing.
package struct Scan: ~Copyable {
    private var report = Report(scan: ScanSummary(), coverage: Coverage(), findings: [])

    package init() {}

    /// Reads one capture.
    package mutating func read(_ path: String, progress: (Int) -> Void) -> Diagnostic? {
        report.scan.inputs.append(InputSummary(path: path))
        let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else {
            return Diagnostic(path: path, message: unsafe String(cString: strerror(errno)), isError: true)
        }
        defer { close(descriptor) }
        var byte: UInt8 = 0
        guard unsafe Glibc.read(descriptor, &byte, 1) >= 0 else {
            return Diagnostic(path: path, message: unsafe String(cString: strerror(errno)), isError: true)
        }
        report.scan.inputs[report.scan.inputs.count - 1].format = "pcap"
        progress(0)
        return nil
    }

    /// The report of all captures that were read.
    package consuming func finish() -> Report {
        report
    }
}
