import DNSWire
import Findings
import NetworkTypes
import PacketDecoding

/// The hardware that sends for addresses, and the names that devices give themselves.
struct DeviceTable: Sendable {
    private typealias OwnName = DeviceHints.OwnName

    /// The addresses that one hardware address was seen to send for.
    private struct Station {
        /// Addresses of IPv4, and networks of 64 bits of IPv6, those of one link left out.
        private var places: Set<IPAddress> = []
        private(set) var addresses: Set<IPAddress> = []
        var names: Set<OwnName> = []

        /// Addresses that are counted.
        private static let capacity = 64

        /// Whether it sends for others: devices have one address of IPv4, and few networks of IPv6.
        var isRouter: Bool {
            places.count { $0.isIPv4 } > 1 || places.count { !$0.isIPv4 } > 3
        }

        mutating func note(_ address: IPAddress) {
            if addresses.count < Self.capacity { addresses.insert(address) }
            guard !address.isOfOneLink, places.count < Self.capacity else { return }
            places.insert(address.isIPv4 ? address : IPAddress(v6High: address.high, low: 0))
        }
    }

    private let capacity: Int
    private var stations: [HardwareAddress: Station] = [:]
    /// The hardware that was first seen to send for an address.
    private var hardware: [IPAddress: HardwareAddress] = [:]
    private var names: [IPAddress: Set<OwnName>] = [:]
    /// Packets and names that were not kept.
    private(set) var lost = 0

    /// Names of one device.
    private static let nameCapacity = 8

    init(capacity: Int) {
        self.capacity = capacity
    }

    // MARK: - Noting

    mutating func note(_ packet: PacketHeaders, in frame: Span<UInt8>) {
        if let sender = packet.hardwareSource {
            if let index = stations.index(forKey: sender) {
                stations.values[index].note(packet.source)
            } else if stations.count < capacity {
                var station = Station()
                station.note(packet.source)
                stations[sender] = station
            } else {
                lost += 1
            }
            if hardware[packet.source] == nil {
                if hardware.count < capacity { hardware[packet.source] = sender } else { lost += 1 }
            }
        }
        let isDHCP = packet.sourcePort == 68 || packet.destinationPort == 68
        if packet.transport == 17, isDHCP, let message = DHCPMessage(frame.extracting(packet.payload)) {
            note(message)
        }
    }

    private mutating func note(_ message: DHCPMessage) {
        if let name = message.hostName {
            let name = OwnName(source: .dhcp, name: name)
            if stations[message.client] != nil || stations.count < capacity {
                if stations[message.client, default: Station()].names.count < Self.nameCapacity {
                    stations[message.client, default: Station()].names.insert(name)
                }
            } else {
                lost += 1
            }
        }
        // An address that a server gives tells the device even where a router stands between.
        if let address = message.address {
            for name in stations[message.client]?.names ?? [] { add(name, of: address) }
        }
    }

    /// Notes the names in a message of multicast DNS, LLMNR or NetBIOS that belong to its sender.
    ///
    /// A name is the sender's when a record gives it the sender's own address.
    mutating func noteNames(in message: borrowing Message, octets: Span<UInt8>, payload: DNSPayload) {
        let sender = payload.flow.source.address
        let source: OwnName.Source
        switch payload.service {
        case .dns: return
        case .mdns: source = .mdns
        case .llmnr: source = .llmnr
        case .nbns: source = .nbns
        }
        for record in message.records {
            let data = octets.extracting(record.dataRange)
            if source == .nbns {
                // Records of NB begin with two octets of flags (RFC 1002 §4.2.1.3).
                guard record.type.rawValue == 32, data.count >= 6, sender.isIPv4,
                    sender == IPAddress(octets: (2..<6).map { data[$0] }, of: .a),
                    let name = NetBIOSName.text(of: record.owner.domainName(in: octets))
                else { continue }
                add(OwnName(source: .nbns, name: name), of: sender)
            } else if sender == IPAddress(octets: data.indices.prefix(17).map { data[$0] }, of: record.type) {
                add(OwnName(source: source, name: record.owner.presentation(in: octets)), of: sender)
            }
        }
    }

    private mutating func add(_ name: OwnName, of address: IPAddress) {
        guard names[address] != nil || names.count < capacity else {
            lost += 1
            return
        }
        if names[address]?.count ?? 0 < Self.nameCapacity { names[address, default: []].insert(name) }
    }

    // MARK: - Telling

    /// The known facts about the device behind an address.
    func hints(for address: IPAddress) -> DeviceHints {
        var hints = DeviceHints()
        var all = names[address] ?? []
        if let sender = hardware[address], let station = stations[sender] {
            if station.isRouter {
                hints.router = sender
                hints.routerVendor = HardwareVendor.name(of: sender)
                hints.routerAddresses = station.addresses.count
            } else {
                hints.hardwareAddress = sender
                hints.vendor = HardwareVendor.name(of: sender)
                all.formUnion(station.names)
                // Multicast DNS may have spoken over the device's other addresses.
                for other in station.addresses { all.formUnion(names[other] ?? []) }
            }
        }
        hints.names = all.sorted()
        return hints
    }
}

extension IPAddress {
    /// Whether the address means nothing beyond a link, or no device: unspecified, link-local.
    fileprivate var isOfOneLink: Bool {
        isIPv4 ? low == 0 || low >> 16 == 0xA9FE : high >> 54 == 0x3FA || (high == 0 && low == 0)
    }
}
