extension Timestamp {
    /// A moment of a day of the proleptic Gregorian calendar, in UTC; `nil` where a number is out of its range.
    ///
    /// - Parameters:
    ///   - year: 1678…2261, so that the result is in range.
    ///   - month: 1…12.
    ///   - day: 1…31; one that the month does not have is a day of the next.
    ///   - nanosecondOfDay: From midnight; leap seconds may reach into the next day.
    package init?(year: Int, month: Int, day: Int, nanosecondOfDay: Int64) {
        guard (1_678...2_261).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...86_401_000_000_000).contains(nanosecondOfDay)
        else { return nil }
        // Years begin on 1 March here, so that the leap day is the last one.
        let shiftedYear = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let days =
            365 * shiftedYear + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
            + (153 * monthFromMarch + 2) / 5 + day - 1
        let daysTo1970 = 719_468  // from 0000-03-01
        self.init(nanoseconds: Int64(days - daysTo1970) * 86_400_000_000_000 + nanosecondOfDay)
    }
}
