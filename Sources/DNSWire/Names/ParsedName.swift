/// A domain name as its place in a message.
///
///     | 1…63 | octets … | 1…63 | octets … | 0 |                     labels, then the root
///     | 1…63 | octets … | 1 1 | offset from the header, 14 bits |   labels, then a pointer
///
/// The name was walked once and found sound. Its octets are read on demand from the same message;
/// given another one, the methods return some other octets, never any outside of it.
///
/// Source: RFC 1035 §4.1.4, §2.3.4.
package struct ParsedName: Hashable, Sendable {
    private let startOffset: UInt16
    private let uncompressedLength: UInt8
    private let labels: UInt8
    /// Whether it is written with a pointer.
    package let isCompressed: Bool

    private init(start: UInt16, wireLength: UInt8, labelCount: UInt8, isCompressed: Bool) {
        startOffset = start
        uncompressedLength = wireLength
        labels = labelCount
        self.isCompressed = isCompressed
    }

    /// The place where it begins, counted from the first octet of the header.
    package var start: Int { Int(startOffset) }

    /// The number of its octets without compression, the root's final octet included: 1…255.
    package var wireLength: Int { Int(uncompressedLength) }

    /// The number of its labels, the root not counted: 0…127.
    package var labelCount: Int { Int(labels) }

    /// Whether it has no labels.
    package var isRoot: Bool { labels == 0 }
}

// MARK: - Parsing

extension ParsedName {
    /// The longest name on the wire, in octets; fits `uncompressedLength`.
    private static let maximumWireLength = 255

    /// Every label takes two octets or more and the root one, so a name has at most 127 labels.
    ///
    /// Compression saves nothing unless a label precedes each pointer, so no more pointers are needed.
    /// Without this bound a message could be filled with pointers to pointers and each record could make
    /// the parser walk them all.
    private static let maximumPointerCount = (maximumWireLength - 1) / 2

    /// Reads one possibly compressed name and leaves the cursor after it.
    ///
    /// A pointer must lead to a place before the run of labels that it ends. Runs thus begin ever
    /// earlier, and the walk cannot loop.
    ///
    /// - Parameters:
    ///   - cursor: The place where the name starts; afterwards the first octet behind it. Unchanged on failure.
    ///   - octets: The whole message, at most 65,535 octets.
    /// - Throws: ``WireError/truncated(offset:)``, ``WireError/pointerNotBackward(offset:)``,
    ///   ``WireError/tooManyPointers(offset:)``, ``WireError/reservedLabelType(offset:)``,
    ///   ``WireError/nameTooLong(offset:)``.
    /// - Complexity: At most 254 steps. Allocates nothing.
    package init(parsing cursor: inout Int, in octets: Span<UInt8>) throws(WireError) {
        var position = cursor
        var runStart = cursor
        var behind: Int?
        var wireLength = 1
        var labelCount = 0
        var pointerCount = 0
        // The sums cannot wrap around: no place is beyond 65,535 by more than a label, no name
        // longer than the limit by more than one.
        while true {
            guard position < octets.count else { throw .truncated(offset: octets.count) }
            let length = Int(octets[position])
            if length == 0 { break }
            if length < 64 {
                wireLength &+= length &+ 1
                guard wireLength <= Self.maximumWireLength else { throw .nameTooLong(offset: position) }
                labelCount &+= 1
                position &+= length &+ 1
            } else if length >= 192 {
                guard position &+ 1 < octets.count else { throw .truncated(offset: octets.count) }
                let target = (length & 0x3F) << 8 | Int(octets[position &+ 1])
                guard target < runStart else { throw .pointerNotBackward(offset: position) }
                pointerCount &+= 1
                guard pointerCount <= Self.maximumPointerCount else {
                    throw .tooManyPointers(offset: position)
                }
                if behind == nil { behind = position &+ 2 }
                runStart = target
                position = target
            } else {
                throw .reservedLabelType(offset: position)
            }
        }
        // 255 octets at most, as guarded above, and two for each label: both fit eight bits.
        self.init(
            start: UInt16(truncatingIfNeeded: cursor),
            wireLength: UInt8(truncatingIfNeeded: wireLength),
            labelCount: UInt8(truncatingIfNeeded: labelCount),
            isCompressed: behind != nil
        )
        cursor = behind ?? position &+ 1
    }

