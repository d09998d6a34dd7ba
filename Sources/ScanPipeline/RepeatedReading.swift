import Interruption
import PacketCapture
import ResolverLogs

/// Captures and logs that can be read once more, with the same selection and numbered as before.
package struct RepeatedReading {
    /// The paths, with their places among the scan's inputs.
    var files: [(path: String, input: Int)] = []
    /// The inputs that cannot be read twice.
    package internal(set) var unrepeatable: [Int] = []
    /// Parts of a scan that were merged, in order; their packets are all that there is.
    var parts: PartSequence?
    /// The inputs whose records are no packets.
    package internal(set) var logs: [Int] = []
    var selection: ScanSelection

    init(_ selection: ScanSelection) {
        self.selection = selection
    }

    /// Opens every file once more that was read, as far as it can be, which the first reading has told.
    func forEachFile(_ body: (_ file: OpenedFile, _ input: Int) -> Void) {
        for (path, input) in files where Interruption.current == nil {
            if let file = try? OpenedFile(path: path) { body(file, input) }
        }
    }

    /// Lends every selected frame of a capture that was opened once more.
    static func forEachFrame(
        of file: OpenedFile,
        in selection: inout ScanSelection,
        _ body: (Frame, Span<UInt8>) -> Void
    ) {
        guard var capture = try? CaptureFile(file) else { return }
        var hasFrame = true
        while hasFrame, Interruption.current == nil {
            hasFrame =
                (try? capture.nextFrame { frame, octets in
                    if selection.takes(frame, octets) { body(frame, octets) }
                }) ?? false
        }
    }
}
