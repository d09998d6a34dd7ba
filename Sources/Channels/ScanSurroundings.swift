package import NetworkTypes
import OrdinaryTraffic

/// The rest of the scan and the facts that the world publishes, with which a channel is compared.
package struct ScanSurroundings {
    /// Clients of unicast DNS.
    package var clients: Int
    /// Zones whose names are always written in one way.
    package var zonesOfSteadyCase = 0
    /// Zones with a name that is written in several ways.
    package var zonesOfMixedCase = 0
    /// Zones in whose names a letter is a capital about as often as not.
    package var zonesOfRandomCase = 0
    /// Zones that are answered with no address at all, as resolvers do that block names.
    package var blockedZones = 0
    /// Zones with a name whose times to live go up and down at will, as where many caches answer in turn.
    package var zonesOfErraticLifetimes = 0
    /// Zones of reverse look-ups, and their distinct names.
    package var reverseZones = (count: 0, names: 0.0)
    /// The number of zones in which a client asks for A and AAAA alike; nothing for clients that do so now and then
    /// only.
    package var zonesOfBothAddressTypes: [IPAddress: Int] = [:]
    let textPurposes = TextRecordPurposes()

    package init(clients: Int) {
        self.clients = clients
    }
}
