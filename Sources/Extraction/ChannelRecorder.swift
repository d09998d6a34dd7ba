package import DNSObservation
import DNSWire
package import Findings
package import NetworkTypes
package import ZoneProfiles

/// Keeps the messages of channels that were found, for the readers of their contents.
package struct ChannelRecorder: Sendable {
    private let limits: ExtractionLimits
    private let traffic: FindingTraffic
    private var recordings: [ChannelRecording]
    private var heldBytes = 0

    /// A recorder that has not seen any message.
    ///
    /// - Parameters:
    ///   - findings: The findings in the captures that are to be read once more.
    ///   - client: The only client whose messages count, or `nil` for all.
    ///   - limits: Bounds on the kept data.
    package init(_ findings: [Finding], client: IPAddress? = nil, limits: ExtractionLimits) {
        self.limits = limits
        recordings = findings.map { ChannelRecording($0) }
        traffic = FindingTraffic(findings, client: client)
    }

    /// Whether there is no channel to record.
    package var isEmpty: Bool { recordings.isEmpty }

    /// Whether messages about a name belong to a channel.
    ///
    /// - Parameters:
    ///   - name: In wire format without the root's octet; empty for none.
    ///   - pair: The client and the server.
    /// - Returns: `false` for a message that ``note(_:)`` would not keep.
    package func mayConcern(_ name: Span<UInt8>, of pair: PeerPair) -> Bool {
        !traffic.findings(named: name, of: pair).isEmpty
    }

    /// Keeps a message if it belongs to a channel.
    ///
    /// - Complexity: O(octets of the name), and of the message if it is kept.
    package mutating func note(_ observation: borrowing Observation) {
        // An event that is counted between other ends would carry everything twice.
        guard observation.role != .elsewhere else { return }
        let channels = traffic.findings(of: observation)
        guard !channels.isEmpty else { return }
        let message = ChannelMessage(observation)
        for channel in channels {
            guard heldBytes < limits.recordedBytes else {
                recordings[channel].leftOut += 1
                continue
            }
            heldBytes += message.heldBytes
            recordings[channel].messages.append(message)
        }
    }

    /// Keeps a datagram that is no DNS if a channel's client exchanges it with a server of the channel.
    package mutating func note(_ datagram: @autoclosure () -> ChannelDatagram, of pair: PeerPair) {
        let channels = traffic.findings(of: pair)
        guard !channels.isEmpty else { return }
        let datagram = datagram()
        for channel in channels {
            guard heldBytes < limits.recordedBytes else {
                recordings[channel].leftOut += 1
                continue
            }
            heldBytes += datagram.octets.count + MemoryLayout<ChannelDatagram>.stride
            recordings[channel].datagrams.append(datagram)
        }
    }

    /// The contents of the recorded channels, in the order of the findings.
    ///
    /// - Complexity: O(octets of the messages), times a small number of ways to read them where nobody knows the tool.
    package consuming func contents() -> [RecoveredChannel] {
        var (count, octets) = (0, 0)
        return recordings.map { recording in
            var recording = recording
            recording.settle()
            var kept: [RecoveredContent] = []
            var leftOut = 0
            for outer in ContentReaderCatalog.contents(of: recording) {
                // What small contents unpack to is counted before the next one is unpacked.
                let isFull = count >= limits.contents || octets >= limits.contentBytes
                for content in isFull ? [outer] : ContentLayers.unfolded(outer, limits: limits) {
                    count += 1
                    octets += content.octets.count
                    if count <= limits.contents, octets <= limits.contentBytes {
                        kept.append(content)
                    } else {
                        leftOut += 1
                    }
                }
            }
            return RecoveredChannel(
                id: recording.id,
                contents: kept,
                leftOut: recording.leftOut,
                contentsLeftOut: leftOut
            )
        }
    }
}

/// A datagram between a channel's client and server that is no DNS.
package struct ChannelDatagram: Sendable {
    package let time: Timestamp
    package let place: FramePlace
    package let client: IPAddress
    package let isFromClient: Bool
    package let octets: [UInt8]

    package init(time: Timestamp, place: FramePlace, client: IPAddress, isFromClient: Bool, octets: [UInt8]) {
        self.time = time
        self.place = place
        self.client = client
        self.isFromClient = isFromClient
        self.octets = octets
    }
}
