import NetworkTypes

/// Reads the times that stand at the beginning of lines.
///
/// | written as | by |
/// |---|---|
/// | `2026-11-30T07:58:27.693Z`, `…+01:00` | BIND (`iso8601-utc`, `iso8601-tzinfo`), syslog (RFC 5424), cloud logs |
/// | `2026-11-30T07:58:27.693` | BIND (`iso8601`), local time |
/// | `30-Nov-2026 07:58:27.693` | BIND (`local`), local time |
/// | `Nov 30 07:58:27` | syslog (RFC 3164), unbound (`log-time-ascii`), local time without year |
/// | `[1796025551]` | unbound |
///
/// Local times are taken for UTC. Times without a year count from the year 2000 and go on where December ends.
struct LogTime {
    typealias Word = ArraySlice<UInt8>

    private var year = LogTime.firstYear
    private var month = 0
    private static let firstYear = 2000
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    .map { Array($0.utf8) }

    /// A time, and the parts that it leaves out.
    struct Reading {
        let time: Timestamp
        var hasYear = true
        var hasZone = true
    }

    /// The time that the first words of a line are, or `nil`.
    mutating func read(_ words: ArraySlice<Word>) -> Reading? {
        guard let first = words.first else { return nil }
        if first.first == UInt8(ascii: "[") {
            return Self.secondsSince1970(first).map { Reading(time: $0) }
        }
        if let reading = Self.iso8601(first) { return reading }
        guard let second = words.dropFirst().first else { return nil }
        if let time = Self.dayMonthYear(first, second) { return Reading(time: time, hasZone: false) }
        guard let third = words.dropFirst(2).first,
            let month = Self.months.firstIndex(of: Array(first)).map({ $0 + 1 }),
            let day = Self.number(second),
            let clock = Self.clock(third)
        else { return nil }
        if month < self.month, self.month - month > 6 { year += 1 }
        self.month = month
        return Timestamp(year: year, month: month, day: day, nanosecondOfDay: clock.nanoseconds).map {
            Reading(time: $0, hasYear: false, hasZone: false)
        }
    }

    /// `[1796025551]`.
    private static func secondsSince1970(_ word: Word) -> Timestamp? {
        word.last == UInt8(ascii: "]") ? decimalSeconds(word.dropFirst().dropLast()) : nil
    }

    /// `1796025551` or `1796025551.123456`, seconds since 1970.
    static func decimalSeconds(_ word: Word) -> Timestamp? {
        let parts = word.split(separator: UInt8(ascii: "."), maxSplits: 1)
        guard let whole = parts.first.flatMap(number), whole < 1 << 33,
            let fraction = parts.count > 1 ? fraction(parts[1]) : 0
        else { return nil }
        return Timestamp(nanoseconds: Int64(whole) * 1_000_000_000 + fraction)
    }

    /// `2026-11-30T07:58:27.693`, with or without a zone: `Z`, `+01:00`, `+0100`.
    static func iso8601(_ word: Word) -> Reading? {
        guard word.count >= 19, word.dropFirst(10).first == UInt8(ascii: "T") else { return nil }
        let date = word.prefix(10).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard date.count == 3, date[0].count == 4, let year = number(date[0]), let month = number(date[1]),
            let day = number(date[2]), let clock = clock(word.dropFirst(11)),
            let time = Timestamp(year: year, month: month, day: day, nanosecondOfDay: clock.nanoseconds)
        else { return nil }
        if clock.rest.isEmpty { return Reading(time: time, hasZone: false) }
        guard let offset = offset(clock.rest) else { return nil }
        let (utc, overflow) = time.nanoseconds.subtractingReportingOverflow(offset)
        return overflow ? nil : Reading(time: Timestamp(nanoseconds: utc))
    }

    /// `30-Nov-2026` and `07:58:27.693`.
    private static func dayMonthYear(_ date: Word, _ time: Word) -> Timestamp? {
        let parts = date.split(separator: UInt8(ascii: "-"))
        guard parts.count == 3, let day = number(parts[0]),
            let month = months.firstIndex(of: Array(parts[1])).map({ $0 + 1 }), parts[2].count == 4,
            let year = number(parts[2]), let clock = clock(time), clock.rest.isEmpty
        else { return nil }
        return Timestamp(year: year, month: month, day: day, nanosecondOfDay: clock.nanoseconds)
    }

    /// The time `07:58:27.693` and the text behind it.
    private static func clock(_ word: Word) -> (nanoseconds: Int64, rest: Word)? {
        let colon = UInt8(ascii: ":")
        guard word.count >= 8, word.dropFirst(2).first == colon, word.dropFirst(5).first == colon,
            let hour = number(word.prefix(2)), let minute = number(word.dropFirst(3).prefix(2)),
            let second = number(word.dropFirst(6).prefix(2)), hour < 24, minute < 60, second <= 60
        else { return nil }
        var rest = word.dropFirst(8)
        var part: Int64 = 0
        if rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") {
            let digits = rest.dropFirst().prefix { 0x30...0x39 ~= $0 }
            guard let fraction = fraction(digits) else { return nil }
            part = fraction
            rest = rest.dropFirst(1 + digits.count)
        }
        return (Int64(hour * 3_600 + minute * 60 + second) * 1_000_000_000 + part, rest)
    }

    /// The nanoseconds of a zone's difference to UTC.
    private static func offset(_ word: Word) -> Int64? {
        if word.elementsEqual("Z".utf8) { return 0 }
        let digits = word.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard let sign = word.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            digits.count == 4,
            let value = number(digits[...])
        else { return nil }
        let seconds = Int64(value / 100 * 3_600 + value % 100 * 60)
        return (sign == UInt8(ascii: "-") ? -seconds : seconds) * 1_000_000_000
    }

    /// Nanoseconds of 1…9 digits behind a point; further ones are cut off.
    private static func fraction(_ digits: Word) -> Int64? {
        guard let value = number(digits.prefix(9)) else { return nil }
        return (digits.count..<max(9, digits.count)).reduce(Int64(value)) { value, _ in value * 10 }
    }

    /// A number of 1…12 decimal digits.
    static func number(_ word: Word) -> Int? {
        guard (1...12).contains(word.count) else { return nil }
        var value = 0
        for octet in word {
            guard 0x30...0x39 ~= octet else { return nil }
            value = value * 10 + Int(octet - 0x30)
        }
        return value
    }
}
