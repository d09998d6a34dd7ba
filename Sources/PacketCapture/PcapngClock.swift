import NetworkTypes

/// The unit and the offset in which an interface of a pcapng file counts time.
///
/// Source: draft-ietf-opsawg-pcapng §4.2, if_tsresol and if_tsoffset.
struct PcapngClock: Equatable {
    /// A tick is 10 to the minus n seconds or, with the first bit set, 2 to the minus n.
    var resolution: UInt8 = 6
    /// Seconds to be added.
    var offset: Int64 = 0

    private static let nanosecondsPerSecond: UInt64 = 1_000_000_000

    /// The moment after so many ticks, clamped to the range of ``Timestamp``.
    func time(_ ticks: UInt64) -> Timestamp {
        let (seconds, fraction) = split(ticks)
        let (shifted, overflow) = Int64(clamping: seconds).addingReportingOverflow(offset)
        // The first number cannot be negative, so only the offset's sign can carry the sum away.
        let whole = overflow ? Int64.max : shifted
        let (product, tooLarge) = whole.multipliedReportingOverflow(by: Int64(Self.nanosecondsPerSecond))
        let (sum, carry) = product.addingReportingOverflow(Int64(fraction))
        return Timestamp(nanoseconds: tooLarge || carry ? (whole < 0 ? .min : .max) : sum)
    }

    /// Whole seconds, and the nanoseconds beyond them.
    private func split(_ ticks: UInt64) -> (seconds: UInt64, nanoseconds: UInt64) {
        let exponent = UInt64(resolution & 0x7F)
        if resolution & 0x80 != 0 {
            // Beyond 63 bits of fraction nothing is left for seconds, nor for nanoseconds that matter.
            guard exponent < 64 else { return (0, 0) }
            let fraction = ticks & (1 << exponent - 1)
            let product = fraction.multipliedFullWidth(by: Self.nanosecondsPerSecond)
            let nanoseconds =
                exponent == 0 ? 0 : product.high << (64 - exponent) | product.low >> exponent
            return (ticks >> exponent, nanoseconds)
        }
        guard let perSecond = Self.powerOfTen(exponent) else { return (0, 0) }
        let fraction = ticks % perSecond
        if exponent <= 9, let factor = Self.powerOfTen(9 - exponent) {
            return (ticks / perSecond, fraction * factor)
        }
        return (ticks / perSecond, fraction / (perSecond / Self.nanosecondsPerSecond))
    }

    /// `nil` beyond 19, where 64 bits end.
    private static func powerOfTen(_ exponent: UInt64) -> UInt64? {
        exponent <= 19 ? (0..<exponent).reduce(1) { power, _ in power * 10 } : nil
    }
}
