package import NetworkTypes

/// A day of the Gregorian calendar in UTC.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// `2027-03-31`; four-digit years, so that text and time have one order.
    private let text: String

    /// Reads a date as RFC 3339 writes it: `2027-03-31`.
    ///
    /// `nil` for everything else and for days that their month does not have.
    ///
    /// Source: RFC 3339 §5.6, §5.7.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month)
        else { return nil }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return nil }
        self.text = String(text)
    }

    /// The day that a moment lies in.
    package init(of time: Timestamp) {
        text = String(time.rfc3339(fractionDigits: 0).prefix(10))
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension CalendarDate: CustomStringConvertible {
    package var description: String { text }
}
