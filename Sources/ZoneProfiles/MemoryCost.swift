/// The memory that stores take, in bytes, as the bounds on them count it.
///
/// A capture decides how long its names and answers are, so a limit on the number of records limits no memory.
package enum MemoryCost {
    /// A block's own header in the allocator, and half of its rounding.
    private static let block = 16
    /// The header that an array has before its elements.
    private static let arrayHeader = 32

    /// An array; nothing while it is empty.
    ///
    /// It is counted by its elements: the allocator happens to give the capacity, and the choice of what is let go
    /// must not depend on that.
    package static func array<Element>(_ array: [Element]) -> Int {
        array.isEmpty ? 0 : block + arrayHeader + array.count * MemoryLayout<Element>.stride
    }

    /// A dictionary with its spare capacity: a quarter of the places stays free, and each has one bit more.
    package static func table<Key, Value>(_ table: [Key: Value]) -> Int {
        let entry = MemoryLayout<Key>.stride + MemoryLayout<Value>.stride
        let capacity = table.capacity
        return capacity == 0 ? 0 : block + 2 * arrayHeader + capacity * 4 / 3 * entry
    }
}
