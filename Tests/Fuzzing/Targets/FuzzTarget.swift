/// What can be fuzzed: takes any octets, and traps where the program breaks a promise.
package struct FuzzTarget {
    /// What octets are taken for.
    package enum Kind: String, CaseIterable, Sendable {
        /// A DNS message.
        case message
        /// A ``FrameSequence``, which goes to the parsed messages and, now and then, through all rooms to the report.
        case frames
        /// A capture file, plain or compressed, which goes the same way.
        case capture
        /// The messages of a channel, see ``ContentTarget``, whose contents are read back.
        case contents
    }

    package let kind: Kind
    /// One of how many inputs goes through all rooms.
    private let scanInterval: UInt8
    private var message = MessageTarget()
    private var contents = ContentTarget()
    private var decoding = CheckedDecoding()
    private let file = MemoryFile()

    /// - Parameters:
    ///   - kind: What octets are taken for.
    ///   - scanInterval: One of how many inputs goes through all rooms. Which do, their octets tell, so that the same
    ///     octets always do the same.
    package init(_ kind: Kind, scanInterval: UInt8 = 1) {
        self.kind = kind
        self.scanInterval = scanInterval
    }

    /// Reads octets; returns if and only if all went well, and no more than a second of processor time was spent.
    package mutating func run(_ octets: Span<UInt8>) {
        let start = ProcessorTime.seconds
        read(octets)
        let seconds = ProcessorTime.seconds - start
        precondition(seconds < MutationRun.mostSeconds, "\(seconds) seconds")
    }

    private mutating func read(_ octets: Span<UInt8>) {
        switch kind {
        case .message: message.run(octets)
        case .contents: contents.run(octets)
        case .frames:
            let sequence = FrameSequence(octets)
            decoding.read(sequence)
            if isScanned(octets) { CheckedScan.read(sequence) }
        case .capture:
            file.put(octets)
            decoding.read(capture: file.path)
            if isScanned(octets) { CheckedScan.read(capture: file.path) }
        }
    }

    private func isScanned(_ octets: Span<UInt8>) -> Bool {
        var sum: UInt8 = 0
        for index in octets.indices { sum &+= octets[index] }
        return sum.isMultiple(of: scanInterval)
    }
}
