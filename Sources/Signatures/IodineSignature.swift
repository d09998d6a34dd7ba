package import Channels
import DNSWire
package import Findings
import NetworkTypes
import PayloadMeasures
import ZoneProfiles

/// Recognizes iodine by its handshake, its codec tests, the steps of its transaction ids, or its counters.
///
///     v <version, 32 bits> <counter, 16>                                        version request, all in Base32
///     z <fixed string>      y <codec> <variant>                       which octets survive, up and down
///     p <user, 8> <acknowledged, 8> <counter, 16>                               ping, in Base32
///
/// ``IodineLayout`` draws names with data.
///
/// - Version request: `v` and the Base32 of one of six versions in iodine's own alphabet, below 2⁻²⁹ for a label that
///   begins with `v`.
/// - Codec tests: the fixed strings that probe which octets survive; 26 of 26 letter pairs, or a sentence; downstream
///   16 octets of four patterns.
/// - Transaction ids: each is the one before plus 7727. Seen beside the client; a resolver rewrites ids. In a
///   sample of names the step is a small multiple of 7727, and chance makes one in 1,024 a multiple up to 64.
/// - Counters survive resolvers, lost packets and a capture that begins late. Of pings, a step of 1 to 16 has a
///   chance of 2⁻¹², so four are below 2⁻⁴⁸. Of data, the next but three of 36 letters has one in nine; twelve of which
///   11 fit are below 10⁻⁹, and the packet numbers before them must rise too.
/// - Answers that unpack to the header of a tun device and an IPv4 packet of that length, whatever the client is: 13 bits for
///   the beginning of a zlib stream and 36 for version and device, each.
///
/// Source: yarrick/iodine, src/client.c (`send_query`, `handshake_version`, `handshake_upenc_autodetect`,
/// `send_ping`, `send_chunk`), src/encoding.h, doc/proto_00000502.txt, doc/proto_00000800.txt.
package struct IodineSignature: ToolSignature {
    package let tool = "iodine"
    package let kind = FindingKind.tunnel
    private static let base32 = IodineLayout.base32
    private static let idStep: UInt16 = 7727
    private static let minimumSteps = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        var match =
            handshake(channel) ?? codecTest(channel) ?? idSteps(channel) ?? pings(channel) ?? data(channel)
            ?? packets(channel)
        match?.layout = IodineLayout(channel)
        return match
    }

    /// The letter that a name begins with, in lower case: the command of the client.
    private static func command(of name: DomainName) -> UInt8? {
        name.isRoot ? nil : name.octets[1] | 0x20
    }

    // MARK: - Handshake

    private func handshake(_ channel: Channel) -> SignatureMatch? {
        let requests = channel.exchanges.compactMap { exchange in
            Self.version(requestedIn: exchange.name).map { (version: $0, exchange: exchange) }
        }
        guard let request = requests.first else { return nil }
        let acknowledged = requests.contains { request in
            request.exchange.response.flatMap(Self.payload)?.starts(with: "VACK".utf8) == true
        }
        return recognized(
            feature: "iodine_version_requests",
            value: requests.count,
            unit: "queries",
            because:
                "Frame \(request.exchange.first.place) asks for protocol version "
                + "\(request.version.hexadecimal(digits: 8)) in \(request.exchange.first.type) records"
                + (acknowledged ? ", and the server accepts it (VACK)" : "") + Self.addresses(in: channel)
                + "."
        )
    }

    /// The protocol version that a name asks for, or `nil` when it asks for none that exists.
    private static func version(requestedIn name: DomainName) -> UInt32? {
        guard command(of: name) == UInt8(ascii: "v"), let label = name.labels.first(where: { _ in true }),
            label.count >= 11, let octets = base32.octets(of: label.dropFirst())
        else { return nil }
        let version = octets.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return versions.contains(version) ? version : nil
    }

    private static let versions: Set<UInt32> = [0x402, 0x403, 0x500, 0x501, 0x502, 0x800]

    private func codecTest(_ channel: Channel) -> SignatureMatch? {
        let probe = channel.exchanges.first {
            Self.isUpstreamTest($0.name, in: channel) || Self.isDownstreamTest($0)
        }
        guard let probe else { return nil }
        return recognized(
            feature: "iodine_codec_tests",
            value: 1,
            unit: "queries",
            because:
                "Frame \(probe.first.place) tests which octets survive in \(probe.first.type) records with iodine's fixed "
                + "probe string" + Self.addresses(in: channel) + "."
        )
    }

    private static let probes = [
        "aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz", "aaahhh-drink-mal-ein-j",
    ].map { Array($0.utf8) }

    private static func isUpstreamTest(_ name: DomainName, in channel: Channel) -> Bool {
        guard command(of: name) == UInt8(ascii: "z"), name.octets.count > probes[1].count else {
            return false
        }
        let octets = channel.subdomain(of: name).lowercased.labels.flatMap { $0 }
        return probes.contains { octets.contains($0) }
    }

    private static let downstreamTest = [0x00, 0xFF, 0x55, 0xAA].flatMap { [UInt8](repeating: $0, count: 4) }

    private static func isDownstreamTest(_ exchange: Exchange) -> Bool {
        command(of: exchange.name) == UInt8(ascii: "y")
            && exchange.response.flatMap(payload)?.starts(with: downstreamTest) == true
    }

    /// The words for the server's addresses in the tunnel, for the end of a sentence.
    private static func addresses(in channel: Channel) -> String {
        for exchange in channel.exchanges {
            guard command(of: exchange.name) == UInt8(ascii: "l"),
                let payload = exchange.response.flatMap(payload)
            else { continue }
            let parts = payload.split(separator: UInt8(ascii: "-"))
            guard parts.count == 4,
                parts.allSatisfy({ $0.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) } })
            else { continue }
            return "; in the tunnel the server is \(parts[0].shownText) and the client \(parts[1].shownText)"
        }
        return ""
    }

    /// The octets that the first answer carries.
    private static func payload(of response: Exchange.Response) -> [UInt8]? {
        response.answers.first.flatMap(IodineLayout.payload)?.kept
    }

    // MARK: - Transaction ids

    private func idSteps(_ channel: Channel) -> SignatureMatch? {
        guard let first = channel.names.first else { return nil }
        let names = channel.names.filter { $0.queries > 0 && $0.first.client == first.first.client }
        // 7727 is odd, so it has an inverse: how many queries lie between two ids.
        let largestStep = channel.namesPerSample > 1 ? UInt16(64) : 8
        let steps = zip(names, names.dropFirst()).count { early, late in
            let difference = late.first.id &- early.first.id
            return (1...largestStep).contains(difference &* Self.inverseOfIDStep)
        }
        let pairs = names.count - 1
        guard steps >= Self.minimumSteps, 10 * steps >= 8 * pairs else { return nil }
        return recognized(
            feature: "iodine_id_steps",
            value: steps,
            threshold: Self.minimumSteps,
            unit: "queries",
            because: "\(steps) of \(pairs) successive transaction ids differ by a small multiple of 7727."
        )
    }

    /// The number whose product with 7727 is 1 modulo 65,536.
    private static let inverseOfIDStep = inverse(of: idStep)

    private static func inverse(of number: UInt16) -> UInt16 {
        // Newton's iteration doubles the correct low bits; an odd number is its own inverse modulo 8.
        var inverse = number
        for _ in 0..<3 { inverse = inverse &* (2 &- number &* inverse) }
        return inverse
    }

    // MARK: - Counters

    /// A sender: one user of one client.
    private struct Sender: Hashable, Comparable {
        let client: IPAddress
        let user: UInt8

        static func < (left: Self, right: Self) -> Bool {
            (left.client, left.user) < (right.client, right.user)
        }
    }

    private struct Ping {
        let sender: Sender
        /// In units of its step.
        let counter: UInt16

        /// Pings of version 0x00000502 have four octets and count by 1, those of version 0x00000800 nine and by 263.
        init?(_ exchange: Exchange) {
            guard IodineSignature.command(of: exchange.name) == UInt8(ascii: "p"),
                let label = exchange.name.labels.first(where: { _ in true }),
                label.count == 8 || label.count == 16,
                let octets = IodineLayout.base32.octets(of: label.dropFirst(), isStrict: false),
                octets[0] < 16
            else { return nil }
            sender = Sender(client: exchange.first.client, user: octets[0])
            let value = octets.suffix(2).reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
            counter = label.count == 8 ? value : value &* Self.inverseOf263
        }

        private static let inverseOf263 = IodineSignature.inverse(of: 263)
    }

    private static let largestPingStep: UInt16 = 16

    private func pings(_ channel: Channel) -> SignatureMatch? {
        let pings = channel.askedExchanges.compactMap(Ping.init)
        guard let (sender, sent) = busiest(Dictionary(grouping: pings, by: \.sender)) else { return nil }
        let pairs = sent.count - 1
        let steps = zip(sent, sent.dropFirst()).count {
            (1...Self.largestPingStep).contains($1.counter &- $0.counter)
        }
        guard steps >= Self.minimumSteps, 10 * steps >= 8 * pairs else { return nil }
        return recognized(
            feature: "iodine_ping_steps",
            value: steps,
            threshold: Self.minimumSteps,
            because:
                "The counter in \(sent.count) pings of user \(sender.user) rises in \(steps) of \(pairs) steps, asked "
                + "for in \(mainType(of: channel)) records."
        )
    }

    private struct Chunk {
        let sender: Sender
        let packet: UInt8
        let fragment: UInt8
        /// 0…35.
        let counter: Int

        init?(_ exchange: Exchange) {
            guard let label = exchange.name.labels.first(where: { _ in true }), label.count > 5,
                let user = EncodedText.hexadecimalValue(label[label.startIndex]),
                let header = IodineLayout.base32.number(of: label.dropFirst().prefix(3)),
                let counter = Self.letters.firstIndex(of: label[label.startIndex + 4])
            else { return nil }
            sender = Sender(client: exchange.first.client, user: user)
            packet = UInt8(header >> 12)
            fragment = UInt8(header >> 8 & 0xF)
            self.counter = counter % 36
        }

        /// In lower case, then again with upper case.
        private static let letters = Array(
            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
        )

        /// Whether another chunk can come later, some lost between: of the same packet the same fragment or a later
        /// one, or one of the next packets.
        func isFollowed(by next: Chunk) -> Bool {
            switch (next.packet &- packet) & 7 {
            case 0: next.fragment >= fragment
            case 1...3: true
            default: false
            }
        }
    }

    private static let minimumChunks = 13
    private static let largestChunkStep = 4
    private static let minimumPackets = 3

    private func data(_ channel: Channel) -> SignatureMatch? {
        let chunks = channel.askedExchanges.compactMap(Chunk.init)
        guard let (sender, sent) = busiest(Dictionary(grouping: chunks, by: \.sender)),
            sent.count >= Self.minimumChunks, Set(sent.map(\.packet)).count >= Self.minimumPackets
        else { return nil }
        let pairs = sent.count - 1
        let steps = zip(sent, sent.dropFirst()).count {
            (1...Self.largestChunkStep).contains(($1.counter - $0.counter + 36) % 36)
        }
        let successors = zip(sent, sent.dropFirst()).count { $0.isFollowed(by: $1) }
        guard 100 * steps >= 85 * pairs, 10 * successors >= 8 * pairs else { return nil }
        return recognized(
            feature: "iodine_data_steps",
            value: steps,
            threshold: Self.minimumChunks - 1,
            because:
                "The counter in \(sent.count) names with data of user \(sender.user) rises in \(steps) of \(pairs) steps, and "
                + "\(successors) go on with the packet or the next one, asked for in \(mainType(of: channel)) records."
        )
    }

    // MARK: - Packets

    private static let minimumPacketAnswers = 2

    /// Answers in which IPv4 packets begin, for captures that begin late and clients of other versions.
    private func packets(_ channel: Channel) -> SignatureMatch? {
        // Answers of other types are known by their handshake.
        let exchanges = channel.exchanges.filter { exchange in
            guard let answer = exchange.response?.answers.first,
                answer.type == .null || answer.type.isPrivateUse
            else { return false }
            let packet = CarriedPiece(position: 0, octets: answer.octets.dropFirst(2))
            return IodineLayout.packetLength(packet) != nil
        }
        guard let first = exchanges.first, exchanges.count >= Self.minimumPacketAnswers else { return nil }
        return recognized(
            feature: "iodine_packets",
            value: exchanges.count,
            threshold: Self.minimumPacketAnswers,
            unit: "answers",
            because:
                "\(exchanges.count) answers unpack to IPv4 packets, the first one to frame \(first.first.place)."
        )
    }

    /// The sender with most of something, the first of several.
    private func busiest<Sent>(_ sent: [Sender: [Sent]]) -> (Sender, [Sent])? {
        sent.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }.map { ($0.key, $0.value) }
    }

    private func mainType(of channel: Channel) -> String {
        channel.profile.queryTypes.sorted.first?.kind.description ?? "unknown"
    }
}
