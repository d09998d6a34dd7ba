package import DNSObservation
import DNSWire
import NetworkTypes

/// Learns from messages what each client and zone does in an hour.
package struct ActivityLearner: Sendable {
    /// The window of a client or zone that is not over yet.
    fileprivate struct Window: Sendable {
        let hour: Int
        var queries = 0
        var names: Set<UInt64> = []
        var bytesUp = 0
        var bytesDown = 0
    }

    fileprivate struct Subject: Sendable {
        var entry = Baseline.Entry()
        var window: Window
        /// By type, until text is made of them.
        var queryTypes = Tally<RecordType>()
    }

    private struct Subjects<Key: Hashable & Sendable>: Sendable {
        let capacity: Int
        var all: [Key: Subject] = [:]
    }

    private var clients = Subjects<IPAddress>(capacity: 16_384)
    private var zones = Subjects<DomainName>(capacity: 49_152)
    private var zoneFinder = ZoneFinder()
    /// Names in all open windows; each costs about 20 bytes.
    private var heldNames = 0
    private static let nameCapacity = 1_000_000
    /// Names of one window; more count as so many.
    private static let namesPerWindow = 16_384
    private var hours = 0
    private var latestHour = Int.min
    private var lost = 0

    /// A learner that has seen nothing.
    package init() {}

    /// Adds one message.
    ///
    /// - Complexity: O(octets of the name), amortized.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, !observation.queryName.isEmpty else { return }
        let hour = Int(observation.time.nanoseconds / 1_000_000_000 / 3_600)
        if hour > latestHour {
            hours += 1
            latestHour = hour
        }
        let place = zoneFinder.place(of: observation.queryName, nameHash: observation.queryNameHash)
        let zone = DomainName(octets: zoneFinder.zoneOctets(of: place)) ?? .root
        Self.note(observation, hour, observation.client.address, in: &clients, &heldNames, &lost)
        Self.note(observation, hour, zone, in: &zones, &heldNames, &lost)
    }

    private static func note<Key>(
        _ observation: borrowing Observation,
        _ hour: Int,
        _ key: Key,
        in subjects: inout Subjects<Key>,
        _ heldNames: inout Int,
        _ lost: inout Int
    ) {
        if subjects.all[key] == nil {
            guard subjects.all.count < subjects.capacity else {
                lost += 1
                return
            }
            subjects.all[key] = Subject(window: Window(hour: hour))
        }
        guard let index = subjects.all.index(forKey: key) else { return }
        // Messages that come late belong to the window that is open; hours do not come back.
        if hour > subjects.all.values[index].window.hour {
            heldNames -= subjects.all.values[index].window.names.count
            subjects.all.values[index].close()
            subjects.all.values[index].window = Window(hour: hour)
        }
        let mayKeepName = heldNames < nameCapacity
        let before = subjects.all.values[index].window.names.count
        subjects.all.values[index].note(observation, mayKeepName: mayKeepName, namesPerWindow)
        heldNames += subjects.all.values[index].window.names.count - before
    }

    /// What was learnt.
    package consuming func finish() -> Baseline {
        var baseline = Baseline()
        baseline.hours = hours
        baseline.lost = lost
        for (address, subject) in clients.all { baseline.clients[address.description] = subject.closed() }
        for (zone, subject) in zones.all { baseline.zones[zone.presentation] = subject.closed() }
        return baseline
    }
}

extension ActivityLearner.Subject {
    fileprivate mutating func note(
        _ observation: borrowing Observation,
        mayKeepName: Bool,
        _ namesPerWindow: Int
    ) {
        let seconds = Int(observation.time.nanoseconds / 1_000_000_000)
        entry.firstSeen = min(entry.firstSeen, seconds)
        entry.lastSeen = max(entry.lastSeen, seconds)
        if observation.isResponse {
            window.bytesDown += observation.messageLength
            entry.responses += 1
            if observation.responseCode == .nxDomain { entry.nxDomains += 1 }
        } else {
            window.queries += 1
            window.bytesUp += observation.messageLength
            entry.nameOctets.add(observation.queryName.count)
            queryTypes.count(observation.queryType ?? RecordType(rawValue: 0))
            if mayKeepName, window.names.count < namesPerWindow {
                window.names.insert(observation.queryNameHash)
            }
        }
    }

    /// Adds the window to the histograms.
    fileprivate mutating func close() {
        entry.queriesPerHour.add(window.queries)
        entry.namesPerHour.add(window.names.count)
        entry.bytesUpPerHour.add(window.bytesUp)
        entry.bytesDownPerHour.add(window.bytesDown)
        entry.hoursOfDay[(window.hour % 24 + 24) % 24] += 1
    }

    fileprivate func closed() -> Baseline.Entry {
        var result = self
        result.close()
        for (type, count) in queryTypes.sorted { result.entry.queryTypes[type.description] = count }
        return result.entry
    }
}
