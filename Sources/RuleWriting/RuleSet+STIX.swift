import ContentDigest
import DNSWire
import Findings
import FoundationEssentials

extension RuleSet {
    /// The zones as a bundle of STIX 2.1 indicators, one for each zone: the name itself and those below it.
    ///
    /// Identifiers follow from names, so that the same zone is the same indicator in the next bundle. Times are those of the
    /// report in milliseconds: `created` and `modified` have three decimals (§3.2), and stix2 3.0.2 refuses more than six.
    ///
    /// Source: STIX 2.1 (OASIS Standard, 2021) §4.7 and §9; pattern escapes `\\` and `\'` in §9.3.
    package var stixBundle: String {
        let time =
            "\(zones.date.prefix(4))-\(zones.date.dropFirst(4).prefix(2))-\(zones.date.suffix(2))T00:00:00.000Z"
        let objects = zones.zones.map { Indicator($0, time: time) }
        let id = NamedUUID.text(of: (["bundle"] + objects.map(\.id)).joined(separator: " "))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Nothing but text is encoded, which cannot fail.
        guard let data = try? encoder.encode(Bundle(id: "bundle--\(id)", objects: objects)) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Bundle: Encodable {
        let type = "bundle"
        let id: String
        let objects: [Indicator]

        /// An empty list of objects must be left out (§8).
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(type, forKey: .type)
            try container.encode(id, forKey: .id)
            if !objects.isEmpty { try container.encode(objects, forKey: .objects) }
        }

        private enum CodingKeys: CodingKey { case type, id, objects }
    }

    private struct Indicator: Encodable {
        struct Reference: Encodable {
            let sourceName = "mitre-attack"
            let externalId: String

            private enum CodingKeys: String, CodingKey {
                case sourceName = "source_name"
                case externalId = "external_id"
            }
        }

        let type = "indicator"
        let specVersion = "2.1"
        let id: String
        let created: String
        let modified: String
        let name: String
        let description: String
        let indicatorTypes = ["malicious-activity"]
        let pattern: String
        let patternType = "stix"
        let validFrom: String
        let externalReferences: [Reference]

        private enum CodingKeys: String, CodingKey {
            case type, id, created, modified, name, description, pattern
            case specVersion = "spec_version"
            case indicatorTypes = "indicator_types"
            case patternType = "pattern_type"
            case validFrom = "valid_from"
            case externalReferences = "external_references"
        }

        init(_ zone: ReportedZones.Zone, time: String) {
            let zoneName = RuleText.owner(zone.name.lowercased)
            id = "indicator--" + NamedUUID.text(of: "indicator \(zoneName)")
            (created, modified, validFrom) = (time, time, time)
            name = "dnsscan \(zone.kind.rawValue) \(zoneName)"
            description = zone.kind.summary
            // The names are plain, so that only their dots mean something to a regular expression; a pattern's text
            // doubles every backslash.
            let expression = "^(.+\\\\.)?" + zoneName.replacing(".", with: "\\\\.") + "$"
            pattern = "[domain-name:value = '\(zoneName)' OR domain-name:value MATCHES '\(expression)']"
            externalReferences = zone.techniques.map { Reference(externalId: $0) }
        }
    }
}
