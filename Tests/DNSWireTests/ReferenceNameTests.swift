import DNSWire
import TestSupport
import Testing

/// The walk against a decoder that is slow and plain: lists of labels, built by recursion.
@Suite struct ReferenceNameTests {
    /// The labels of the name at a place, and how many pointers they take; `nil` when there is no name.
    ///
    /// The limit is where the run of labels began: a pointer must lead to a place before it.
    private func reference(_ octets: [UInt8], at place: Int, limit: Int) -> (
        labels: [[UInt8]], pointers: Int
    )? {
        guard place < octets.count else { return nil }
        let first = Int(octets[place])
        if first == 0 { return ([], 0) }
        if first <= 63 {
            guard place + 1 + first <= octets.count else { return nil }
            guard let rest = reference(octets, at: place + 1 + first, limit: limit) else { return nil }
            return ([Array(octets[(place + 1)..<(place + 1 + first)])] + rest.labels, rest.pointers)
        }
        guard first >= 192, place + 1 < octets.count else { return nil }
        let target = (first - 192) * 256 + Int(octets[place + 1])
        guard target < limit, let rest = reference(octets, at: target, limit: target) else { return nil }
        return (rest.labels, rest.pointers + 1)
    }

    private func compare(_ octets: [UInt8], at place: Int, _ note: String) {
        var expected = reference(octets, at: place, limit: place)
        if let found = expected {
            let length = found.labels.reduce(1) { $0 + 1 + $1.count }
            if length > 255 || found.pointers > 127 { expected = nil }
        }
        switch (parseName(octets, at: place), expected) {
        case (.failure, nil): break
        case (.success(let parsed), let expected?):
            let labels = parsed.name.domainName(in: octets.span).labels.map(Array.init)
            #expect(labels == expected.labels, "\(note): \(octets)")
            #expect(parsed.name.isCompressed == (expected.pointers > 0), "\(note): \(octets)")
        case (let found, let expected):
            Issue.record("\(note): \(found), expected \(expected as Any): \(octets)")
        }
    }

    @Test func agreesOnEveryPlaceOfTheSamples() {
        for (index, octets) in SampleMessages.all.enumerated() {
            for place in octets.indices { compare(octets, at: place, "sample \(index), place \(place)") }
        }
    }

    /// Octets that are mostly short labels and pointers, so that names get deep.
    @Test(arguments: 1...6 as ClosedRange<UInt64>) func agreesOnRandomOctets(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var readable = 0
        for round in 0..<60 {
            var octets: [UInt8] = []
            while octets.count < 200 {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: octets.append(0)
                case 1: octets.append(UInt8.random(in: 0...255, using: &generator))
                case 2...5:
                    octets += [0xC0, UInt8(Int.random(in: 0...octets.count, using: &generator) & 0xFF)]
                default:
                    let length = UInt8.random(in: 1...12, using: &generator)
                    octets +=
                        [length] + (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                }
            }
            for place in octets.indices {
                if case .success(let parsed) = parseName(octets, at: place), parsed.name.isCompressed {
                    readable += 1
                }
                compare(octets, at: place, "seed \(seed), round \(round), place \(place)")
            }
        }
        #expect(readable > 100, "too few names to say anything")
    }
}
