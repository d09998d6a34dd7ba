import DNSObservation
import DNSWire
import Extraction
import Findings
import NetworkTypes
import PacketCapture
import PacketDecoding
import ScanPipeline
import ZoneProfiles

/// Messages of one channel, packed into octets that a fuzzer can change anywhere, and what their contents must keep to.
///
///     | tool, 1 | carrier, 1 | labels of the zone, 1 | message | message | …
///     message: | milliseconds since the one before, 2 bits | length, 14 bits | octets |
///
/// Tool and carrier are numbers of lists, 0 for none; the zone is the end of the first name that is long enough. What is no DNS
/// message is a datagram of the channel.
package struct ContentTarget {
    private static let (client, server) = (IPAddress(v4: 0x0A00_0001), IPAddress(v4: 0x0A00_0035))
    private static let steps: [Int64] = [1, 20, 500, 61_000]
    private static let mostLength = 0x3FFF
    private static let headOctets = 3

    /// Limits that a fuzzer comes to.
    private static let limits: ExtractionLimits = {
        var limits = ExtractionLimits()
        limits.recordedBytes = 1 << 20
        limits.contents = 64
        limits.contentBytes = 4 << 20
        limits.unpackedBytes = 1 << 20
        return limits
    }()

    /// How many tools and carriers there are.
    package static let (toolCount, carrierCount) = (
        ContentReaderCatalog.tools.count, ContentReaderCatalog.carriers.count
    )

    /// The number of a tool in packed messages, or `nil` for one without a reader of its own.
    package static func number(ofTool name: String) -> UInt8? {
        ContentReaderCatalog.tools.firstIndex(of: name).map { UInt8($0 + 1) }
    }

    private var message = Message()
    private var builder = ObservationBuilder()

    package init() {}

    /// The octets for messages of a tool, as far as they can be packed; the reverse of ``run(_:)``.
    package static func packed(
        tool: String?,
        carrier: String?,
        zoneLabels: Int,
        _ messages: [[UInt8]]
    ) -> [UInt8] {
        let toolNumber = tool.flatMap(number) ?? 0
        let carrierNumber = carrier.flatMap(ContentReaderCatalog.carriers.firstIndex).map { $0 + 1 } ?? 0
        return [toolNumber, UInt8(carrierNumber), UInt8(zoneLabels)]
            + messages.filter { $0.count <= mostLength }.flatMap { message in
                [UInt8(message.count >> 8 | 0x40), UInt8(message.count & 0xFF)] + message
            }
    }

    /// The octets for the channel that is found in a capture.
    ///
    /// - Parameters:
    ///   - path: Of a capture.
    ///   - most: The most octets of the result; messages that do not fit into them are left out.
    /// - Returns: `nil` where no channel is found.
    package static func packed(capture path: String, most: Int) -> [UInt8]? {
        var scan = Scan()
        guard scan.read(path) == nil,
            let finding = scan.finish().findings.first(where: { $0.kind.carriesPayload }),
            var file = try? CaptureFile(path: path)
        else { return nil }
        let clients = Set(finding.clients.map(\.address))
        var decoder = FrameDecoder()
        var messages: [[UInt8]] = []
        while (try? file.nextFrame { frame, octets in
            decoder.decode(
                octets,
                linkType: frame.linkType.rawValue,
                time: frame.time,
                frame: frame.number,
                originalLength: frame.originalLength
            ) { payload, octets in
                let ends = [payload.flow.source.address, payload.flow.destination.address]
                if ends.contains(where: clients.contains) {
                    messages.append(octets.indices.map { octets[$0] })
                }
            }
        }) == true {}
        var rest = most
        let fitting = messages.prefix { message in
            rest -= message.count + 2
            return rest > 0
        }
        return packed(
            tool: finding.tool?.name,
            carrier: finding.evidence.map(\.feature).first(where: ContentReaderCatalog.carriers.contains),
            zoneLabels: DomainName(presentation: finding.zone)?.labelCount ?? 0,
            Array(fitting)
        )
    }

    /// Reads the contents of packed messages; traps where a promise is broken.
    ///
    /// - Returns: How many contents there were.
    @discardableResult
    package mutating func run(_ octets: Span<UInt8>) -> Int {
        guard octets.count > Self.headOctets else { return 0 }
        var messages: [(time: Timestamp, octets: [UInt8])] = []
        var (position, time) = (Self.headOctets, Int64(1_780_000_000_000))
        while position + 2 <= octets.count {
            let head = Int(octets[position]) << 8 | Int(octets[position + 1])
            position += 2
            let end = min(octets.count, position + head & Self.mostLength)
            time += Self.steps[head >> 14]
            messages.append((Timestamp(nanoseconds: time * 1_000_000), (position..<end).map { octets[$0] }))
            position = end
        }
        var zone = DomainName.root
        for message in messages where zone.isRoot {
            zone = self.zone(of: message.octets, labelCount: Int(octets[2] % 8)) ?? .root
        }
        var recorder = ChannelRecorder(
            [Self.finding(tool: octets[0], carrier: octets[1], zone: zone)],
            limits: Self.limits
        )
        for (number, message) in messages.enumerated() {
            note(message.octets, at: message.time, number + 1, in: &recorder)
        }
        let channels = recorder.contents()
        precondition(channels.count == 1)
        for content in channels[0].contents { Self.check(content, frames: messages.count) }
        precondition(channels[0].contents.count <= Self.limits.contents)
        precondition(
            channels[0].contents.reduce(0) { $0 + $1.octets.count } <= Self.limits.contentBytes
        )
        return channels[0].contents.count
    }

    /// The last labels of the name that a message asks for.
    private mutating func zone(of octets: [UInt8], labelCount: Int) -> DomainName? {
        guard (try? message.parse(octets.span)) != nil, let question = message.questions.first else {
            return nil
        }
        let name = question.name.domainName(in: octets.span)
        return name.labelCount > labelCount ? name.suffix(labelCount: labelCount) : nil
    }

    private static func finding(tool: UInt8, carrier: UInt8, zone: DomainName) -> Finding {
        func chosen(_ number: UInt8, _ list: [String]) -> String? {
            let place = Int(number) % (list.count + 1)
            return place == 0 ? nil : list[place - 1]
        }
        let time = Timestamp(nanoseconds: 0)
        let evidence = chosen(carrier, ContentReaderCatalog.carriers).map { feature in
            [Evidence(feature: feature, value: 1, unit: "", threshold: 1, points: 1, statement: "")]
        }
        return Finding(
            id: "0",
            kind: .tunnel,
            severity: .medium,
            score: 50,
            title: "",
            zone: zone.presentation,
            registeredDomain: nil,
            zones: zone.isRoot ? [] : [zone.presentation],
            tool: chosen(tool, ContentReaderCatalog.tools).map {
                ToolIdentification(name: $0, confidence: .certain, because: "")
            },
            clients: [
                ClientActivity(
                    address: client,
                    queries: 1,
                    bytesUp: 0,
                    bytesDown: 0,
                    firstSeen: time,
                    lastSeen: time
                )
            ],
            servers: [server],
            firstSeen: time,
            lastSeen: time,
            queries: 1,
            responses: 0,
            distinctNames: 1,
            queryTypes: [],
            bytesUp: 0,
            bytesDown: 0,
            peakBytesPerSecond: 0,
            features: [],
            evidence: evidence ?? [],
            samples: [],
            frames: FrameRange(
                first: FramePlace(input: 0, frame: 1),
                last: FramePlace(input: 0, frame: 1),
                count: 1
            ),
            displayFilter: "",
            attack: [],
            nextSteps: []
        )
    }

    private mutating func note(
        _ octets: [UInt8],
        at time: Timestamp,
        _ frame: Int,
        in recorder: inout ChannelRecorder
    ) {
        let isResponse = octets.count > 2 && octets[2] & 0x80 != 0
        let (client, server) = (
            Endpoint(address: Self.client, port: 40_000), Endpoint(address: Self.server, port: 53)
        )
        let place = FramePlace(input: 0, frame: frame)
        do {
            try message.parse(octets.span)
        } catch {
            let datagram = ChannelDatagram(
                time: time,
                place: place,
                client: Self.client,
                isFromClient: !isResponse,
                octets: octets
            )
            recorder.note(datagram, of: PeerPair(client: Self.client, server: Self.server))
            return
        }
        let (source, destination) = isResponse ? (server, client) : (client, server)
        let payload = DNSPayload(
            flow: Flow(source: source, destination: destination, transport: .udp),
            time: time,
            place: place,
            service: .dns
        )
        guard builder.observe(message, octets: octets.span, payload: payload) else { return }
        builder.lend { recorder.note($0) }
    }

    private static func check(_ content: RecoveredContent, frames: Int) {
        precondition(content.gaps.allSatisfy { (0...content.octets.count).contains($0.offset) })
        precondition(content.gaps.allSatisfy { $0.octets ?? 1 > 0 && $0.pieces ?? 1 > 0 })
        precondition(content.carriedCount.map { $0 <= content.octets.count } ?? true)
        precondition((1...frames).contains(content.frames.lowerBound.frame))
        let description = content.description
        precondition(
            (description.preview + (description.claimedName ?? "")).utf8.allSatisfy {
                (0x20...0x7E).contains($0)
            }
        )
    }
}
