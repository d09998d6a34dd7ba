package import DNSWire
package import PayloadMeasures

/// The labels of subdomains that are not the same in half of them: where payload can be.
package struct VaryingLabels {
    package private(set) var labels: [ArraySlice<UInt8>] = []
    package private(set) var histogram = OctetHistogram()

    package init(_ subdomains: [DomainName]) {
        let fixed = Self.fixedLabels(of: subdomains)
        for subdomain in subdomains {
            for (label, lowercased) in zip(subdomain.labels, subdomain.lowercased.labels)
            where !fixed.contains(lowercased) {
                labels.append(label)
                histogram.add(label)
            }
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
