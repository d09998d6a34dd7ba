import DNSWire
import NetworkTypes
import OrdinaryTraffic
import ZoneProfiles

/// The service bindings (HTTPS and SVCB records) of a zone, as far as somebody may have chosen their content.
///
/// An owner sets a binding up once. Keys change by the hour, for all names of a network alike, and addresses with the
/// load.
struct ServiceBindings {
    /// Changes of the content, of all names together; 0 unless a name has at least ``changingContents``.
    private(set) var changes = 0
    /// The addresses that hints name.
    private(set) var addresses: Set<[UInt8]> = []
    /// Whether there are more lists of keys than names exchange in that time.
    private let areKeysData: Bool

    /// An old and a new content are a change of the set-up.
    private static let changingContents = 3
    /// The lists that a name may have at a time: of the present key and of the next one.
    private static let keyLists = 2.0
    /// Content networks that the hosts of one zone are in; the hosts in each of them share its lists.
    private static let networks = 8
    /// Fewer lists are too few to tell how often they change.
    private static let judgedKeyLists = 8
    /// In seconds.
    private static let keyLife = 3_600.0

    /// The bindings among a zone's answers.
    ///
    /// - Complexity: O(octets of the bindings).
    init(_ records: [AnswerRecord]) {
        let bindings = records.filter { $0.type == .https || $0.type == .svcb }
        let parts = bindings.map { ServiceParameters($0.octets) }
        addresses = Set(parts.flatMap(\.addresses))
        let keyLists = Set(parts.map(\.keys).filter { !$0.isEmpty }).count
        let times = bindings.map(\.firstTime)
        let names = Set(bindings.map(\.queryName)).count
        if keyLists >= Self.judgedKeyLists, let first = times.min(), let last = times.max() {
            let lives = 1 + last.seconds(since: first) / Self.keyLife
            areKeysData = Double(keyLists) > Self.keyLists * Double(min(names, Self.networks)) * lives
        } else {
            areKeysData = false
        }
        let contents = bindings.map { (name: $0.queryName, octets: content(of: $0.octets)) }
        let ofNames = Dictionary(grouping: contents, by: \.name).values.map { Set($0.map(\.octets)).count }
        if ofNames.contains(where: { $0 >= Self.changingContents }) {
            changes = ofNames.reduce(0) { $0 + $1 - 1 }
        }
    }

    /// The octets of a binding that somebody could have chosen freely.
    func content(of octets: [UInt8]) -> [UInt8] {
        let parts = ServiceParameters(octets)
        return areKeysData ? parts.rest + parts.keys : parts.rest
    }
}
