import PayloadMeasures
import Testing

/// Counts of octets and their entropy; the values are Shannon's formula in Python.
@Suite struct OctetHistogramTests {
    @Test(arguments: [
        ("a", 0), ("aaaaaaaa", 0), ("ab", 1), ("aab", 0.918_295_834_054_489_6), ("abcd", 2),
        ("mississippi", 1.823_067_982_273_661), ("hello world", 2.845_350_936_622_437),
        ("www.example.com", 3.189_898_095_464_287_3),
    ])
    func entropyOfText(text: String, bits: Double) throws {
        let entropy = try #require(OctetHistogram(text.utf8).entropy)
        #expect(abs(entropy - bits) < 1e-9)
    }

    @Test func entropyAtItsEnds() {
        #expect(OctetHistogram([UInt8]()).entropy == nil)
        #expect(OctetHistogram(0...255).entropy == 8)
    }

    @Test func counts() {
        var histogram = OctetHistogram("banana".utf8)
        histogram.add([0, 255, 255])
        #expect(histogram.total == 9)
        #expect(histogram[UInt8(ascii: "a")] == 3)
        #expect(histogram[255] == 2)
        #expect(histogram[7] == 0)
        #expect(histogram.distinctCount == 5)
        #expect(histogram.count { $0 < 0x80 } == 7)
    }
}
