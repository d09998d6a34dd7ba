package import DNSWire
package import PayloadMeasures

/// The labels of subdomains that are not the same in half of them, in which payload can be.
package struct VaryingLabels {
    /// Of each subdomain, in its case.
    package private(set) var labelsOfNames: [[ArraySlice<UInt8>]] = []
    package private(set) var histogram = OctetHistogram()

    package init(_ subdomains: [DomainName]) {
        let fixed = Self.fixedLabels(of: subdomains)
        for subdomain in subdomains {
            let places = Self.places(of: subdomain)
            let labels = zip(subdomain.labels, places).compactMap { fixed.contains($1) ? nil : $0 }
            for label in labels { histogram.add(label) }
            labelsOfNames.append(labels)
        }
    }

    /// A label in lower case, and where it stands.
    private struct Place: Hashable {
        let label: ArraySlice<UInt8>
        /// Its place from the right if it has one symbol, since all symbols are in most names where each is a label.
        ///
        /// A longer one is the same wherever it stands: -1.
        let number: Int
    }

    private static func places(of subdomain: DomainName) -> [Place] {
        let labels = Array(subdomain.lowercased.labels)
        return labels.enumerated().map { place, label in
            Place(label: label, number: label.count == 1 ? labels.count - place : -1)
        }
    }

    /// Labels that more than half of the subdomains have; none of fewer than four subdomains.
    private static func fixedLabels(of subdomains: [DomainName]) -> Set<Place> {
        guard subdomains.count >= 4 else { return [] }
        var appearances: [Place: Int] = [:]
        for subdomain in subdomains {
            for place in Set(places(of: subdomain)) { appearances[place, default: 0] += 1 }
        }
        return Set(appearances.filter { 2 * $0.value > subdomains.count }.keys)
    }

    /// The share of octets that host names do not have.
    package var unusualOctetRatio: Double {
        guard histogram.total > 0 else { return 0 }
        let unusual = histogram.count { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): false
            default: true
            }
        }
        return Double(unusual) / Double(histogram.total)
    }
}
