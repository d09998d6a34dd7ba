/// Text in signs whose numbers only the sender knows, such as eight record types that stand for three bits each.
///
/// Of the 40,320 ways to number eight signs, all but the sender's make other octets of a text. By chance, one of them makes
/// printable octets of 32 that are random with a chance below 40,320 · (98/256)³² = 2·10⁻⁹.
package enum SignText {
    /// Eight signs; sixteen would have too many orders.
    private static let mostSigns = 8
    private static let fewestOctets = 32
    /// Octets by which an order is judged.
    private static let probedOctets = 256

    /// The octets that signs write where just one way to number them makes text, the highest bits first.
    ///
    /// - Parameter signs: In order; those of a sender who uses all of 2, 4 or 8.
    /// - Returns: `nil` where no way or more than one does.
    /// - Complexity: O(orders of the signs) times a few octets, and O(signs).
    package static func octets(of signs: [Int]) -> [UInt8]? {
        let distinct = Set(signs).sorted()
        let bits = distinct.count.trailingZeroBitCount
        guard (2...mostSigns).contains(distinct.count), 1 << bits == distinct.count,
            signs.count * bits >= 8 * fewestOctets
        else { return nil }
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
        let symbols = signs.compactMap { places[$0] }
        let probe = symbols.prefix((8 * probedOctets + bits - 1) / bits)
        var telling: [[Int]] = []
        visitOrders(of: distinct.count) { order in
            if text(of: probe, order, bits: bits) != nil { telling.append(order) }
            return telling.count < 2
        }
        guard telling.count == 1, let octets = text(of: symbols[...], telling[0], bits: bits),
            PrintableText.varies(octets)
        else { return nil }
        return octets
    }

    /// The octets that symbols make by an order of numbers, or `nil` at the first one that is not printable ASCII.
    private static func text(of symbols: ArraySlice<Int>, _ numbers: [Int], bits: Int) -> [UInt8]? {
        var octets: [UInt8] = []
        var (value, count) = (0, 0)
        for symbol in symbols {
            value = value << bits | numbers[symbol]
            count += bits
            guard count >= 8 else { continue }
            count -= 8
            let octet = UInt8(truncatingIfNeeded: value >> count)
            guard octet.isPrintable else { return nil }
            octets.append(octet)
            value &= 1 << count - 1
        }
        return octets
    }

    /// Calls a closure with every order of the first numbers, until it says that it has seen enough.
    private static func visitOrders(of count: Int, _ visit: ([Int]) -> Bool) {
        func extend(_ order: [Int]) -> Bool {
            guard order.count < count else { return visit(order) }
            return (0..<count).allSatisfy { order.contains($0) || extend(order + [$0]) }
        }
        _ = extend([])
    }
}
