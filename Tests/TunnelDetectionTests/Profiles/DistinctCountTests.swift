import NetworkTypes
import TestSupport
import Testing
import ZoneProfiles

/// Counts of distinct things: exact up to the bound, and within the stated error beyond.
@Suite struct DistinctCountTests {
    @Test(arguments: [0, 1, 31, 500, 1_000])
    func `counts are exact up to the bound`(count: UInt32) {
        var addresses = DistinctCount(exactly: 1_000, registerBits: 14)
        for _ in 0..<2 { for number in 0..<count { addresses.note(IPAddress(v4: number)) } }
        #expect(addresses.isExact)
        #expect(addresses.value == Int(count))
    }

    /// Four standard errors of 1.04 / √16,384.
    @Test(arguments: [1_001, 10_000, 40_000, 300_000])
    func `estimates lie within the stated error`(count: UInt32) {
        var addresses = DistinctCount(exactly: 1_000, registerBits: 14)
        for number in 0..<count { addresses.note(IPAddress(v4: number)) }
        #expect(!addresses.isExact)
        #expect(abs(Double(addresses.value) / Double(count) - 1) < 4 * 1.04 / 128)
    }

    @Test(arguments: [(300, 300), (300, 4_000), (4_000, 300), (4_000, 4_000)])
    func `two parts unite into the whole`(one: UInt32, other: UInt32) {
        var parts = [
            DistinctCount(exactly: 1_000, registerBits: 10), DistinctCount(exactly: 1_000, registerBits: 10),
        ]
        var whole = parts[0]
        for (part, numbers) in [0..<one, one / 2..<one / 2 + other].enumerated() {
            for number in numbers {
                parts[part].note(IPAddress(v4: number))
                whole.note(IPAddress(v4: number))
            }
        }
        parts[0].merge(parts[1])
        #expect(parts[0].value == whole.value)
        #expect(parts[0].isExact == whole.isExact)
    }
}
