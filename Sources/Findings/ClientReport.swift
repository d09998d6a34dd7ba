package import NetworkTypes

/// The clients that talked to a zone or address, or at all: the answer of `dnsscan clients`.
package struct ClientReport: Sendable {
    /// The zone or address that the clients dealt with.
    package enum Subject: Hashable, Sendable {
        case everything
        /// A name in presentation format, and the names below it.
        case zone(String)
        case address(IPAddress)
    }

    package var scan = ScanSummary()
    package var subject: Subject
    /// The number of seconds after an answer in which a connection to its address counts as following it.
    package var followUpSeconds: Double
    /// Sorted by first appearance, then by address.
    package var clients: [ClientRecord] = []
    /// Messages, packets and answers that were not kept in whole because a bound was reached.
    package var lost = 0

    /// A report without clients yet.
    package init(subject: Subject, followUpSeconds: Double) {
        self.subject = subject
        self.followUpSeconds = followUpSeconds
    }
}

/// One client, its questions, the answers to it, and the kind of device that it is.
package struct ClientRecord: Sendable {
    package var address: IPAddress
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    package var queries = 0
    package var responses = 0
    /// Queries by the mnemonic of their type; sorted by count, then by name.
    package var queryTypes: [TypeCount] = []
    /// Responses by the mnemonic of their code, sorted alike.
    package var responseCodes: [TypeCount] = []
    /// Octets of all DNS messages from the client.
    package var bytesUp = 0
    /// Octets of all DNS messages to the client.
    package var bytesDown = 0
    /// The servers that the client asked, with counts; sorted by count, then by address.
    package var resolvers: [ResolverCount] = []
    /// The most frequent first.
    package var answers: [AnswerCount] = []
    /// Answers beyond those that the report tells apart.
    package var moreAnswers = 0
    /// Connections to addresses that had been answered, by their start.
    package var connections: [FollowUp] = []
    /// Packets of connections beyond those that the report tells apart.
    package var moreConnections = 0
    package var device = DeviceHints()

    /// A client that was seen once so far.
    package init(address: IPAddress, time: Timestamp) {
        self.address = address
        firstSeen = time
        lastSeen = time
    }
}

/// The number of questions to a server.
package struct ResolverCount: Hashable, Sendable {
    package let address: IPAddress
    package let queries: Int

    package init(address: IPAddress, queries: Int) {
        self.address = address
        self.queries = queries
    }
}

/// One answer and its count.
package struct AnswerCount: Hashable, Sendable {
    package let type: String
    /// The data in presentation format (RFC 1035 §5.1), names without the final dot; `…` where it is cut.
    package let value: String
    package let count: Int

    package init(type: String, value: String, count: Int) {
        self.type = type
        self.value = value
        self.count = count
    }
}

/// The traffic of a client with an address after an answer gave it that address.
package struct FollowUp: Hashable, Sendable {
    package let address: IPAddress
    /// `tcp`, `udp`, `icmp`, or the protocol's number.
    package let transport: String
    /// The port on the side of the address; 0 for packets without ports.
    package let port: UInt16
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    /// From the latest answer to the first packet; `nil` where no answer was seen in time before it.
    package var secondsAfterAnswer: Double?
    package var packets = 0
    /// Octets of IP packets from the client.
    package var bytesUp = 0
    /// Octets of IP packets to the client.
    package var bytesDown = 0

    /// A connection without packets yet.
    package init(
        address: IPAddress,
        transport: String,
        port: UInt16,
        firstSeen: Timestamp,
        secondsAfterAnswer: Double?
    ) {
        self.address = address
        self.transport = transport
        self.port = port
        self.firstSeen = firstSeen
        lastSeen = firstSeen
        self.secondsAfterAnswer = secondsAfterAnswer
    }
}

/// Facts that help to find the machine behind an address.
package struct DeviceHints: Hashable, Sendable {
    /// A name that a device gives itself, and in which protocol.
    package struct OwnName: Hashable, Comparable, Sendable {
        /// The protocols in which devices tell their names.
        package enum Source: String, CaseIterable, Sendable {
            case dhcp, mdns, llmnr, nbns
        }

        package let source: Source
        /// Escaped like a name in presentation format.
        package let name: String

        package init(source: Source, name: String) {
            self.source = source
            self.name = name
        }

        package static func < (left: Self, right: Self) -> Bool {
            (left.source.rawValue, left.name) < (right.source.rawValue, right.name)
        }
    }

    /// The device's own, or `nil` when none was seen or it is shared.
    package var hardwareAddress: HardwareAddress?
    package var vendor: String?
    /// A hardware address that sends for several addresses, as a router does; the device is behind it.
    package var router: HardwareAddress?
    package var routerVendor: String?
    /// The number of addresses that the router was seen to send for, up to 64.
    package var routerAddresses = 0
    /// Sorted.
    package var names: [OwnName] = []

    /// Nothing known.
    package init() {}
}
