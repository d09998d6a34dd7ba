/// The octets of an opened file that its reader looks at, as many at a time as one record needs.
///
/// The octets that were filled and not yet passed lie from ``position`` to ``filled`` in ``octets``.
package struct InputWindow {
    package private(set) var octets = [UInt8](repeating: 0, count: 1 << 16)
    package private(set) var position = 0
    package private(set) var filled = 0
    private let input: CaptureInput

    init(_ input: CaptureInput) {
        self.input = input
    }

    /// Looks at the rest of a file.
    package init(_ file: OpenedFile) {
        self.init(file.input)
    }

    /// Makes sure that so many octets lie at ``position``, which it may move.
    ///
    /// - Parameters:
    ///   - count: In octets. Memory grows with the octets that really come, to less than twice of this.
    ///   - records: The number of records read so far, for the error.
    /// - Returns: `false` where the file ends before.
    /// - Throws: The reason why octets could not be read.
    package mutating func fill(_ count: Int, after records: Int) throws(CaptureError) -> Bool {
        while filled - position < count {
            if position > 0 { moveToFront() }
            // The window grows with the octets that really come, not with the claim of a length field.
            if filled == octets.count { octets += [UInt8](repeating: 0, count: octets.count) }
            let (input, start) = (input, filled)
            // The room is the array's own memory behind the filled part, and ends with the call.
            let more = unsafe octets.withUnsafeMutableBytes { all in
                unsafe input.read(into: UnsafeMutableRawBufferPointer(rebasing: all[start...]))
            }
            if let failure = input.failure { throw failure.error(packets: records) }
            if more <= 0 { return false }
            filled += more
        }
        return true
    }

    /// Passes octets that were filled.
    package mutating func pass(_ count: Int) {
        position = min(filled, position + count)
    }

    /// Passes octets that need not be filled; `false` where the file ends before.
    package mutating func skip(_ count: Int, after records: Int) throws(CaptureError) -> Bool {
        var left = count
        while left > 0 {
            guard try fill(1, after: records) else { return false }
            let step = min(left, filled - position)
            position += step
            left -= step
        }
        return true
    }

    private mutating func moveToFront() {
        let rest = position..<filled
        // Both ranges lie within the array, and the copy allows them to overlap.
        unsafe octets.withUnsafeMutableBytes { all in
            unsafe all.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[rest]))
        }
        position = 0
        filled = rest.count
    }
}
