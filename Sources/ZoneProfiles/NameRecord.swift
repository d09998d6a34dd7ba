import DNSObservation
package import DNSWire
package import NetworkTypes

/// The record of one distinct query name.
package struct NameRecord: SampledRecord {
    /// In the letter case of its first appearance.
    package private(set) var name: DomainName
    package private(set) var first: Appearance
    package internal(set) var queries: Int
    package internal(set) var responses: Int
    /// The largest response code seen: an error outweighs success.
    package private(set) var responseCode: ResponseCode?
    /// The types that were asked for, a bit for each common one and one for all others together.
    private var types: UInt8 = 0
    /// The ways in which queries write its letters, a bit for each hash modulo 64.
    private var letterCases: UInt64 = 0
    /// Of the first answers to the type that was asked for first.
    package private(set) var lifetimes = LifetimeStatistics()
    /// Whether more than one client asked for it.
    package private(set) var hasSeveralClients = false
    /// Whether a response had addresses of the public Internet and no others, by their family.
    package private(set) var globalAddresses: AddressFamilies

    /// The time, place and form in which something appeared for the first time.
    package struct Appearance: Sendable {
        package let time: Timestamp
        package let input: Int
        package let frame: Int
        package let client: IPAddress
        package let id: UInt16
        package let type: RecordType

        package init(
            time: Timestamp,
            input: Int,
            frame: Int,
            client: IPAddress,
            id: UInt16,
            type: RecordType
        ) {
            self.time = time
            self.input = input
            self.frame = frame
            self.client = client
            self.id = id
            self.type = type
        }

        /// The frame in its capture.
        package var place: FramePlace { FramePlace(input: input, frame: frame) }

        /// Whether this appearance comes before another one.
        package func precedes(_ other: Appearance) -> Bool {
            (time.nanoseconds, input, frame) < (other.time.nanoseconds, other.input, other.frame)
        }
    }

    package init(
        name: DomainName,
        first: Appearance,
        isResponse: Bool,
        responseCode: ResponseCode,
        letterCase: UInt64 = 0,
        globalAddresses: AddressFamilies = []
    ) {
        self.name = name
        self.first = first
        queries = isResponse ? 0 : 1
        responses = isResponse ? 1 : 0
        self.responseCode = isResponse ? responseCode : nil
        types = Self.bit(of: first.type)
        letterCases = isResponse ? 0 : 1 << (letterCase & 63)
        self.globalAddresses = globalAddresses
    }

    /// Notes the first answer of a response.
    mutating func noteLifetime(of answer: ObservedRecord?, at time: Timestamp) {
        guard let answer, answer.type == first.type else { return }
        lifetimes.note(answer.timeToLive, at: time)
    }

    /// The number of ways in which queries write its letters, 64 at most.
    package var letterCaseCount: Int { letterCases.nonzeroBitCount }

    /// Whether nobody asked twice for the same type: programs that connect ask for A, AAAA and HTTPS together.
    ///
    /// A question that a client repeats because nothing came back, or a failure, counts once.
    package var isSingleUse: Bool {
        let asked = types.nonzeroBitCount
        if queries <= asked { return true }
        let isRetried = responseCode == .serverFailure || (1...asked).contains(responses)
        return isRetried && queries <= Self.tries * asked
    }

    /// Stub resolvers try twice to five times (glibc, Windows, systemd-resolved).
    private static let tries = 5

    /// The types that were asked for; of the less common ones at most the first.
    package var askedTypes: [RecordType] {
        let asked = Self.commonTypes.filter { types & Self.bit(of: $0) != 0 }
        return asked.contains(first.type) ? asked : asked + [first.type]
    }

    private static let commonTypes: [RecordType] = [.a, .aaaa, .https, .txt]

    private static func bit(of type: RecordType) -> UInt8 {
        switch type {
        case .a: 1
        case .aaaa: 2
        case .https: 4
        case .txt: 8
        default: 16
        }
    }

    /// Notes that the name was seen again, perhaps in other letter case.
    package mutating func note(
        _ name: @autoclosure () -> DomainName,
        _ appearance: Appearance,
        isResponse: Bool,
        responseCode: ResponseCode,
        letterCase: UInt64 = 0,
        globalAddresses: AddressFamilies = []
    ) {
        self.globalAddresses.formUnion(globalAddresses)
        if appearance.client != first.client { hasSeveralClients = true }
        types |= Self.bit(of: appearance.type)
        if isResponse {
            responses += 1
            self.responseCode = max(self.responseCode ?? responseCode, responseCode)
        } else {
            queries += 1
            letterCases |= 1 << (letterCase & 63)
        }
        if appearance.precedes(first) {
            first = appearance
            self.name = name()
        }
    }

    package var heldBytes: Int { MemoryCost.array(name.octets) }

    package mutating func merge(_ other: Self) {
        hasSeveralClients = hasSeveralClients || other.hasSeveralClients || first.client != other.first.client
        globalAddresses.formUnion(other.globalAddresses)
        types |= other.types
        letterCases |= other.letterCases
        lifetimes.merge(other.lifetimes)
        queries += other.queries
        responses += other.responses
        if let code = other.responseCode { responseCode = max(responseCode ?? code, code) }
        if other.first.precedes(first) {
            first = other.first
            name = other.name
        }
    }
}
