import DNSWire
import Findings

extension RuleSet {
    /// The zones as an intelligence file of Zeek: domains, tab-separated, no column empty.
    ///
    /// Zeek looks for exactly the indicator: names below it match only where a script looks for parents too, as the
    /// file says. Names carry no final dot, with which nothing would match. A line with an empty last column would
    /// get lost.
    ///
    /// Source: Zeek, base/frameworks/intel, src/input/readers/ascii/Ascii.cc.
    package var zeekIntelligence: String {
        var text = "#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\n"
        text +=
            "# \(zones.zones.count) zones that dnsscan found. Zeek matches these names alone, not names below them.\n"
        for zone in zones.zones {
            let words = [zone.kind.rawValue, zone.severity.rawValue] + zone.techniques
            text +=
                "\(RuleText.owner(zone.name.lowercased))\tIntel::DOMAIN\tdnsscan\t\(words.joined(separator: " "))\n"
        }
        return text
    }
}
