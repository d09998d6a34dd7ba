package import NetworkTypes

/// The counts of each client in a zone, in the order in which the clients came.
///
/// Most zones have a client or two, which an array holds in a third of a table's memory.
package struct ClientTable: RandomAccessCollection, Sendable {
    package typealias Element = (key: IPAddress, value: ZoneProfile.ClientCounts)

    private var entries: [Element] = []
    /// The place of each client; empty while they are few enough to look through.
    private var places: [IPAddress: Int] = [:]
    private static let few = 8

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }
    /// The client that came so many others after the first, and its counts.
    package subscript(place: Int) -> Element { entries[place] }
    /// All clients, in the order in which they came.
    package var keys: [IPAddress] { entries.map(\.key) }

    /// The counts of one client, or `nil` for one that is not here.
    package subscript(client: IPAddress) -> ZoneProfile.ClientCounts? {
        place(of: client).map { entries[$0].value }
    }

    /// The memory that the table holds, in bytes.
    var heldBytes: Int { MemoryCost.array(entries) + MemoryCost.table(places) }

    /// The place of a client, or `nil` for one that is not here.
    ///
    /// - Complexity: O(1).
    func place(of client: IPAddress) -> Int? {
        if !places.isEmpty { return places[client] }
        for place in entries.indices where entries[place].key == client { return place }
        return nil
    }

    /// Changes the counts of the client at a place.
    mutating func change(at place: Int, _ change: (inout ZoneProfile.ClientCounts) -> Void) {
        change(&entries[place].value)
    }

    /// Adds a client that is not here.
    mutating func append(_ client: IPAddress, _ counts: ZoneProfile.ClientCounts) {
        entries.append((client, counts))
        if places.isEmpty {
            guard entries.count > Self.few else { return }
            for (place, entry) in entries.enumerated() { places[entry.key] = place }
        } else {
            places[client] = entries.count - 1
        }
    }
}
