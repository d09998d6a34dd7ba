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
            let labels = zip(subdomain.labels, subdomain.lowercased.labels).compactMap { label, lowercased in
                fixed.contains(lowercased) ? nil : label
            }
            for label in labels { histogram.add(label) }
            labelsOfNames.append(labels)
        }
    }

    /// Labels, in lower case, that more than half of the subdomains have; none of fewer than four subdomains.
    private static func fixedLabels(of subdomains: [DomainName]) -> Set<ArraySlice<UInt8>> {
        guard subdomains.count >= 4 else { return [] }
        var appearances: [ArraySlice<UInt8>: Int] = [:]
        for subdomain in subdomains {
            for label in Set(subdomain.lowercased.labels) { appearances[label, default: 0] += 1 }
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
