/// What can be fuzzed: takes any octets, and traps where the program breaks a promise.
package struct FuzzTarget {
    /// What octets are taken for.
    package enum Kind: String, CaseIterable, Sendable {
        /// A DNS message.
        case message
        /// A ``FrameSequence``, which goes through all rooms to the report.
        case frames
        /// A capture file, plain or compressed, which goes through all rooms to the report.
        case capture
    }

    package let kind: Kind
    private var message = MessageTarget()

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// Reads octets; returns if and only if all went well.
    package mutating func run(_ octets: Span<UInt8>) {
        switch kind {
        case .message: message.run(octets)
        case .frames: CheckedScan.read(FrameSequence(octets))
        case .capture: CheckedScan.read(capture: octets)
        }
    }
}
