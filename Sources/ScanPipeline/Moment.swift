package import NetworkTypes

/// A moment as a user types it: a date and time, or a time of the day on which the captures begin.
package enum Moment: Hashable, Sendable {
    case time(Timestamp)
    /// Nanoseconds after midnight, UTC.
    case timeOfDay(Int64)

    private static let day: Int64 = 86_400 * second
    private static let second: Int64 = 1_000_000_000

    /// Reads `2026-06-01T08:05:00Z` with or without decimals, the time zone as `Z` or `+02:00`; `2026-06-01` for its
    /// beginning; or a time of the day such as `08:05` or `08:05:30.25`, all else in UTC.
    ///
    /// `nil` for everything else, and for years that ``NetworkTypes/Timestamp`` does not cover.
    ///
    /// Source: RFC 3339 §5.6.
    package init?(_ text: String) {
        if let timeOfDay = Self.timeOfDay(text[...]) {
            self = .timeOfDay(timeOfDay)
            return
        }
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { "Tt ".contains($0) }
        guard let date = parts.first, let midnight = Self.midnight(of: date) else { return nil }
        var time: Int64 = 0
        if parts.count == 2 {
            let (clock, offset) = Self.clockAndOffset(parts[1])
            // Unlike a time of the day alone, one with its date says the seconds and the zone.
            guard let offset, clock.utf8.count >= 8, let sinceMidnight = Self.timeOfDay(clock) else {
                return nil
            }
            time = sinceMidnight - offset
        }
        let (sum, overflow) = midnight.addingReportingOverflow(time)
        guard !overflow else { return nil }
        self = .time(Timestamp(nanoseconds: sum))
    }

    /// The moment in captures that begin on a day.
    package func timestamp(onDayOf first: Timestamp) -> Timestamp {
        switch self {
        case .time(let time): return time
        case .timeOfDay(let nanoseconds):
            let sinceMidnight = (first.nanoseconds % Self.day + Self.day) % Self.day
            let (midnight, isTooEarly) = first.nanoseconds.subtractingReportingOverflow(sinceMidnight)
            let (sum, isTooLate) = midnight.addingReportingOverflow(nanoseconds)
            return Timestamp(nanoseconds: isTooEarly ? .min : isTooLate ? .max : sum)
        }
    }

    /// Whether the captures say on which day it is.
    package var isTimeOfDay: Bool { if case .timeOfDay = self { true } else { false } }

    // MARK: - Parts

    /// Nanoseconds from 1970 to the beginning of a day such as `2026-06-01`.
    private static func midnight(of date: Substring) -> Int64? {
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = number(parts[0], digits: 4),
            let month = number(parts[1], digits: 2),
            let ofMonth = number(parts[2], digits: 2), (1...12).contains(month)
        else { return nil }
        // Days in whole years that begin with March, as leap days come last in them.
        let (years, months) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let days = 365 * years + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + ofMonth - 1
        let sinceEpoch = days - 719_468  // days from 0000-03-01 to 1970-01-01
        let (nanoseconds, overflow) = sinceEpoch.multipliedReportingOverflow(by: day)
        guard !overflow else { return nil }
        // The 31st of a month with 30 days is another day.
        let written = Timestamp(nanoseconds: nanoseconds).rfc3339(fractionDigits: 0)
        return written.hasPrefix(date) ? nanoseconds : nil
    }

    /// Nanoseconds since midnight of `08:05`, `08:05:30` or `08:05:30.25`.
    private static func timeOfDay(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = number(parts[0], digits: 2), hour < 24,
            let minute = number(parts[1], digits: 2), minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60 * second
        guard parts.count == 3 else { return time }
        let pieces = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let seconds = number(pieces[0], digits: 2), seconds < 60 else { return nil }
        time += seconds * second
        guard pieces.count == 2 else { return time }
        let decimals = pieces[1]
        guard (1...9).contains(decimals.utf8.count),
            let fraction = number(decimals, digits: decimals.utf8.count)
        else { return nil }
        return time + (decimals.utf8.count..<9).reduce(fraction) { value, _ in value * 10 }
    }

    /// The text before the time zone, and the zone's nanoseconds east of UTC; `nil` where there is none.
    private static func clockAndOffset(_ text: Substring) -> (clock: Substring, offset: Int64?) {
        if let last = text.last, "Zz".contains(last) { return (text.dropLast(), 0) }
        guard let sign = text.lastIndex(where: { "+-".contains($0) }) else { return (text, nil) }
        let offset = text[text.index(after: sign)...]
        guard offset.utf8.count == 5, let time = timeOfDay(offset) else { return (text, nil) }
        return (text[..<sign], text[sign] == "-" ? -time : time)
    }

    private static func number(_ text: Substring, digits: Int) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
