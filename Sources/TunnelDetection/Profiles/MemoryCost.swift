/// What stores take in memory, in bytes, as the bounds on them count it.
///
/// A capture chooses how long its names and answers are, so counting records bounds nothing.
enum MemoryCost {
    /// A block's own header in the allocator, and half of what it rounds up by.
    private static let block = 16
    /// What an array has before its elements.
    private static let arrayHeader = 32

    /// An array with its spare capacity; nothing while it has none.
    static func array<Element>(_ array: [Element]) -> Int {
        let capacity = array.capacity
        return capacity == 0 ? 0 : block + arrayHeader + capacity * MemoryLayout<Element>.stride
    }

    /// A dictionary with its spare capacity: a quarter of the places stays free, and each has one bit more.
    static func table<Key, Value>(_ table: [Key: Value]) -> Int {
        let entry = MemoryLayout<Key>.stride + MemoryLayout<Value>.stride
        let capacity = table.capacity
        return capacity == 0 ? 0 : block + 2 * arrayHeader + capacity * 4 / 3 * entry
    }
}
