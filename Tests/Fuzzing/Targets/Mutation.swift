package import TestSupport

/// Damage as bad disks, bad networks and bad people do it.
package enum Mutation {
    /// Numbers that programs trip over, in lengths and counts above all.
    private static let trickyNumbers: [UInt32] = [
        0, 1, 2, 7, 8, 0x3F, 0x7F, 0x80, 0xC0, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x1_0000,
        0x7FFF_FFFF,
        0x8000_0000, 0xFFFF_FFF8, 0xFFFF_FFFF,
    ]
    private static let mostSteps = 3

    /// Octets after one to three steps of damage; some of them may be from `donor`.
    package static func mutated(
        _ octets: [UInt8],
        donor: [UInt8],
        using generator: inout SeededGenerator
    ) -> [UInt8] {
        var mutated = octets
        for _ in 0..<Int.random(in: 1...mostSteps, using: &generator) {
            step(&mutated, donor, &generator)
        }
        return mutated
    }

    private static func step(_ octets: inout [UInt8], _ donor: [UInt8], _ generator: inout SeededGenerator) {
        guard !octets.isEmpty else { return }
        let place = Int.random(in: octets.indices, using: &generator)
        let few = place..<min(octets.count, place + Int.random(in: 1...16, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1: octets[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: octets[place] = UInt8.random(in: 0...255, using: &generator)
        case 3: setNumber(at: place, in: &octets, &generator)
        case 4: octets.removeSubrange(place...)
        case 5: octets.removeSubrange(few)
        case 6: octets.insert(contentsOf: octets[few], at: place)
        default:
            let from = donor.isEmpty ? 0 : Int.random(in: donor.indices, using: &generator)
            octets.replaceSubrange(place..., with: donor[from...])
        }
    }

    /// Puts a tricky number over one, two or four octets, in either order.
    private static func setNumber(
        at place: Int,
        in octets: inout [UInt8],
        _ generator: inout SeededGenerator
    ) {
        let number = trickyNumbers[Int.random(in: trickyNumbers.indices, using: &generator)]
        let size = 1 << Int.random(in: 0...2, using: &generator)
        let isLittleEndian = Bool.random(using: &generator)
        for index in 0..<size where place + index < octets.count {
            let shift = 8 * (isLittleEndian ? index : size - 1 - index)
            octets[place + index] = UInt8(truncatingIfNeeded: number >> UInt32(shift))
        }
    }
}
