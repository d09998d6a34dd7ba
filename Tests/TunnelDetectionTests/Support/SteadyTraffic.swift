import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import PacketDecoding
import SteadyFields
import TestSupport
import TunnelDetection
import ZoneProfiles

/// One query and its response, as a test changes them.
struct SteadyExchange {
    var name = "www.example.org"
    var type: UInt16 = 1
    /// Whose of some machines behind one address.
    var queryFlags: UInt16 = 0x0100
    /// The EDNS payload size; `nil` for no EDNS in either direction.
    var size: UInt16? = 1_232
    var ednsFlags: UInt16 = 0
    var ednsVersion: UInt8 = 0
    var options: [(code: UInt16, data: [UInt8])] = []
    /// How often the query comes before the response does.
    var repeats = 0
    /// Records of the update section.
    var updates: [(type: UInt16, data: [UInt8])] = []
    var responseFlags: UInt16 = 0x8180
    var records = 1
    /// The record that answers the question, instead of addresses.
    var content: [UInt8]?
    var timeToLive: UInt32 = 300
    /// Whether answers have their owner written out.
    var writesOwners = false
    var serial: UInt32?
    /// The mailbox of the SOA record.
    var mailbox = "h.example.org"
    /// The address of the name server in the additional section.
    var additional: [UInt8]?
    /// What lies behind the next name of an NSEC record.
    var denial: [UInt8]?
    var serverSize: UInt16 = 1_232
    var serverOptions: [(code: UInt16, data: [UInt8])] = []

    var query: [UInt8] { query(id: 7) }

    func query(id: UInt16) -> [UInt8] {
        var message = MessageBuilder(id: id, flags: queryFlags)
        message.addQuestion(name, type: type)
        for update in updates {
            message.addRecord(.authority, "host.example.org", type: update.type, data: update.data)
        }
        if let size {
            message.addOPT(payloadSize: size, version: ednsVersion, flags: ednsFlags, options: options)
        }
        return message.octets
    }

    func response(id: UInt16) -> [UInt8] {
        var message = MessageBuilder(id: id, flags: responseFlags)
        message.addQuestion(name, type: type)
        message.compressesNames = !writesOwners
        if let content { message.addRecord(.answer, name, type: type, timeToLive: timeToLive, data: content) }
        for record in 0..<(content == nil ? records : 0) {
            message.addRecord(
                .answer,
                name,
                type: 1,
                timeToLive: timeToLive,
                data: [198, 51, 100, UInt8(truncatingIfNeeded: record)]
            )
        }
        if let serial {
            let data =
                MessageBuilder.name("ns.example.org") + MessageBuilder.name(mailbox)
                + MessageBuilder.uint32(serial) + [UInt8](repeating: 0, count: 16)
            message.addRecord(.authority, "example.org", type: 6, data: data)
        }
        if let denial {
            message.addRecord(.authority, name, type: 47, data: MessageBuilder.name("x.example.org") + denial)
        }
        if let additional {
            message.addRecord(
                .additional,
                "ns1.example.org",
                type: additional.count == 4 ? 1 : 28,
                data: additional
            )
        }
        if size != nil { message.addOPT(payloadSize: serverSize, options: serverOptions) }
        return message.octets
    }
}

/// Exchanges of one client and one server, written, parsed and observed as in a scan.
struct SteadyTraffic {
    private(set) var fields = FieldTable()
    private var message = Message()
    private var builder = ObservationBuilder()
    private var frame = 0
    /// In seconds.
    private(set) var time = 1_795_000_000.0
    static let server = Endpoint(address: IPAddress(v4: 0x0A00_0035), port: 53)

    /// Adds one exchange so many seconds after the last one.
    mutating func add(_ exchange: SteadyExchange, after pause: Double, client: UInt32 = 0x0A00_0001) {
        time += pause
        frame += 1
        let id = UInt16(truncatingIfNeeded: frame &* 40_503)
        let stub = Endpoint(address: IPAddress(v4: client), port: UInt16(20_000 + frame % 40_000))
        for attempt in 0...exchange.repeats {
            note(exchange.query(id: id), from: stub, to: Self.server, at: time + 0.4 * Double(attempt))
        }
        time += 0.4 * Double(exchange.repeats)
        note(exchange.response(id: id), from: Self.server, to: stub, at: time + 0.02)
    }

    private mutating func note(_ octets: [UInt8], from: Endpoint, to: Endpoint, at time: Double) {
        try? message.parse(octets.span)
        let payload = DNSPayload(
            flow: Flow(source: from, destination: to, transport: .udp),
            time: Timestamp(nanoseconds: Int64(time * 1e9)),
            place: FramePlace(frame: frame),
            service: .dns
        )
        guard builder.observe(message, octets: octets.span, payload: payload) else { return }
        builder.lend { fields.note($0) }
    }

    /// The points of each feature, those of pairs and of zones.
    var points: [String: Int] {
        let pairs = CovertFieldDetector().evidence(in: fields.streams.filter { !$0.field.isAboutNames })
        let zones = findings.flatMap(\.evidence)
        return Dictionary((pairs + zones).map { ($0.feature, $0.points) }, uniquingKeysWith: max)
    }

    /// What is found in zones.
    var findings: [Finding] {
        SteadyFieldDetector().findings(
            in: GatheredTraffic(profiles: ProfileTable(), peers: PeerTable(), fields: fields)
        )
    }
}

/// What a channel carries, symbol by symbol.
struct SteadyPayload {
    private var octets: [UInt8]
    private var position = 0

    /// Cipher text.
    static func random(seed: UInt64) -> Self {
        var generator = SeededGenerator(seed: seed)
        return Self(octets: (0..<8_192).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// English words in an order of chance, long enough not to repeat itself.
    static let text: Self = {
        let words = """
            the password of second gate is under a stone by well and watchman goes home at nine bring forty sacks two lamps \
            without glass whoever can be quiet for whole way down river before morning comes nobody should know where we hid it
            """
            .split(separator: " ")
        var generator = SeededGenerator(seed: 17)
        let text = (0..<2_000).map { _ in words[Int.random(in: words.indices, using: &generator)] }
        return Self(octets: Array(text.joined(separator: " ").utf8))
    }()

    /// The next symbol of so many bits, the highest first.
    mutating func next(_ bits: Int) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<bits {
            let octet = octets[position / 8 % octets.count]
            value = value << 1 | UInt64(octet >> (7 - position % 8) & 1)
            position += 1
        }
        return value
    }

    /// The next octets.
    mutating func nextOctets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(next(8)) } }
}
