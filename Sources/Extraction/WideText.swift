/// Text in UTF-16, as Windows and its shells write it.
enum WideText {
    private static let fewestUnits = 8
    /// Of so many units one may have another upper octet than 0.
    private static let unitsForEachOther = 20

    /// The lower octets of UTF-16 that has hardly anything but ASCII, without a mark of the octets' order.
    ///
    /// - Parameter octets: Either octet of a unit may stand first, and half a unit may be at either end.
    /// - Returns: `nil` for octets that are no such text.
    /// - Complexity: O(octets).
    static func narrow(_ octets: some Collection<UInt8>) -> [UInt8]? {
        guard octets.count >= 2 * fewestUnits else { return nil }
        let rest =
            octets.starts(with: [0xFF, 0xFE]) || octets.starts(with: [0xFE, 0xFF])
            ? Array(octets.dropFirst(2)) : Array(octets)
        for parity in 0...1 {
            let upper = stride(from: parity, to: rest.count, by: 2).count { rest[$0] != 0 }
            guard unitsForEachOther * upper <= rest.count / 2 else { continue }
            return stride(from: 1 - parity, to: rest.count, by: 2).map { rest[$0] }
        }
        return nil
    }
}
