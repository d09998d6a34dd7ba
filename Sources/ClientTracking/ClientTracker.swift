package import DNSObservation
package import DNSWire
package import Findings
package import NetworkTypes
package import PacketDecoding

/// Notes the clients that ask, the answers, the clients that connect there afterward, and the clients' devices.
///
/// Needs every packet of a capture beside the DNS messages in it, in the order of the capture.
package struct ClientTracker: Sendable {
    /// Bounds on the memory that a capture can make the tracker hold; some 100 MB with the standard ones.
    package struct Limits: Sendable {
        package var clients = 16_384
        /// Answers, answered addresses and connections of all clients together.
        package var records = 200_000
        /// Addresses whose hardware is known.
        package var stations = 65_536

        package init() {}
    }

    /// The subject that clients must deal with to be listed.
    package enum Subject: Sendable {
        case everything
        /// A name, and the names below it.
        case zone(DomainName)
        /// An answer, a server or the other side of any packet.
        case address(IPAddress)
    }

    private let subject: Subject
    /// Seconds after an answer in which a connection to its address follows it.
    private let patience: Double
    private let limits: Limits
    private var clients: [IPAddress: TrackedClient] = [:]
    private var devices: DeviceTable
    private var heldRecords = 0
    private var lost = 0

    /// A tracker that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - subject: The subject that clients must deal with.
    ///   - patience: Seconds after an answer in which a connection to its address follows it.
    ///   - limits: Bounds on the kept data.
    package init(_ subject: Subject = .everything, patience: Double = 300, limits: Limits = Limits()) {
        self.subject = subject
        self.patience = patience
        self.limits = limits
        devices = DeviceTable(capacity: limits.stations)
    }

    /// Adds one message, if it is about the subject.
    package mutating func note(_ observation: borrowing Observation) {
        guard observation.isUnicast, concerns(observation) else { return }
        let address = observation.client.address
        guard let index = index(of: address, at: observation.time) else { return }
        let before = clients.values[index].heldRecords
        let mayGrow = heldRecords < limits.records
        if !clients.values[index].note(observation, isQueryKnown: !isAddress, mayGrow: mayGrow) { lost += 1 }
        heldRecords += clients.values[index].heldRecords - before
    }

    /// Adds the names that devices give themselves in a message among neighbors.
    package mutating func noteNames(
        in message: borrowing Message,
        octets: Span<UInt8>,
        payload: DNSPayload
    ) {
        devices.noteNames(in: message, octets: octets, payload: payload)
    }

    /// Adds one packet.
    ///
    /// - Parameters:
    ///   - packet: The content of its headers.
    ///   - frame: The whole frame.
    ///   - time: The time of its capture.
    ///   - isCopy: Whether the capture holds it already; its hardware addresses count all the same.
    package mutating func note(
        _ packet: PacketHeaders,
        in frame: Span<UInt8>,
        at time: Timestamp,
        isCopy: Bool = false
    ) {
        devices.note(packet, in: frame)
        if isCopy { return }
        if case .address(packet.destination) = subject { _ = index(of: packet.source, at: time) }
        noteFollowUp(client: packet.source, packet, isUp: true, time)
        noteFollowUp(client: packet.destination, packet, isUp: false, time)
    }

    /// The report, with the capture's summary still to be filled in.
    package consuming func finish() -> ClientReport {
        let name: ClientReport.Subject =
            switch subject {
            case .everything: .everything
            case .zone(let zone): .zone(zone.presentation)
            case .address(let address): .address(address)
            }
        var report = ClientReport(subject: name, followUpSeconds: patience)
        report.clients = clients.map { address, client in
            client.record(of: address, device: devices.hints(for: address))
        }.sorted { ($0.firstSeen.nanoseconds, $0.address) < ($1.firstSeen.nanoseconds, $1.address) }
        report.lost = lost + devices.lost
        return report
    }

    // MARK: - What concerns the subject

    private var isAddress: Bool { if case .address = subject { true } else { false } }

    private func concerns(_ observation: borrowing Observation) -> Bool {
        switch subject {
        case .everything: return true
        case .zone(let zone):
            return DomainName(octets: observation.queryName)?.isSubdomain(of: zone) ?? false
        case .address(let address):
            if observation.server.address == address { return true }
            for record in observation.answers where observation.answeredAddress(in: record) == address {
                return true
            }
            return false
        }
    }

    /// The place of a client, which is made if there is room.
    private mutating func index(of address: IPAddress, at time: Timestamp) -> Dictionary<
        IPAddress, TrackedClient
    >.Index? {
        if let index = clients.index(forKey: address) {
            clients.values[index].note(time)
            return index
        }
        guard clients.count < limits.clients else {
            lost += 1
            return nil
        }
        clients[address] = TrackedClient(time)
        return clients.index(forKey: address)
    }

    private mutating func noteFollowUp(
        client: IPAddress,
        _ packet: PacketHeaders,
        isUp: Bool,
        _ time: Timestamp
    ) {
        guard let index = clients.index(forKey: client) else { return }
        let isSubject: Bool
        if case .address(let subject) = subject {
            isSubject = (isUp ? packet.destination : packet.source) == subject
            guard isSubject else { return }
        } else {
            isSubject = false
        }
        let before = clients.values[index].heldRecords
        let isKept = clients.values[index].noteFollowUp(
            packet,
            isUp: isUp,
            time,
            patience: patience,
            isSubject: isSubject,
            mayGrow: heldRecords < limits.records
        )
        if !isKept { lost += 1 }
        heldRecords += clients.values[index].heldRecords - before
    }
}
