extension Array {
    /// Inserts an element; at the end, where it mostly belongs, without the copies that an insertion makes.
    ///
    /// - Complexity: O(elements behind it).
    mutating func place(_ element: consuming Element, at index: Int) {
        if index == count { append(element) } else { insert(element, at: index) }
    }
}
