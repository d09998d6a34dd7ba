import Baselines
import ClientTracking
import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import PacketCapture
import PacketDecoding
import ResolverLogs
import SteadyFields
import TunnelDetection
import Watching
import ZoneProfiles

/// Parses payloads, observes their messages and adds them to the profiles.
struct MessageReader {
    private var message = Message()
    private var builder = ObservationBuilder()
    private var matcher: TransactionMatcher
    private(set) var profiles: ProfileTable
    package private(set) var peers: PeerTable
    private(set) var sightings: SightingTable
    /// The packets that were just seen, for a tracker.
    private var recentPackets = RecentPackets()
    private(set) var fields = FieldTable()
    /// The findings from the profiles that had to go before the end.
    private(set) var early: EarlyVerdicts
    /// Follows clients, if asked to.
    var tracker: ClientTracker?
    /// Learns the habits of clients and zones, if asked to.
    var learner: ActivityLearner?
    /// The part of the captures that the scan judges.
    var selection: ScanSelection
    private var counts = CoverageCounts()
    private var messages = MessageCounts()
    private var services = ServiceCounts()
    private(set) var oddPorts = OddPorts()
    private(set) var originators = Originators()

    init(
        analyzer: TunnelAnalyzer,
        watchlist: Watchlist,
        selection: ScanSelection,
        limits: ScanLimits
    ) {
        self.selection = selection
        early = EarlyVerdicts(analyzer)
        sightings = SightingTable(watchlist: watchlist)
        matcher = TransactionMatcher(capacity: limits.transactions)
        profiles = ProfileTable(limits: limits.profiles)
        peers = PeerTable(limits: limits.peers)
    }

    /// Reads one payload that came from a DNS port or looks like DNS.
    mutating func read(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        let isWhole: Bool
        do throws(WireError) {
            try message.parse(octets)
            isWhole = true
        } catch {
            isWhole = false
        }
        guard selection.takes(message, octets, payload.flow) else { return }
        if isWhole {
            counts.inspected += 1
        } else {
            guard Self.isDNS(message) else {
                counts.noteNonDNS(payload)
                if message.header == nil { counts.note(message.anomalies, payload) }
                noteNonDNS(payload, octets)
                return
            }
            counts.noteMalformed(payload)
        }
        counts.note(message.anomalies, payload)
        tracker?.noteNames(in: message, octets: octets, payload: payload)
        // In two steps: lending the message to a call that changes all else would copy it.
        guard builder.observe(message, octets: octets, payload: payload) else { return }
        noteObservation()
        guard message.questions.count > 1, payload.service == .dns else { return }
        for index in 1..<min(message.questions.count, ObservationBuilder.mostQuestions) {
            builder.turnToQuestion(index, of: message, octets: octets)
            builder.lend { observation in
                tracker?.note(observation)
                learner?.note(observation)
                profiles.note(observation)
                sightings.note(observation)
            }
        }
    }

    /// Takes over the facts in a log about a message.
    mutating func read(_ observation: Observation) {
        guard selection.takes(observation) else { return }
        counts.inspected += 1
        builder.take(observation)
        noteObservation()
    }

    /// Adds a query whose name a log hides.
    mutating func read(_ name: HiddenName) {
        guard selection.takes(loggedAt: name.time), selection.takes(trafficOf: name.client) else { return }
        let nobody = IPAddress(v4: 0)
        peers.noteHiddenName(pair: PeerPair(client: name.client, server: nobody), name.time, name.place)
    }

    /// Adds the message that was observed last to everything that is kept.
    private mutating func noteObservation() {
        builder.pair(with: &matcher)
        builder.lend { observation in
            messages.note(observation)
            services.note(observation)
            tracker?.note(observation)
            guard observation.isUnicast else { return }
            learner?.note(observation)
            oddPorts.note(observation)
            originators.note(observation)
            peers.note(observation)
            fields.note(observation)
            profiles.note(observation)
            sightings.note(observation)
        }
        judgeLeaving()
    }

