package import DNSWire
package import Findings
import FoundationEssentials

/// The zones of a report that rules may be made of, and those that no rule may cover.
///
/// The reader trusts a report as little as a text that anybody could have written: it holds names from a capture, and
/// somebody may have changed it since.
package struct ReportedZones: Sendable {
    /// One zone and the findings in it.
    package struct Zone: Sendable {
        package let name: DomainName
        package let kind: FindingKind
        package let severity: Severity
        /// Identifiers of ATT&CK techniques.
        package let techniques: [String]
    }

    /// A zone or finding that no rule is made of.
    package struct Omission: Sendable {
        /// In presentation format, or the text that stood there.
        package let name: String
        /// One clause for people.
        package let reason: String
    }

    /// Sorted, none below another.
    package private(set) var zones: [Zone] = []
    package private(set) var omissions: [Omission] = []
    /// The date of the last finding as `YYYYMMDD`, for serial numbers; 19700101 without one.
    package private(set) var date = "19700101"

    /// Zones that a report may have; one of a scan has fewer.
    private static let maximumZones = 100_000

    /// Reads a report.
    ///
    /// - Parameters:
    ///   - report: The text that `--format json` writes.
    ///   - minimumSeverity: Findings below it make no rules.
    ///   - isShared: Whether everybody can have names below a name, which a rule must therefore not cover.
    /// - Throws: ``ReportedZonesError`` when it is no report.
    package init(
        in report: String,
        minimumSeverity: Severity,
        isShared: (DomainName) -> Bool
    ) throws(ReportedZonesError) {
        let read: Report
        do { read = try JSONDecoder().decode(Report.self, from: Data(report.utf8)) } catch {
            throw .malformed
        }
        guard read.schema == "dnsscan.report/1" else { throw .otherSchema }
        guard read.findings.reduce(0, { $0 + $1.zones.count }) <= Self.maximumZones else {
            throw .tooManyZones
        }
        var found: [DomainName: Zone] = [:]
        for finding in read.findings {
            guard let severity = Severity(rawValue: finding.severity) else { throw .malformed }
            guard severity >= minimumSeverity else { continue }
            guard let kind = FindingKind(rawValue: finding.kind), kind.isBlockable,
                finding.recognisedAs == nil
            else {
                omissions.append(
                    Omission(
                        name: finding.zones.first ?? ".",
                        reason: "\(finding.kind) is not to be blocked by name"
                    )
                )
                continue
            }
            noteDate(finding.lastSeen)
            for text in finding.zones {
                guard let name = DomainName(presentation: text)?.lowercased else {
                    omissions.append(Omission(name: text, reason: "no domain name"))
                    continue
                }
                if let reason = Self.reason(against: name, isShared: isShared) {
                    omissions.append(Omission(name: name.presentation, reason: reason))
                    continue
                }
                let zone = Zone(
                    name: name,
                    kind: kind,
                    severity: severity,
                    techniques: finding.attack.map(\.id).filter(Self.isTechnique)
                )
                if let other = found[name], other.severity >= severity { continue }
                found[name] = zone
            }
        }
        // Canonical order puts a name right before those below it.
        for zone in found.values.sorted(by: { $0.name < $1.name }) {
            if let last = zones.last, zone.name.isSubdomain(of: last.name) { continue }
            zones.append(zone)
        }
    }

    /// The reason why no rule may cover a name, or `nil`.
    private static func reason(against name: DomainName, isShared: (DomainName) -> Bool) -> String? {
        if name.isRoot { return "no zone: the channel is known by its addresses alone" }
        if name.labelCount == 1 || isShared(name) {
            return "everybody can have names below it; block the names themselves"
        }
        // Room for a wildcard's label and for the name of a response policy zone.
        if name.octets.count > DomainName.maximumOctetCount - 66 { return "too long for a policy zone" }
        // A label `*` is a wildcard in a zone file however it is written, and `rpz-…` at the end is a trigger of its own.
        if name.labels.contains(where: { $0 == [UInt8(ascii: "*")] }) { return "a label is a wildcard" }
        if name.suffix(labelCount: 1).octets.dropFirst().starts(with: Array("rpz-".utf8)) {
            return "the last label is a trigger of policy zones"
        }
        return nil
    }

    /// The same without the zones whose names logs and indicators cannot hold; these become omissions.
    ///
    /// Zeek, resolvers and log pipelines each have a spelling of their own for octets beyond letters, digits, hyphens
    /// and underscores, and some lose them. A rule of such a name would find nothing and say so to nobody.
    package func withPlainNamesOnly() -> ReportedZones {
        var plain = self
        plain.zones = zones.filter { RuleText.isPlain($0.name) }
        plain.omissions += zones.filter { !RuleText.isPlain($0.name) }.map {
            Omission(
                name: $0.name.presentation,
                reason: "logs spell its odd octets in different ways; use a policy zone or Suricata"
            )
        }
        return plain
    }

    private static func isTechnique(_ id: String) -> Bool {
        id.wholeMatch(of: #/T[0-9]{4}(\.[0-9]{3})?/#) != nil
    }

    private mutating func noteDate(_ time: String) {
        guard let match = time.prefixMatch(of: #/([0-9]{4})-([0-9]{2})-([0-9]{2})T/#) else { return }
        date = max(date, String(match.1 + match.2 + match.3))
    }

    private struct Report: Decodable {
        struct Finding: Decodable {
            struct Technique: Decodable { let id: String }

            let kind: String
            let severity: String
            let zones: [String]
            let lastSeen: String
            let attack: [Technique]
            let recognisedAs: String?

            private enum CodingKeys: String, CodingKey {
                case kind, severity, zones, attack
                case lastSeen = "last_seen"
                case recognisedAs = "recognised_as"
            }
        }

        let schema: String
        let findings: [Finding]
    }
}

extension FindingKind {
    /// Whether the cross-walk has a firewall's rule for it.
    fileprivate var isBlockable: Bool { crossWalk.terms.contains { $0.system == .networkFirewall } }
}

/// The reason why a text is no report.
package enum ReportedZonesError: Error, Equatable {
    case malformed
    case otherSchema
    case tooManyZones

    /// One line for people.
    package var reason: String {
        switch self {
        case .malformed: "is no report; make one first: dnsscan -f json -o report.json CAPTURE"
        case .otherSchema: "is JSON, but not of schema dnsscan.report/1"
        case .tooManyZones: "has more zones than any report"
        }
    }
}
