import FindingReport
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_204_331, "1,204,331"), (-1_000, "-1,000"),
        (-999, "-999"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `counts`(value: Int, expected: String) {
        #expect(Quantity.count(value) == expected)
    }

    @Test func `nouns`() {
        #expect(Quantity.count(0, "packet") == "0 packets")
        #expect(Quantity.count(1, "query", "queries") == "1 query")
        #expect(Quantity.count(2_000, "query", "queries") == "2,000 queries")
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_049, "1.0 kB"), (1_051, "1.1 kB"),
        (99_949, "99.9 kB"),
        (99_951, "100 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1_214_000, "1.2 MB"),
        (3_420_000_000, "3.4 GB"), (Int.max, "9.2 EB"), (-1_500, "-1.5 kB"),
    ])
    func `sizes`(value: Int, expected: String) {
        #expect(Quantity.bytes(value) == expected)
    }

    @Test(arguments: [
        (0.0, "0 s"), (-1, "0 s"), (.nan, "0 s"), (0.0001, "under 1 ms"), (0.25, "250 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"), (12.34, "12.3 s"), (59.94, "59.9 s"), (59.96, "1 min"), (125, "2 min 5 s"),
        (3_599.4, "59 min 59 s"), (3_599.6, "1 h"), (13_380, "3 h 43 min"), (86_399, "1 d"),
        (180_000, "2 d 2 h"),
        (.infinity, "11574074 d 2 h"),
    ])
    func `durations`(seconds: Double, expected: String) {
        #expect(Quantity.duration(seconds: seconds) == expected)
    }

    @Test(arguments: [
        (4.871234, "bits/byte", "4.87 bits/byte"), (3.9, "bits/byte", "3.9 bits/byte"),
        (0.97, "ratio", "0.97"),
        (9.996, "names", "10 names"), (99.96, "names", "100 names"), (123.4, "names", "123 names"),
        (1_234.5, "names", "1,235 names"), (0.0123456, "ratio", "0.0123"), (0.00000001, "ratio", "0"),
        (-2.5, "ratio", "-2.5"), (-0.0, "ratio", "0"), (34.56, "bytes", "34.6 B"),
        (1_214_000, "bytes", "1.2 MB"),
        (1, "queries", "1 query"), (1, "clients", "1 client"), (1, "bits/byte", "1 bits/byte"),
        (90, "seconds", "1 min 30 s"), (12.5, "percent", "12.5 %"), (.infinity, "names", "n/a names"),
        (1e300, "ratio", "1e+300"),
    ])
    func `measures`(value: Double, unit: String, expected: String) {
        #expect(Quantity.measured(value, unit: unit) == expected)
    }
}