    /// Judges the profiles that a bound made a table let go of, before anything else happens.
    private mutating func judgeLeaving() {
        guard profiles.hasLeaving || peers.hasLeaving else { return }
        early.judge(
            profiles.takeLeaving(),
            peers.takeLeaving(),
            among: GatheredTraffic(profiles: profiles, peers: peers, sightings: sightings),
            messages: messages.messages
        )
    }

    /// Reads the headers of one packet, when somebody wants to know of packets without DNS.
    ///
    /// It reads them a second time; a scan without such a caller does not pay for that.
    mutating func read(_ frame: Frame, _ octets: Span<UInt8>) {
        guard tracker != nil, let packet = PacketHeaders(octets, linkType: frame.linkType.rawValue) else {
            return
        }
        let isCopy = recentPackets.isCopy(packet, in: octets, at: frame.time)
        tracker?.note(packet, in: octets, at: frame.time, isCopy: isCopy)
    }

    /// Adds streams on a DNS port that are no DNS.
    mutating func read(_ streams: [NonDNSStream]) {
        for stream in streams {
            let (pair, isFromClient) = Self.pair(of: stream.flow)
            guard selection.takes(trafficOf: pair.client) else { continue }
            let (input, frame) = (stream.place.input, stream.place.frame)
            peers.noteNonDNSStream(
                pair: pair,
                isFromClient: isFromClient,
                octets: stream.octets,
                time: stream.time,
                input: input,
                frame: frame
            )
        }
    }

    private mutating func noteNonDNS(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        guard payload.service == .dns, !payload.isUnusualPort, !payload.isTruncated else { return }
        let (pair, isFromClient) = Self.pair(of: payload.flow)
        peers.noteNonDNS(
            octets.indices.map { octets[$0] },
            pair: pair,
            isFromClient: isFromClient,
            time: payload.time,
            input: payload.place.input,
            frame: payload.place.frame
        )
    }

    /// Client and server of a flow, by which side has the port of DNS, and whether the client sends.
    static func pair(of flow: Flow) -> (pair: PeerPair, isFromClient: Bool) {
        let isFromClient = flow.destination.port == DNSService.dns.port
        let (client, server) =
            isFromClient ? (flow.source, flow.destination) : (flow.destination, flow.source)
        return (PeerPair(client: client.address, server: server.address), isFromClient)
    }

    /// Whether a message that ended in an error was one at all: its header is lawful, and its first question was
    /// readable, or its header announced a usual number of questions.
    ///
    /// By chance one of some 230,000 random datagrams has such a header.
    static func isDNS(_ message: borrowing Message) -> Bool {
        guard let header = message.header, header.opcode.isRegistered, !header.reservedBit else {
            return false
        }
        if let question = message.questions.first { return question.recordClass.isRegistered }
        return header.questionCount == 1 || (header.questionCount == 0 && header.isResponse)
    }

    /// Adds up the messages that were read.
    func summarize(in summary: inout ScanSummary) {
        summary.dnsMessages = messages.messages
        summary.queries = messages.queries
        summary.responses = messages.responses
        summary.zones = profiles.zoneCount
        summary.clients = profiles.clientCount
        summary.services = services
        summary.selection = selection.summary
        summary.capturePoint = CaptureVantage(peers).capturePoint
    }

    /// The account of what could not be inspected.
    ///
    /// - Parameters:
    ///   - decoding: The counts of packets.
    ///   - logs: The counts of frames and lines of logs.
    ///   - failures: The failures of whole captures.
    /// - Returns: The report's block on coverage.
    func coverage(
        decoding: DecodingStatistics,
        logs: LogStatistics,
        failures: [CoverageProblem]
    ) -> Coverage {
        counts.coverage(
            failures: failures,
            messages: messages,
            decoding: decoding,
            logs: logs,
            evictedTransactions: matcher.evictedCount,
            profiles: profiles,
            peers: peers,
            sightings: sightings,
            selection: selection
        )
    }
}

extension ServiceCounts {
    fileprivate mutating func note(_ observation: borrowing Observation) {
        let port = DNSService.dns.port
        switch observation.service {
        case .dns where observation.client.port == port || observation.server.port == port: dns += 1
        case .dns: dnsOnOtherPorts += 1
        case .mdns: multicastDNS += 1
        case .llmnr: llmnr += 1
        case .nbns: nbns += 1
        }
    }
}
