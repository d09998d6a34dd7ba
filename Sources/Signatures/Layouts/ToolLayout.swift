package import Channels
import DNSObservation
package import DNSWire
package import ZoneProfiles

/// How a tool writes its payload: into names on the way up, into answers on the way down.
///
/// A layout is the part of a signature that decodes. It gives the payload alone: polls, acknowledgments, handshakes and
/// framing carry none.
package protocol ToolLayout: Sendable {
    /// The pieces of payload in a name.
    ///
    /// - Parameter subdomain: The labels left of the channel's zone, in the case in which they were asked.
    /// - Returns: None for one that carries nothing or that the tool did not write.
    func piecesUp(in subdomain: DomainName) -> [CarriedPiece]

    /// The pieces of payload in answers.
    ///
    /// - Parameters:
    ///   - answers: Those to one name, as many as the sample has of them, in the order of their octets.
    ///   - subdomain: The labels left of the channel's zone in that name; `nil` where the sample does not have it.
    ///   - zone: The channel's zone, below which answers that are names may lie.
    /// - Returns: None for answers that carry nothing.
    func piecesDown(
        in answers: [AnswerRecord],
        to subdomain: DomainName?,
        below zone: DomainName
    ) -> [CarriedPiece]

    /// How many octets of payload the pieces of one stream make.
    ///
    /// - Parameter stream: Its distinct pieces in the order of their positions; some may be missing.
    /// - Returns: Octets; below 0 where a piece announces octets that are no payload and is missing.
    func payloadOctets(in stream: [CarriedPiece]) -> Int
}

extension ToolLayout {
    package func piecesDown(in: [AnswerRecord], to: DomainName?, below: DomainName) -> [CarriedPiece] { [] }

    package func payloadOctets(in stream: [CarriedPiece]) -> Int {
        stream.reduce(0) { $0 + $1.count }
    }
}

/// A piece of a tool's payload, as one name or answer holds it.
package struct CarriedPiece: Hashable, Sendable {
    /// The key that tells the pieces of one conversation from those of another.
    package let stream: UInt64
    /// The place where it belongs in its stream, in the tool's own unit; a piece that is sent again has the same
    /// place.
    package let position: UInt64
    /// The payload as far as it was kept.
    package let octets: [UInt8]
    /// Octets of the whole payload.
    package let count: Int

    package init(stream: UInt64 = 0, position: UInt64, octets: some Sequence<UInt8>, count: Int? = nil) {
        self.stream = stream
        self.position = position
        self.octets = Array(octets)
        self.count = count ?? self.octets.count
    }
}

/// How much a channel carried by the layout of its tool.
package struct CarriedPayload: Sendable {
    /// From clients to the zone's server, in bytes.
    package let bytesUp: Double
    /// From the zone's server to clients, in bytes.
    package let bytesDown: Double

    /// Decodes the sampled names and answers of a channel and counts each piece once.
    ///
    /// - Complexity: O(octets of the sample).
    package init(of channel: Channel, in layout: any ToolLayout) {
        let up = channel.subdomains.flatMap(layout.piecesUp)
        let asked = Dictionary(
            zip(channel.names.map { KeyedHash.hash($0.name.lowercased.octets) }, channel.subdomains),
            uniquingKeysWith: { first, _ in first }
        )
        let answers = Dictionary(grouping: channel.scope.answers, by: \.queryName)
        let down = answers.flatMap { name, records in
            layout.piecesDown(
                in: records.sorted { $0.octets.lexicographicallyPrecedes($1.octets) },
                to: asked[name],
                below: channel.zone
            )
        }
        bytesUp = Self.octets(of: up, in: layout) * channel.namesPerSample
        bytesDown = Self.octets(of: down, in: layout) * channel.scope.answersPerSample
    }

    private static func octets(of pieces: [CarriedPiece], in layout: any ToolLayout) -> Double {
        let streams = Dictionary(grouping: Set(pieces), by: \.stream)
        let octets = streams.values.reduce(0) { sum, pieces in
            sum + max(0, layout.payloadOctets(in: pieces.sorted(by: CarriedPiece.precedes)))
        }
        return Double(octets)
    }
}

extension CarriedPiece {
    fileprivate static func precedes(_ one: Self, _ other: Self) -> Bool {
        one.position == other.position
            ? one.octets.lexicographicallyPrecedes(other.octets) : one.position < other.position
    }
}
