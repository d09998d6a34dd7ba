/// The anomalies of one message, or of several, each at most once.
package struct AnomalySet: RawRepresentable, Hashable, Sendable {
    /// One bit for each anomaly, the first declared one in the lowest.
    package var rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package var isEmpty: Bool { rawValue == 0 }

    /// Adds one anomaly, which may be there already.
    package mutating func insert(_ anomaly: Anomaly) {
        rawValue |= 1 << UInt32(anomaly.rawValue)
    }

    /// Whether the anomaly is among these.
    package func contains(_ anomaly: Anomaly) -> Bool {
        rawValue & 1 << UInt32(anomaly.rawValue) != 0
    }

    /// Adds all anomalies of another set.
    package mutating func formUnion(_ other: AnomalySet) {
        rawValue |= other.rawValue
    }
}

extension AnomalySet: ExpressibleByArrayLiteral {
    package init(arrayLiteral anomalies: Anomaly...) {
        self.init(rawValue: 0)
        for anomaly in anomalies { insert(anomaly) }
    }
}

extension AnomalySet: Sequence {
    /// Hands out the anomalies in the order of their declaration.
    package struct Iterator: IteratorProtocol {
        fileprivate var remaining: UInt32

        package mutating func next() -> Anomaly? {
            guard remaining != 0 else { return nil }
            let lowest = UInt8(remaining.trailingZeroBitCount)
            remaining &= remaining &- 1  // Clears the lowest set bit.
            return Anomaly(rawValue: lowest)
        }
    }

    package func makeIterator() -> Iterator { Iterator(remaining: rawValue) }
}
