import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// Reads the IP packets that NSTX carries in fragments.
struct NSTXReader: ContentReader {
    let tools: Set<String> = ["NSTX"]

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.compactMap { client, exchanges in
            var tunnel = Tunnel()
            for exchange in exchanges {
                if let message = exchange.first,
                    let fragment = NSTXLayout.Fragment(in: recording.subdomain(of: exchange.name))
                {
                    tunnel.note(fragment, isUp: true, message)
                }
                guard let response = exchange.response else { continue }
                for answer in response.answers where answer.type == .txt {
                    let text = CharacterStringText.joined(answer.octets)
                    if let fragment = NSTXLayout.Fragment(text) {
                        tunnel.note(fragment, isUp: false, response)
                    }
                }
            }
            return tunnel.content(of: client)
        }
    }

    private struct Tunnel {
        private var (up, down) = (Assembly(), Assembly())
        private var packets = InnerPackets()
        private var places: [FramePlace] = []
        private var gaps: [ContentGap] = []

        mutating func note(_ fragment: NSTXLayout.Fragment, isUp: Bool, _ message: ChannelMessage) {
            let result =
                isUp
                ? up.add(fragment, at: message.time) : down.add(fragment, at: message.time)
            if result.isLost { gaps.append(ContentGap(offset: packets.octetCount, pieces: 1)) }
            // Nothing else vouches for the fragments of a packet.
            guard let packet = result.packet, InternetPacket.isWhole(packet) else { return }
            packets.add(packet, at: message.time)
            places.append(message.place)
        }

        func content(of client: IPAddress) -> RecoveredContent? {
            guard let first = places.min(), let last = places.max() else { return nil }
            var content = RecoveredContent(
                .ipPackets,
                .both,
                of: client,
                octets: packets.capture,
                encodings: [],
                confidence: .certain,
                because:
                    "The IP packets that NSTX carries; the length of each fits, and the checksum of its header.",
                frames: first...last
            )
            content.carriedCount = packets.octetCount
            content.chosenCount = packets.chosenCount
            content.previewed = packets.first
            content.gaps = gaps
            return content
        }
    }

    /// The fragments of one direction, by the number of their packet.
    private struct Assembly {
        private struct Packet {
            var fragments: [Int: [UInt8]] = [:]
            var last: Int?
            var isComplete = false
            var time: Timestamp
        }

        private var packets: [Int: Packet] = [:]
        /// The time after which NSTX gives up a packet, in seconds; sooner, its number means the same packet.
        private static let patience = 30.0

        /// Adds a fragment; one that is there already is the same again.
        ///
        /// - Returns: The packet if it is whole by now, and whether one before it never will be.
        mutating func add(_ fragment: NSTXLayout.Fragment, at time: Timestamp) -> (
            packet: [UInt8]?, isLost: Bool
        ) {
            var packet = packets[fragment.packet] ?? Packet(time: time)
            var isLost = false
            if time.seconds(since: packet.time) > Self.patience {
                isLost = !packet.isComplete
                packet = Packet(time: time)
            }
            defer { packets[fragment.packet] = packet }
            packet.time = time
            guard !packet.isComplete, packet.fragments[fragment.number] == nil else { return (nil, isLost) }
            packet.fragments[fragment.number] = fragment.octets
            if fragment.isLast { packet.last = fragment.number }
            guard let last = packet.last, (0...last).allSatisfy({ packet.fragments[$0] != nil }) else {
                return (nil, isLost)
            }
            packet.isComplete = true
            let octets = (0...last).flatMap { packet.fragments[$0] ?? [] }
            return (octets.isEmpty ? nil : octets, isLost)
        }
    }
}
