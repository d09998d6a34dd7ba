package import Baselines
import FoundationEssentials
import NetworkTypes

/// A baseline as JSON, schema `dnsscan.baseline/1`: one line for each client and zone, sorted, so that it can be kept
/// in version control.
package enum BaselineFile {
    /// Lines of clients and zones that a file may have; a baseline of one run has fewer.
    private static let maximumEntries = 200_000

    // MARK: - Writing

    /// The text of a baseline.
    package static func text(of baseline: Baseline) -> String {
        var head = Head()
        head.hours = baseline.hours
        head.hashed = baseline.isHashed
        head.lost = baseline.lost
        head.captures = baseline.captures.sorted()
        head.keyCheck = baseline.keyCheck
        let lines = lines(.client, baseline.clients) + lines(.zone, baseline.zones)
        let opening = line(head).dropLast() + ",\"entries\":[\n"
        return opening + lines.joined(separator: ",\n") + "\n]}\n"
    }

    private static func lines(_ kind: Line.Kind, _ entries: [String: Baseline.Entry]) -> [String] {
        entries.sorted { $0.key < $1.key }.map { name, entry in line(Line(kind, name, entry)) }
    }

    private static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing in these types can fail to be encoded: they hold no number that is not finite.
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    // MARK: - Reading

    /// The baseline that a text holds.
    ///
    /// The reader does not trust the writer of the file. It refuses numbers below 0, names that are no names and more
    /// entries than fit.
    ///
    /// - Throws: ``BaselineFileError``, which says the fault.
    package static func baseline(in text: String) throws(BaselineFileError) -> Baseline {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(text.utf8))
        } catch {
            throw .malformed
        }
        guard file.schema == Head().schema else { throw .otherSchema }
        guard file.entries.count <= maximumEntries else { throw .tooManyEntries }
        var baseline = Baseline()
        baseline.hours = file.hours
        baseline.isHashed = file.hashed
        baseline.lost = file.lost
        baseline.keyCheck = file.keyCheck
        baseline.captures = Set(file.captures ?? [])
        guard baseline.captures.count <= maximumEntries,
            (file.keyCheck.map { [$0] } ?? []).allSatisfy(isDigest), baseline.captures.allSatisfy(isDigest)
        else { throw .malformed }
        guard bound.contains(file.hours), bound.contains(file.lost) else { throw .malformed }
        for line in file.entries {
            guard let entry = line.entry else { throw .badEntry(line.name) }
            switch line.kind {
            case .client:
                guard IPAddress(line.name) != nil, baseline.clients[line.name] == nil else {
                    throw .badEntry(line.name)
                }
                baseline.clients[line.name] = entry
            case .zone:
                guard (1...1_024).contains(line.name.utf8.count), baseline.zones[line.name] == nil else {
                    throw .badEntry(line.name)
                }
                baseline.zones[line.name] = entry
            }
        }
        return baseline
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 16
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Nobody has counts and sizes beyond it, and sums of them cannot overflow.
    fileprivate static let bound = 0...1 << 40

    // MARK: - Layout

    private struct Head: Codable {
        var schema = "dnsscan.baseline/1"
        var hours = 0
        var hashed = false
        var lost = 0
        var captures: [String] = []
        /// Left out where zones have no pseudonyms.
        var keyCheck: String?

        private enum CodingKeys: String, CodingKey {
            case schema, hours, hashed, lost, captures
            case keyCheck = "key_check"
        }
    }

    private struct File: Decodable {
        let schema: String
        let hours: Int
        let hashed: Bool
        let lost: Int
        let entries: [Line]
        /// Not in files of earlier versions.
        let captures: [String]?
        let keyCheck: String?

        private enum CodingKeys: String, CodingKey {
            case schema, hours, hashed, lost, entries, captures
            case keyCheck = "key_check"
        }
    }

    fileprivate struct Line: Codable {
        enum Kind: String, Codable { case client, zone }

        let kind: Kind
        let name: String
        let queriesPerHour: [String: Int]
        let namesPerHour: [String: Int]
        let bytesUpPerHour: [String: Int]
        let bytesDownPerHour: [String: Int]
        let nameBytes: [String: Int]
        let queryTypes: [String: Int]
        let responses: Int
        let nxdomain: Int
        let hoursOfDay: [Int]
        /// Seconds since 1970.
        let firstSeen: Int
        let lastSeen: Int

        private enum CodingKeys: String, CodingKey {
            case kind, name, responses, nxdomain
            case queriesPerHour = "queries_per_hour"
            case namesPerHour = "names_per_hour"
            case bytesUpPerHour = "bytes_up_per_hour"
            case bytesDownPerHour = "bytes_down_per_hour"
            case nameBytes = "name_bytes"
            case queryTypes = "query_types"
            case hoursOfDay = "hours_of_day"
            case firstSeen = "first_seen"
            case lastSeen = "last_seen"
        }
    }
}

