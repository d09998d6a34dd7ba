/// Two numbers of one zone that set channels apart from ordinary zones, for charts.
package struct ZoneMeasure: Hashable, Sendable {
    /// In presentation format.
    package let zone: String
    /// Mean length of the names asked for, in bytes of wire format.
    package let meanNameBytes: Double
    /// The most that distinct names and answers can have carried beyond what ordinary traffic explains, in bytes.
    package let informationBytes: Double
    package let queries: Int

    package init(zone: String, meanNameBytes: Double, informationBytes: Double, queries: Int) {
        self.zone = zone
        self.meanNameBytes = meanNameBytes
        self.informationBytes = informationBytes
        self.queries = queries
    }
}
