import NetworkTypes

/// Numbers as people read them: grouped digits, decimal units, no more digits than mean something.
package enum Quantity {
    /// A count with its thousands apart, such as `1,204,331`.
    package static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A count and its noun, such as `1 query` or `12 queries`; the plural ends in `s` unless given.
    package static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
        count(value) + " " + (value == 1 ? singular : plural ?? singular + "s")
    }

    /// A size in decimal units, such as `999 B`, `1.2 kB` or `340 MB`.
    package static func bytes(_ value: Int) -> String {
        let magnitude = Double(value.magnitude)
        let sign = value < 0 ? "-" : ""
        if magnitude < 1000 { return "\(value) B" }
        var scaled = magnitude
        for unit in ["kB", "MB", "GB", "TB", "PB"] {
            scaled /= 1000
            // From 99.95 on, one decimal would show a fourth digit; from 999.5 on, the next unit is shorter.
            if scaled < 99.95 { return sign + fixed(scaled, decimals: 1) + " " + unit }
            if scaled < 999.5 { return sign + fixed(scaled, decimals: 0) + " " + unit }
        }
        return sign + fixed(scaled / 1000, decimals: 1) + " EB"
    }

    /// A length of time in its one or two largest units, such as `250 ms`, `12.3 s` or `3 h 43 min`.
    ///
    /// A value that is negative or not a number counts as no time.
    package static func duration(seconds: Double) -> String {
        guard seconds > 0 else { return "0 s" }
        if seconds < 0.0005 { return "under 1 ms" }
        if seconds < 0.9995 { return fixed(seconds * 1000, decimals: 0) + " ms" }
        if seconds < 59.95 { return fixed(seconds, decimals: 1) + " s" }
        // Far beyond any capture, but a caller that passes infinity gets a number and no trap.
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
        let minutes = (whole + 30) / 60
        if minutes < 24 * 60 { return pair(minutes / 60, "h", minutes % 60, "min") }
        let hours = (whole + 1800) / 3600
        return pair(hours / 24, "d", hours % 24, "h")
    }

    /// A measured value with its unit; three significant digits where it is below a thousand.
    ///
    /// Bytes and seconds are given in the unit that suits them, a ratio goes without a unit.
    package static func measured(_ value: Double, unit: String) -> String {
        switch unit {
        case "bytes" where value.magnitude >= 1000 && value.magnitude < 9e18: bytes(Int(value))
        case "bytes": number(value) + " B"
        case "seconds": duration(seconds: value)
        case "percent": number(value) + " %"
        case "ratio", "": number(value)
        default: number(value) + " " + (value == 1 ? singular(unit) : unit)
        }
    }

    /// The one of a unit that is the plural of an English noun; anything else as it is.
    private static func singular(_ unit: String) -> String {
        if unit.hasSuffix("ies") { return unit.dropLast(3) + "y" }
        return unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    }

    /// A number with three significant digits, or all digits before the point; `n/a` when it is none.
    static func number(_ value: Double) -> String {
        let magnitude = value.magnitude
        guard value.isFinite else { return "n/a" }
        guard magnitude < 1e15 else { return "\(value)" }
        if magnitude >= 999.5 { return count(Int(value.rounded())) }
        var decimals = 2
        var bound = 9.995
        while decimals > 0, magnitude >= bound {
            decimals -= 1
            bound *= 10
        }
        bound = 0.9995
        while decimals < 6, magnitude < bound, magnitude > 0 {
            decimals += 1
            bound /= 10
        }
        var text = fixed(value, decimals: decimals)
        if text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }

    /// `value`, of less than 10¹⁵ in size, with exactly `decimals` (0…6) digits after the point.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
        // Beyond 2⁵³ there are no decimals left to round, and the product might not fit an Int.
        guard value.magnitude < 9e18 / Double(scale) else { return "\(value)" }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        var text = (value < 0 ? "-" : "") + String(scaled / scale)
        if decimals > 0 {
            let digits = String(scaled % scale)
            text += "." + String(repeating: "0", count: decimals - digits.count) + digits
        }
        return text
    }

    /// Two moments to the second, the date of the second one only when it differs, and the time between.
    ///
    /// Where a clock jumped, the long time between the two moments did not really pass.
    static func interval(_ range: ClosedRange<Timestamp>, isClockOff: Bool = false) -> String {
        let first = range.lowerBound.rfc3339(fractionDigits: 0)
        let last = range.upperBound.rfc3339(fractionDigits: 0)
        if range.lowerBound == range.upperBound {
            return first.prefix(10) + " " + first.dropFirst(11).dropLast() + " UTC"
        }
        var text = first.prefix(10) + " " + first.dropFirst(11).dropLast() + " to "
        if first.prefix(10) != last.prefix(10) { text += last.prefix(10) + " " }
        text += last.dropFirst(11).dropLast() + " UTC"
        let seconds = range.upperBound.seconds(since: range.lowerBound)
        if isClockOff, seconds > 30 * 86_400 { return text + " (by a clock that is not right)" }
        return text + " (" + duration(seconds: seconds) + ")"
    }
}