extension BaselineFile.Line {
    init(_ kind: Kind, _ name: String, _ entry: Baseline.Entry) {
        func texts(_ histogram: WindowHistogram) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: histogram.counts.map { (String($0.key), $0.value) })
        }
        self.kind = kind
        self.name = name
        queriesPerHour = texts(entry.queriesPerHour)
        namesPerHour = texts(entry.namesPerHour)
        bytesUpPerHour = texts(entry.bytesUpPerHour)
        bytesDownPerHour = texts(entry.bytesDownPerHour)
        nameBytes = texts(entry.nameOctets)
        queryTypes = entry.queryTypes
        responses = entry.responses
        nxdomain = entry.nxDomains
        hoursOfDay = entry.hoursOfDay
        firstSeen = entry.firstSeen
        lastSeen = entry.lastSeen
    }

    /// The entry that the line says, or `nil` when it is nonsense.
    package var entry: Baseline.Entry? {
        let bound = BaselineFile.bound
        let numbers = Array(queryTypes.values) + hoursOfDay + [responses, nxdomain, firstSeen, lastSeen]
        guard numbers.allSatisfy(bound.contains), hoursOfDay.count == 24, queryTypes.count <= 256,
            queryTypes.keys.allSatisfy({
                $0.utf8.count <= 32 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            })
        else { return nil }
        var entry = Baseline.Entry()
        for (texts, path) in [
            (queriesPerHour, \Baseline.Entry.queriesPerHour), (namesPerHour, \.namesPerHour),
            (bytesUpPerHour, \.bytesUpPerHour), (bytesDownPerHour, \.bytesDownPerHour),
            (nameBytes, \.nameOctets),
        ] as [([String: Int], WritableKeyPath<Baseline.Entry, WindowHistogram>)] {
            guard texts.count <= 1_024 else { return nil }
            var counts: [Int: Int] = [:]
            for (text, count) in texts {
                guard let size = Int(text), bound.contains(size), bound.contains(count) else { return nil }
                counts[size] = count
            }
            entry[keyPath: path] = WindowHistogram(counts: counts)
        }
        entry.queryTypes = queryTypes
        entry.responses = responses
        entry.nxDomains = nxdomain
        entry.hoursOfDay = hoursOfDay
        entry.firstSeen = firstSeen
        entry.lastSeen = lastSeen
        return entry
    }
}

/// Why a text is no baseline.
package enum BaselineFileError: Error, Equatable {
    case malformed
    case otherSchema
    case tooManyEntries
    /// A line with an impossible number or name.
    case badEntry(String)

    /// One line for people.
    package var reason: String {
        switch self {
        case .malformed: "is no JSON of schema dnsscan.baseline/1"
        case .otherSchema: "is JSON, but not of schema dnsscan.baseline/1"
        case .tooManyEntries: "has more entries than any baseline"
        case .badEntry(let name): "has an impossible entry, \(name.prefix(100))"
        }
    }
}
