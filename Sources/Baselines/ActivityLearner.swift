package import DNSObservation
import DNSWire
import NetworkTypes
import ZoneProfiles

/// Learns from messages the activity of each client and zone in an hour.
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
        var all: [Subject] = []
        private(set) var keys: [Key] = []
        private var indices: [Key: Int] = [:]

        init(capacity: Int) {
            self.capacity = capacity
        }

        /// The place of a client or zone, which is made if there is room; `nil` when there is none.
        mutating func index(of key: Key, hour: Int) -> Int? {
            if let index = indices[key] { return index }
            guard all.count < capacity else { return nil }
            indices[key] = all.count
            keys.append(key)
            all.append(Subject(window: Window(hour: hour)))
            return all.count - 1
        }
    }

    private var clients = Subjects<IPAddress>(capacity: 16_384)
    /// Six times the number of zones that fifty clients of an office ask for in a day.
    ///
    /// The zones that matter come early: a zone seen in less than eight hours gets no verdict later. One costs some 2
    /// kB here, and as much again in the baseline that a scan compares with.
    private var zones = Subjects<DomainName>(capacity: 24_576)
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

    /// Adds one message, unless its event is counted already.
    ///
    /// - Complexity: O(octets of the name), amortized.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, !observation.isCountedElsewhere, !observation.queryName.isEmpty
        else { return }
        let hour = Int(observation.time.nanoseconds / 1_000_000_000 / 3_600)
        if hour > latestHour {
            hours += 1
            latestHour = hour
        }
        if let index = clients.index(of: observation.client.address, hour: hour) {
            Self.note(observation, hour, in: &clients.all[index], &heldNames, &lost)
        } else {
            lost += 1
        }
        if let index = zoneIndex(of: observation, hour: hour) {
            Self.note(observation, hour, in: &zones.all[index], &heldNames, &lost)
        } else {
            lost += 1
        }
    }

    private mutating func zoneIndex(of observation: borrowing Observation, hour: Int) -> Int? {
        let place = zoneFinder.place(of: observation.queryName, nameHash: observation.queryNameHash)
        if let known = place.zoneIndex { return known }
        let zone = DomainName(octets: zoneFinder.zoneOctets(of: place)) ?? .root
        guard let index = zones.index(of: zone, hour: hour) else { return nil }
        zoneFinder.remember(place, zoneIndex: index)
        return index
    }

    private static func note(
        _ observation: borrowing Observation,
        _ hour: Int,
        in subject: inout Subject,
        _ heldNames: inout Int,
        _ lost: inout Int
    ) {
        // Messages that come late belong to the window that is open; hours do not come back.
        if hour > subject.window.hour {
            heldNames -= subject.window.names.count
            subject.close()
            subject.window = Window(hour: hour)
        }
        let mayKeepName = heldNames < nameCapacity
        if !mayKeepName, !observation.isResponse { lost += 1 }
        let before = subject.window.names.count
        subject.note(observation, mayKeepName: mayKeepName, namesPerWindow)
        heldNames += subject.window.names.count - before
    }

    /// The baseline that was learnt.
    package consuming func finish() -> Baseline {
        var baseline = Baseline()
        baseline.hours = hours
        baseline.lost = lost
        for (address, subject) in zip(clients.keys, clients.all) {
            baseline.clients[address.description] = subject.closed()
        }
        for (zone, subject) in zip(zones.keys, zones.all) {
            baseline.zones[zone.presentation] = subject.closed()
        }
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
            window.bytesUp += observation.messageLength
        }
        if observation.beginsTransaction {
            window.queries += 1
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
