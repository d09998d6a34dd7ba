/// What a channel is compared with: the rest of the scan, and what the world publishes.
package struct ScanSurroundings {
    /// Clients of unicast DNS.
    package var clients: Int
    /// Zones whose names are always written in one way.
    package var zonesOfSteadyCase = 0
    /// Zones that are answered with no address at all, as resolvers do that block names.
    package var blockedZones = 0
    let textPurposes = TextRecordPurposes()

    package init(clients: Int) {
        self.clients = clients
    }
}
