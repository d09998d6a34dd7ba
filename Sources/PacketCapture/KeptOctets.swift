/// The octets of a file as they are read, before unpacking, for somebody who writes them down.
///
/// A class because the input fills it while its owner empties it.
package final class KeptOctets {
    private var octets: [UInt8]? = []
    private let capacity: Int
    /// Whether more came between two calls of ``take()`` than is kept: a line without end, for one.
    package private(set) var isOverfull = false

    /// - Parameter capacity: The most octets that wait to be taken.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// The octets that came since the last call.
    package func take() -> [UInt8] {
        defer { if octets != nil { octets = [] } }
        return octets ?? []
    }

    /// The number of octets that came since the last ``take()``.
    package var count: Int { octets?.count ?? 0 }

    /// Keeps nothing from here on, since nobody wants it.
    package func stop() { octets = nil }

    func append(_ more: Slice<UnsafeMutableRawBufferPointer>) {
        guard unsafe count + more.count <= capacity else {
            isOverfull = isOverfull || octets != nil
            stop()
            return
        }
        // The elements are copied; no pointer leaves the call.
        unsafe octets?.append(contentsOf: more)
    }
}

/// The octets of a file that somebody lends, piece by piece.
///
/// A class because reading it moves its place.
final class LentOctets {
    private let next: () -> [UInt8]
    private var pending: ArraySlice<UInt8> = []

    init(_ next: @escaping () -> [UInt8]) {
        self.next = next
    }

    /// Fills the start of `room`: the number of octets, 0 at the end.
    func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        if pending.isEmpty { pending = next()[...] }
        let count = min(room.count, pending.count)
        // No more is copied than the room has.
        unsafe room.copyBytes(from: pending.prefix(count))
        pending = pending.dropFirst(count)
        return count
    }
}
