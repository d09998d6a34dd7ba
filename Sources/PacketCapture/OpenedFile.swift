package import Inflation

/// A file that was opened, unpacked as often as it was compressed, and told by its first octets.
package struct OpenedFile {
    /// The compression of the file, the outermost where it was compressed several times.
    package let compression: Compression?
    /// The kind of the file, as its first octets show it.
    package let content: FileContent

    let input: CaptureInput
    /// The first unpacked octets, up to ``FileContent/peekLength``.
    let head: [UInt8]

    private let outermost: CaptureInput

    /// The most times that compressed data may have been compressed again; more has no use but to hide.
    private static let maximumLayers = 3

    /// Opens a file and looks at its first octets.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input. Opening a FIFO waits for its writer.
    ///   - expansionBound: The bound on the expansion of a compressed file.
    ///   - kept: Takes its octets as they are read, before unpacking.
    /// - Throws: ``CaptureError/notFound`` and its neighbours up to ``CaptureError/empty``, and the reason why
    ///   compressed octets cannot be read.
    package init(
        path: String,
        expansionBound: ExpansionBound = .standard,
        keeping kept: KeptOctets? = nil
    ) throws(CaptureError) {
        try self.init(CaptureInput(path: path, expansionBound: expansionBound, keeping: kept))
    }

    /// Opens a file whose octets somebody lends, and looks at the first ones.
    ///
    /// - Parameter next: Gives the next octets, before unpacking; none at the end.
    /// - Throws: ``CaptureError/empty``, and the reason why compressed octets cannot be read.
    package init(lending next: @escaping () -> [UInt8]) throws(CaptureError) {
        try self.init(CaptureInput(next, expansionBound: .standard))
    }

    private init(_ outermost: CaptureInput) throws(CaptureError) {
        self.outermost = outermost
        compression = outermost.compression
        var input = outermost
        var head = try input.peek(FileContent.peekLength)
        var layers = 1
        while layers < Self.maximumLayers, Compression(magicOf: head[...]) != nil {
            input = try CaptureInput(unpacking: input)
            head = try input.peek(FileContent.peekLength)
            layers += 1
        }
        self.input = input
        self.head = head
        content = FileContent(firstOctets: head[...])
    }

    /// Octets taken from the file so far, before unpacking.
    package var octetsRead: Int { outermost.octetsRead }

    /// The kind of a file that is no capture, in words that hold nothing of the file itself.
    package var contentInWords: String {
        let words =
            switch content {
            case .capture, .beginningOfCapture: "a capture"
            case .frameStream: "a frame stream"
            case .text(let words), .other(let words): words
            }
        return words + (input.compression.map { " inside \($0.rawValue)" } ?? "")
    }
}
