import NetworkTypes

/// A datagram put together from its fragments.
struct ReassembledDatagram {
    /// The protocol number of its content.
    var transport: UInt8
    var octets: [UInt8]
}

/// Puts fragmented IPv4 and IPv6 datagrams together, within bounds.
///
/// Fragments may come in any order; an exact repetition is ignored. Once fragments overlap in any other way, the
/// whole datagram is dropped, and so are its later fragments. RFC 5722 demands so for IPv6, and Linux has done so for
/// IPv4 as well since 2018. Receivers that still accept overlaps disagree on whose octets count, so there is no right
/// content to show; the count in the statistics tells that someone tried.
struct FragmentReassembly: Sendable {
    private struct Key: Hashable {
        var source: IPAddress
        var destination: IPAddress
        var identification: UInt32
        /// Part of the key in IPv4 alone (RFC 791 §3.2, RFC 8200 §4.5).
        var transport: UInt8?
    }

    private struct Piece {
        var offset: Int
        var octets: [UInt8]

        var end: Int { offset + octets.count }
    }

    private struct Incomplete {
        var firstTime: Timestamp
        var firstFrame: FramePlace
        /// In order of offsets, without overlaps.
        var pieces: [Piece] = []
        var octets = 0
        /// The protocol of the content, as the fragment at offset 0 says.
        var transport: UInt8?
        /// Known once the last fragment is here.
        var length: Int?
        /// Whether fragments contradicted each other, so that nothing more is kept.
        var isSpoilt = false

        var footprint: Int { octets + pieces.count * FragmentReassembly.pieceOverhead }
        var isComplete: Bool { length == octets }
    }

    /// Octets of bookkeeping that each kept fragment is charged, so that tiny ones are not free.
    private static let pieceOverhead = 64
    /// An IP payload's length is a number of 16 bits.
    private static let maximumLength = 65_535

    private let limits: ReassemblyLimits
    private var incomplete = RecencyTable<Key, Incomplete>()
    private var footprint = 0

    init(limits: ReassemblyLimits) {
        self.limits = limits
    }

    /// Adds a fragment and takes out the datagram that it completes.
    ///
    /// - Parameters:
    ///   - octets: The fragment's content.
    ///   - fragment: Its place.
    ///   - transport: The protocol number it names; that of the fragment at offset 0 counts.
    ///   - situation: Its addresses, frame and time.
    ///   - statistics: Receives the counts of reassembled and dropped fragments.
    /// - Returns: The whole datagram's content, or `nil` while any of it is missing.
    mutating func insert(
        _ octets: Span<UInt8>,
        _ fragment: IPPacket.Fragment,
        of transport: UInt8,
        _ situation: Situation,
        _ statistics: inout DecodingStatistics
    ) -> ReassembledDatagram? {
        expire(at: situation.time, &statistics)
        let end = fragment.offset + octets.count
        // All but the last are cut at multiples of eight octets; nothing is longer than a length can say.
        guard octets.count > 0, fragment.isLast || octets.count % 8 == 0, end <= Self.maximumLength else {
            statistics.count(.fragmentsMalformed, frame: situation.frame)
            return nil
        }
        let key = Key(
            source: situation.source,
            destination: situation.destination,
            identification: fragment.identification,
            transport: situation.source.isIPv4 ? transport : nil
        )
        var datagram = remove(key) ?? Incomplete(firstTime: situation.time, firstFrame: situation.frame)
        if isOver(datagram, at: situation.time) {
            count(.fragmentsTimedOut, datagram, &statistics)
            datagram = Incomplete(firstTime: situation.time, firstFrame: situation.frame)
        }
        if !datagram.isSpoilt {
            if let fault = place(octets, fragment, of: transport, in: &datagram) {
                statistics.count(fault, frame: situation.frame)
                datagram.pieces = []
                datagram.octets = 0
                datagram.isSpoilt = true
            } else if datagram.isComplete {
                statistics.count(.fragmentsReassembled, frame: situation.frame)
                return ReassembledDatagram(
                    transport: datagram.transport ?? transport,
                    octets: datagram.pieces.flatMap(\.octets)
                )
            }
        }
        footprint += datagram.footprint
        incomplete.set(datagram, for: key)
        while incomplete.count > limits.datagrams || footprint > limits.fragmentOctets {
            guard let oldest = incomplete.oldest() else { break }
            _ = remove(oldest.key)
            count(.fragmentsEvicted, oldest.value, &statistics)
        }
        return nil
    }

    /// Counts the datagrams that never became whole.
    mutating func finish(_ statistics: inout DecodingStatistics) {
        for (_, datagram) in incomplete.removeAll() { count(.fragmentsIncomplete, datagram, &statistics) }
        footprint = 0
    }

    /// Puts a fragment in its place, or says why it fits nowhere.
    private func place(
        _ octets: Span<UInt8>,
        _ fragment: IPPacket.Fragment,
        of transport: UInt8,
        in datagram: inout Incomplete
    ) -> DecodingAnomaly? {
        let end = fragment.offset + octets.count
        if fragment.isLast {
            if let length = datagram.length, length != end { return .fragmentsMalformed }
            if let last = datagram.pieces.last, last.end > end { return .fragmentsMalformed }
            datagram.length = end
        } else if let length = datagram.length, end > length {
            return .fragmentsMalformed
        }
        let index = datagram.pieces.firstIndex { $0.end > fragment.offset } ?? datagram.pieces.count
        if index < datagram.pieces.count, datagram.pieces[index].offset < end {
            let there = datagram.pieces[index]
            let isRepetition =
                there.offset == fragment.offset && there.end == end
                && octets.indices.allSatisfy { there.octets[$0] == octets[$0] }
            return isRepetition ? nil : .fragmentsOverlapping
        }
        if datagram.pieces.count >= limits.fragmentsPerDatagram { return .fragmentsMalformed }
        if fragment.offset == 0 { datagram.transport = transport }
        datagram.pieces.insert(Piece(offset: fragment.offset, octets: Array(copying: octets)), at: index)
        datagram.octets += octets.count
        return nil
    }
}

// MARK: - Letting go

extension FragmentReassembly {
    private mutating func remove(_ key: Key) -> Incomplete? {
        let datagram = incomplete.remove(key)
        footprint -= datagram?.footprint ?? 0
        return datagram
    }

    private func isOver(_ datagram: Incomplete, at time: Timestamp) -> Bool {
        time.seconds(since: datagram.firstTime) > limits.fragmentSeconds
    }

    private mutating func expire(at time: Timestamp, _ statistics: inout DecodingStatistics) {
        while let oldest = incomplete.oldest(), isOver(oldest.value, at: time) {
            _ = remove(oldest.key)
            count(.fragmentsTimedOut, oldest.value, &statistics)
        }
    }

    /// Counts a datagram that was let go, unless it was counted when it was spoilt.
    private func count(
        _ anomaly: DecodingAnomaly,
        _ datagram: Incomplete,
        _ statistics: inout DecodingStatistics
    ) {
        if !datagram.isSpoilt { statistics.count(anomaly, frame: datagram.firstFrame) }
    }
}
