/// The normal activity of each client and zone in windows of one hour.
///
/// Baselines of different hours unite into one of all of them. Windows begin at full hours; a capture that begins or
/// ends in one counts it with the part that it saw.
package struct Baseline: Sendable {
    /// The activity of one client or zone.
    package struct Entry: Hashable, Sendable {
        package var queriesPerHour = WindowHistogram()
        package var namesPerHour = WindowHistogram()
        /// Octets of queries.
        package var bytesUpPerHour = WindowHistogram()
        /// Octets of responses.
        package var bytesDownPerHour = WindowHistogram()
        /// Octets of the names asked for, one size for each query.
        package var nameOctets = WindowHistogram()
        /// Queries by the mnemonic of their type.
        package var queryTypes: [String: Int] = [:]
        package var responses = 0
        /// Responses with NXDOMAIN.
        package var nxDomains = 0
        /// Active windows by the hour of the day in UTC.
        package var hoursOfDay = [Int](repeating: 0, count: 24)
        /// Seconds since 1970.
        package var firstSeen = Int.max
        package var lastSeen = Int.min

        package init() {}

        /// Windows in which there was anything.
        package var activeHours: Int { hoursOfDay.reduce(0, +) }
        package var queries: Int { queryTypes.values.reduce(0, +) }
        /// The share of responses that say that there is no such name, 0…1.
        package var nxDomainRatio: Double { Double(nxDomains) / Double(max(1, responses)) }

        /// Adds the activity in other hours.
        package mutating func merge(_ other: Self) {
            queriesPerHour.merge(other.queriesPerHour)
            namesPerHour.merge(other.namesPerHour)
            bytesUpPerHour.merge(other.bytesUpPerHour)
            bytesDownPerHour.merge(other.bytesDownPerHour)
            nameOctets.merge(other.nameOctets)
            queryTypes.merge(other.queryTypes, uniquingKeysWith: +)
            responses += other.responses
            nxDomains += other.nxDomains
            for hour in hoursOfDay.indices { hoursOfDay[hour] += other.hoursOfDay[hour] }
            firstSeen = min(firstSeen, other.firstSeen)
            lastSeen = max(lastSeen, other.lastSeen)
        }
    }

    /// By address.
    package var clients: [String: Entry] = [:]
    /// By registered domain in presentation format, or its pseudonym.
    package var zones: [String: Entry] = [:]
    /// Windows in which there was any message.
    package var hours = 0
    /// Whether zones have pseudonyms.
    package var isHashed = false
    /// ``NameKey/check`` of the key that made them, or `nil` when the baseline does not say.
    package var keyCheck: String?
    /// The fingerprints of the captures that it was learnt from, see ``CaptureFingerprint``.
    package var captures: Set<String> = []
    /// Messages that were not learnt from, or not in all, because a bound was reached.
    package var lost = 0

    /// A baseline of nothing.
    package init() {}

    /// Adds the baseline of other hours.
    ///
    /// - Throws: ``BaselineMergeError``, and then nothing was added.
    package mutating func merge(_ other: Self) throws(BaselineMergeError) {
        let bothLearnt = hours > 0 && other.hours > 0
        guard isHashed == other.isHashed || !bothLearnt else { throw .pseudonymsInOne }
        if let check = keyCheck, let otherCheck = other.keyCheck, check != otherCheck { throw .otherKey }
        let common = captures.intersection(other.captures)
        guard common.isEmpty else { throw .sameCaptures(common.count) }
        if hours == 0 { isHashed = other.isHashed }
        keyCheck = keyCheck ?? other.keyCheck
        captures.formUnion(other.captures)
        clients.merge(other.clients) { $0.merged(with: $1) }
        zones.merge(other.zones) { $0.merged(with: $1) }
        hours += other.hours
        lost += other.lost
    }

    /// The fault of a key for this baseline, in words that go on from the file's name; `nil` when it fits.
    package func fault(with key: NameKey?) -> String? {
        switch (isHashed, key) {
        case (false, nil): nil
        case (false, .some):
            "has no pseudonyms, so that there is nothing for --baseline-key; leave that option out"
        case (true, nil): "has pseudonyms in place of zones; name the file with their key by --baseline-key"
        case (true, let key?):
            // Files of earlier versions do not say by which key they were made.
            keyCheck == nil || keyCheck == key.check
                ? nil : "has pseudonyms that were made with another key than that of --baseline-key"
        }
    }

    /// The same with pseudonyms in place of zones.
    ///
    /// - Parameter key: The secret of those who shall be able to find a zone again.
    /// - Returns: The same activity; zones that have pseudonyms already stay as they are.
    package func hashed(with key: NameKey) -> Baseline {
        guard !isHashed else { return self }
        var result = self
        result.isHashed = true
        result.keyCheck = key.check
        result.zones = [:]
        for (zone, entry) in zones {
            let name = key.pseudonym(of: zone)
            result.zones[name] = result.zones[name]?.merged(with: entry) ?? entry
        }
        return result
    }
}

extension Baseline.Entry {
    fileprivate func merged(with other: Self) -> Self {
        var sum = self
        sum.merge(other)
        return sum
    }
}

/// Why two baselines cannot become one.
package enum BaselineMergeError: Error, Equatable {
    /// Only one of them has pseudonyms.
    case pseudonymsInOne
    /// Both have pseudonyms, and not by the same key.
    case otherKey
    /// Both learnt from so many captures, which would count twice.
    case sameCaptures(Int)

    /// One line for people, to stand behind the path and a colon.
    package var reason: String {
        switch self {
        case .pseudonymsInOne: "cannot be merged: only one of the baselines has pseudonyms (--hash-names)"
        case .otherKey: "cannot be merged: its pseudonyms were made with another key"
        case .sameCaptures(1): "cannot be merged: 1 capture was learnt already and would count twice"
        case .sameCaptures(let count):
            "cannot be merged: \(count) captures were learnt already and would count twice"
        }
    }
}
