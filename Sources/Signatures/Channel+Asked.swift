import Channels
import DNSWire
import ZoneProfiles

/// The names that were seen to be asked, in the order of the questions.
///
/// Where the query of a name is missing, its answer came later, perhaps after other questions, and would break a
/// sequence. Where most queries are missing, as in a capture of one direction, all answers are in order among
/// themselves.
extension Channel {
    /// The subdomains that were asked for.
    var askedSubdomains: [DomainName] {
        Self.most(zip(names, subdomains).map { ($1, $0.queries > 0) })
    }

    /// The first exchanges with their query.
    var askedExchanges: [Exchange] {
        Self.most(exchanges.map { ($0, $0.hasQuery) })
    }

    /// The items that were asked, if they are at least half of all, else all.
    private static func most<Item>(_ items: [(item: Item, wasAsked: Bool)]) -> [Item] {
        let asked = items.filter(\.wasAsked)
        return (2 * asked.count >= items.count ? asked : items).map(\.item)
    }
}
