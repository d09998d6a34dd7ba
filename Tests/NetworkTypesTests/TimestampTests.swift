import NetworkTypes
import Testing

/// The text of moments, against dates that Python's `datetime` computed, and their differences.
@Suite struct TimestampTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let seconds: Int64
        let text: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(name: "epoch", seconds: 0, text: "1970-01-01T00:00:00Z"),
        Row(name: "second before the epoch", seconds: -1, text: "1969-12-31T23:59:59Z"),
        Row(name: "leap day of a 400th year", seconds: 951_827_696, text: "2000-02-29T12:34:56Z"),
        Row(name: "day after it", seconds: 951_868_800, text: "2000-03-01T00:00:00Z"),
        Row(name: "leap day", seconds: 1_709_251_199, text: "2024-02-29T23:59:59Z"),
        Row(name: "last second of February 2100", seconds: 4_107_542_399, text: "2100-02-28T23:59:59Z"),
        Row(name: "2100 has no leap day", seconds: 4_107_542_400, text: "2100-03-01T00:00:00Z"),
        Row(name: "last second of February 1900", seconds: -2_203_891_201, text: "1900-02-28T23:59:59Z"),
        Row(name: "1900 has no leap day", seconds: -2_203_891_200, text: "1900-03-01T00:00:00Z"),
        Row(name: "last second of a century", seconds: 946_684_799, text: "1999-12-31T23:59:59Z"),
        Row(name: "before a leap second", seconds: 1_483_228_799, text: "2016-12-31T23:59:59Z"),
        Row(name: "an autumn night", seconds: 1_795_477_380, text: "2026-11-23T23:43:00Z"),
        Row(name: "31 bits of seconds are full", seconds: 2_147_483_648, text: "2038-01-19T03:14:08Z"),
        Row(name: "32 bits of seconds are full", seconds: 4_294_967_296, text: "2106-02-07T06:28:16Z"),
        Row(name: "proleptic Gregorian", seconds: -6_857_222_400, text: "1752-09-14T00:00:00Z"),
        Row(name: "last whole second", seconds: 9_223_372_036, text: "2262-04-11T23:47:16Z"),
        Row(name: "first whole second", seconds: -9_223_372_036, text: "1677-09-21T00:12:44Z"),
    ])
    func wholeSeconds(_ row: Row) {
        #expect(Timestamp(nanoseconds: row.seconds * 1_000_000_000).rfc3339(fractionDigits: 0) == row.text)
    }

    /// Moments drawn at random over the whole range.
    @Test(
        arguments: [
            (4_865_782_901_354_085_936, "2124-03-10T22:21:41.354085936Z"),
            (-7_048_155_917_072_976_836, "1746-08-27T02:54:42.927023164Z"),
            (-931_725_450_029_404_348, "1940-06-23T03:22:29.970595652Z"),
            (-7_491_968_275_375_482_579, "1732-08-03T09:42:04.624517421Z"),
            (4_928_188_522_590_161_285, "2126-03-03T05:15:22.590161285Z"),
            (-1_007_428_432_199_280_040, "1938-01-28T22:46:07.800719960Z"),
            (5_567_713_808_534_132_990, "2146-06-08T03:10:08.534132990Z"),
            (8_213_794_561_484_772_545, "2230-04-15T01:36:01.484772545Z"),
            (-3_367_828_769_413_532_871, "1863-04-12T12:00:30.586467129Z"),
            (8_652_272_787_646_516_959, "2244-03-07T01:06:27.646516959Z"),
            (4_864_424_774_366_972_157, "2124-02-24T05:06:14.366972157Z"),
            (-2_846_324_991_276_127_175, "1879-10-21T10:10:08.723872825Z"),
            (.max, "2262-04-11T23:47:16.854775807Z"),
            (.min, "1677-09-21T00:12:43.145224192Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"),
        ] as [(Int64, String)]
    )
    func nanoseconds(_ nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).rfc3339(fractionDigits: 9) == text)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:01Z"), (1, "1970-01-01T00:00:01.0Z"), (3, "1970-01-01T00:00:01.098Z"),
        (6, "1970-01-01T00:00:01.098765Z"), (9, "1970-01-01T00:00:01.098765432Z"),
    ])
    func fractionIsCutAndNotRounded(digits: Int, text: String) {
        #expect(Timestamp(nanoseconds: 1_098_765_432).rfc3339(fractionDigits: digits) == text)
    }

    @Test func secondsBetween() {
        let early = Timestamp(nanoseconds: 1_000_000_000)
        let late = Timestamp(nanoseconds: 3_500_000_000)
        #expect(late.seconds(since: early) == 2.5)
        #expect(early.seconds(since: late) == -2.5)
        #expect(early.seconds(since: early) == 0)
        #expect(early < late)
    }

    /// 2⁶⁴ − 1 nanoseconds do not fit 64 signed bits; as a double they are 1.8446744073709552e10 seconds.
    @Test func theWholeRangeApart() {
        let first = Timestamp(nanoseconds: .min)
        let last = Timestamp(nanoseconds: .max)
        #expect(last.seconds(since: first) == 18_446_744_073.709_552)
        #expect(first.seconds(since: last) == -18_446_744_073.709_552)
    }
}
