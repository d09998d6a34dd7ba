import BaselineFile
import Baselines
import Testing

@Suite struct BaselineFileTests {
    private static func sample() -> Baseline {
        var entry = Baseline.Entry()
        entry.queriesPerHour.add(12, count: 30)
        entry.queriesPerHour.add(480)
        entry.nameOctets.add(21, count: 100)
        entry.queryTypes = ["A": 90, "TYPE65280": 10]
        entry.responses = 99
        entry.nxDomains = 9
        entry.hoursOfDay[23] = 31
        entry.firstSeen = 1_795_464_000
        entry.lastSeen = 1_795_467_600
        var baseline = Baseline()
        baseline.hours = 31
        baseline.captures = ["0123456789abcdef", "00000000000000ff"]
        baseline.clients = ["10.0.0.7": entry, "2001:db8::7": entry]
        baseline.zones = ["example.org": entry, #"a\"b\\.example"#: entry]
        return baseline
    }

    @Test func `what is written is read again`() throws {
        let text = BaselineFile.text(of: Self.sample())
        let read = try BaselineFile.baseline(in: text)
        #expect(read.clients == Self.sample().clients && read.zones == Self.sample().zones)
        #expect(read.hours == 31 && !read.isHashed)
        #expect(read.captures == Self.sample().captures && read.keyCheck == nil)
        #expect(BaselineFile.text(of: read) == text)
    }

    @Test func `one line for each client and zone, sorted`() {
        let lines = BaselineFile.text(of: Self.sample()).split(separator: "\n")
        #expect(lines.count == 6)
        #expect(
            lines[0] == #"{"captures":["00000000000000ff","0123456789abcdef"],"hashed":false,"hours":31,"#
                + #""lost":0,"schema":"dnsscan.baseline/1","entries":["#
        )
        #expect(lines[1].contains(#""kind":"client","last_seen":1795467600,"name":"10.0.0.7""#))
        #expect(lines[1].contains(#""queries_per_hour":{"12":30,"448":1}"#))
        #expect(
            lines[3].contains(#""name":"a\\\"b\\\\.example""#) && lines[4].contains(#""name":"example.org""#)
        )
    }

    /// Version 0.1.0 wrote neither fingerprints nor a check of the key.
    @Test func `a file of an earlier version is read`() throws {
        let text = BaselineFile.text(of: Self.sample())
        let earlier = text.replacing(#""captures":["00000000000000ff","0123456789abcdef"],"#, with: "")
        #expect(earlier != text)
        #expect(try BaselineFile.baseline(in: earlier).captures == [])
    }

    /// Each row changes one thing in a good file.
    @Test(arguments: [
        ("cut off", #"]}"#, "", BaselineFileError.malformed),
        ("another schema", "baseline/1", "baseline/2", .otherSchema),
        ("a count below 0", #""responses":99"#, #""responses":-1"#, .badEntry("10.0.0.7")),
        (
            "a number beyond all", #""responses":99"#, #""responses":9223372036854775807"#,
            .badEntry("10.0.0.7")
        ),
        ("a number that is none", #""responses":99"#, #""responses":1e400"#, .malformed),
        ("a size that is none", #"{"12":30"#, #"{"twelve":30"#, .badEntry("10.0.0.7")),
        ("a size below 0", #"{"12":30"#, #"{"-12":30"#, .badEntry("10.0.0.7")),
        ("a type with a line end", #""A":90"#, #""A\n":90"#, .badEntry("10.0.0.7")),
        ("no address", #""name":"10.0.0.7""#, #""name":"10.0.0""#, .badEntry("10.0.0")),
        ("a client twice", #""name":"2001:db8::7""#, #""name":"10.0.0.7""#, .badEntry("10.0.0.7")),
        ("another kind", #""kind":"client""#, #""kind":"server""#, .malformed),
        ("an empty zone", #""name":"example.org""#, #""name":"""#, .badEntry("")),
        ("a fingerprint that is none", #""00000000000000ff""#, #""00FF""#, .malformed),
        ("hours below 0", #""hours":31"#, #""hours":-31"#, .malformed),
    ])
    func `a file that somebody changed is refused`(
        row: String,
        old: String,
        new: String,
        error: BaselineFileError
    ) {
        let text = BaselineFile.text(of: Self.sample())
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        #expect(throws: error) { try BaselineFile.baseline(in: changed) }
    }

    @Test(arguments: ["", "[]", "null", String(repeating: "[", count: 100_000)])
    func `what is no baseline is refused`(text: String) {
        #expect(throws: BaselineFileError.malformed) { try BaselineFile.baseline(in: text) }
    }
}