    /// The same name at a place that holds nothing but a pointer to it.
    ///
    /// `start` lies in a message, so below 65,535.
    func pointed(toFrom start: Int) -> ParsedName {
        ParsedName(
            start: UInt16(truncatingIfNeeded: start),
            wireLength: uncompressedLength,
            labelCount: labels,
            isCompressed: true
        )
    }
}

// MARK: - Octets

extension ParsedName {
    /// Appends the uncompressed name without the root's final octet, in the case of the message.
    ///
    /// - Complexity: O(octets of the name). Allocates only the capacity that `destination` lacks.
    package func appendWireOctets(in message: Span<UInt8>, to destination: inout [UInt8]) {
        forEachRun(in: message) { destination.append(octetsOf: $0) }
    }

    /// Appends the uncompressed name without the root's final octet, with A…Z made a…z.
    ///
    /// - Complexity: O(octets of the name). Allocates only the capacity that `destination` lacks.
    package func appendLowercasedWireOctets(in message: Span<UInt8>, to destination: inout [UInt8]) {
        forEachRun(in: message) { run in
            destination.append(addingCapacity: run.count) { output in
                for index in run.indices { output.append(run[index].asciiLowercased) }
            }
        }
    }

    /// Whether both names are the same, ASCII case left aside.
    ///
    /// Source: RFC 4343 §3.
    package func isEqual(to other: ParsedName, in message: Span<UInt8>) -> Bool {
        guard labels == other.labels, uncompressedLength == other.uncompressedLength else { return false }
        var position = start
        var otherPosition = other.start
        for _ in 0..<labels {
            // Equal places have equal continuations.
            if position == otherPosition { return true }
            guard let label = Self.nextLabel(at: &position, in: message),
                let otherLabel = Self.nextLabel(at: &otherPosition, in: message),
                label.count == otherLabel.count
            else { return false }
            let (left, right) = (message.extracting(label), message.extracting(otherLabel))
            for index in left.indices where left[index].asciiLowercased != right[index].asciiLowercased {
                return false
            }
        }
        return true
    }

    /// The name as a value of its own, in the case of the message.
    package func domainName(in message: Span<UInt8>) -> DomainName {
        var octets: [UInt8] = []
        octets.reserveCapacity(wireLength)
        appendWireOctets(in: message, to: &octets)
        return DomainName(uncheckedOctets: octets)
    }

    /// Hands out the stretches of whole labels that lie one behind the other, length octets included.
    private func forEachRun(in message: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        if !isCompressed {
            let end = start + wireLength - 1
            if end <= message.count { body(message.extracting(start..<end)) }
            return
        }
        var position = start
        var runStart = start
        var runEnd = start
        for _ in 0..<labels {
            guard let label = Self.nextLabel(at: &position, in: message) else { break }
            if label.lowerBound - 1 != runEnd {
                body(message.extracting(runStart..<runEnd))
                runStart = label.lowerBound - 1
            }
            runEnd = label.upperBound
        }
        body(message.extracting(runStart..<runEnd))
    }

    /// The label at a place, pointers followed, and the place behind it; `nil` at the root.
    ///
    /// Each pointer must lead backward from where it stands, which ends every chain of them. The labels
    /// themselves are counted by the caller.
    private static func nextLabel(at position: inout Int, in message: Span<UInt8>) -> Range<Int>? {
        while position < message.count {
            let length = Int(message[position])
            if length == 0 { return nil }
            if length < 64 {
                let label = position + 1..<position + 1 + length
                guard label.upperBound <= message.count else { return nil }
                position = label.upperBound
                return label
            }
            guard length >= 192, position + 1 < message.count else { return nil }
            let target = (length & 0x3F) << 8 | Int(message[position + 1])
            guard target < position else { return nil }
            position = target
        }
        return nil
    }
}

extension UInt8 {
    /// The octet with A…Z made a…z and all others left as they are.
    ///
    /// Length octets, 0…63, lie below A, so whole wire-format names can be lower-cased octet by octet.
    package var asciiLowercased: UInt8 {
        // Wraps around below A, so that one comparison covers both ends of the range.
        self &- 0x41 < 26 ? self | 0x20 : self
    }
}
