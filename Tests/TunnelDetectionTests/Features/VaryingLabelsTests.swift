import Channels
import DNSWire
import Testing

/// Which labels can hold payload.
@Suite struct VaryingLabelsTests {
    private static func varying(_ names: [String]) -> [String] {
        VaryingLabels(names.map { DomainName($0) }).labelsOfNames.joined().map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func labelsOfMostNamesAreLeftOut() {
        #expect(
            Self.varying(["aa.session", "bb.Session", "cc.SESSION", "dd.other"]) == [
                "aa", "bb", "cc", "dd", "other",
            ]
        )
    }

    @Test func labelsOfJustHalfTheNamesVary() {
        #expect(Self.varying(["a.x", "b.x", "c.y", "d.z"]) == ["a", "x", "b", "x", "c", "y", "d", "z"])
    }

    @Test func threeNamesDoNotTell() {
        #expect(Self.varying(["a.x", "b.x", "c.x"]).count == 6)
    }

    @Test func unusualOctets() {
        #expect(VaryingLabels([DomainName("host-name_1")]).unusualOctetRatio == 0)
        #expect(VaryingLabels([DomainName("a=b/")]).unusualOctetRatio == 0.5)
        #expect(VaryingLabels([]).unusualOctetRatio == 0)
    }
}
