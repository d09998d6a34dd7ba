extension Array {
    /// Removes all elements and keeps the memory.
    ///
    /// Most lists of most messages are empty, and removing nothing has its cost too.
    @inlinable
    package mutating func empty() {
        if !isEmpty { removeAll(keepingCapacity: true) }
    }
}
