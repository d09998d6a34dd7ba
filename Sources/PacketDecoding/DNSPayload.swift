package import NetworkTypes

/// The services that speak the DNS message format, by their port.
@usableFromInline
package enum DNSService: String, Hashable, Sendable, CaseIterable {
    case dns
    case mdns
    case llmnr
    case nbns

    // Without it each comparison in another room is a call through two tables.
    @inlinable
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.dns, .dns), (.mdns, .mdns), (.llmnr, .llmnr), (.nbns, .nbns): true
        default: false
        }
    }

    /// The port that IANA assigns to the service.
    package var port: UInt16 {
        switch self {
        case .dns: 53
        case .mdns: 5353
        case .llmnr: 5355
        case .nbns: 137
        }
    }

    /// The service of a datagram between these ports; the lower number decides between two services.
    init?(ports first: UInt16, _ second: UInt16) {
        let (low, high) = first < second ? (first, second) : (second, first)
        guard let service = Self(port: low) ?? Self(port: high) else { return nil }
        self = service
    }

    private init?(port: UInt16) {
        switch port {
        case 53: self = .dns
        case 137: self = .nbns
        case 5353: self = .mdns
        case 5355: self = .llmnr
        default: return nil
        }
    }
}

/// The known facts about octets that should be one DNS message, beside the octets themselves.
package struct DNSPayload: Sendable {
    package let flow: Flow
    /// The time of the frame that completed the message.
    package let time: Timestamp
    /// The frame that completed the message.
    package let place: FramePlace
    package let service: DNSService
    /// Whether octets are missing at the end because the capture did not keep them.
    package let isTruncated: Bool
    /// The number of octets, where their datagram states it.
    package let missingOctets: Int
    /// Whether neither port is one of DNS, so that only the content showed that it is DNS.
    package let isUnusualPort: Bool
    /// A hash of the octets that is the same for equal ones, for as long as the program runs.
    package let contentHash: UInt64

    /// The number of that frame in its capture.
    package var frame: Int { place.frame }

    package init(
        flow: Flow,
        time: Timestamp,
        place: FramePlace,
        service: DNSService,
        isTruncated: Bool = false,
        missingOctets: Int = 0,
        isUnusualPort: Bool = false,
        contentHash: UInt64 = 0
    ) {
        self.flow = flow
        self.time = time
        self.place = place
        self.service = service
        self.isTruncated = isTruncated
        self.missingOctets = missingOctets
        self.isUnusualPort = isUnusualPort
        self.contentHash = contentHash
    }
}
