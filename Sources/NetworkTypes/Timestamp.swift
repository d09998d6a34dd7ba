/// A moment in nanoseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
///
/// Covers the years 1677 to 2262. Capture files can hold any number; readers clamp to this range.
@usableFromInline
package struct Timestamp: Hashable, Comparable, Sendable {
    @usableFromInline
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Seconds from `earlier` to this moment; negative when this one comes first.
    package func seconds(since earlier: Timestamp) -> Double {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return overflow
            ? (Double(nanoseconds) - Double(earlier.nanoseconds)) / 1e9
            : Double(difference) / 1e9
    }

    /// The moment so many seconds later, or the last one that there is.
    package func advanced(bySeconds seconds: Int) -> Timestamp {
        let (span, isTooLong) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLate) = nanoseconds.addingReportingOverflow(span)
        return Timestamp(nanoseconds: isTooLong || isTooLate ? .max : sum)
    }
}

// MARK: - Text

extension Timestamp {
    /// The moment as RFC 3339 in UTC, such as `2026-11-23T23:43:00.123456Z`.
    ///
    /// - Parameter fractionDigits: The number of digits behind the seconds, 0…9; further ones are cut off.
    /// - Returns: Date and time with `T` between them and `Z` at the end.
    package func rfc3339(fractionDigits: Int) -> String {
        let nanosecondsPerSecond: Int64 = 1_000_000_000
        let secondsPerDay: Int64 = 86_400
        let seconds = floorDivision(nanoseconds, by: nanosecondsPerSecond)
        // Not the difference to the whole seconds below: those of the first moment lie outside the range.
        let remainder = nanoseconds % nanosecondsPerSecond
        let fraction = remainder < 0 ? remainder + nanosecondsPerSecond : remainder
        let day = floorDivision(seconds, by: secondsPerDay)
        let secondOfDay = Int(seconds - day * secondsPerDay)
        let date = civilDate(daysSinceEpoch: Int(day))
        var text = "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))"
        text += "T\(padded(secondOfDay / 3600, to: 2)):\(padded(secondOfDay / 60 % 60, to: 2))"
        text += ":\(padded(secondOfDay % 60, to: 2))"
        if fractionDigits > 0 { text += "." + padded(Int(fraction), to: 9).prefix(fractionDigits) }
        return text + "Z"
    }

    private func floorDivision(_ value: Int64, by divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value + 1) / divisor - 1
    }

    private func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The proleptic Gregorian date, counted in eras of 400 years that begin on 1 March.
    private func civilDate(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let daysPerEra = 146_097
        let shifted = daysSinceEpoch + 719_468  // days from 0000-03-01 to 1970-01-01
        let era = (shifted >= 0 ? shifted : shifted - (daysPerEra - 1)) / daysPerEra
        let dayOfEra = shifted - era * daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
