import Findings
import Interruption
import NetworkTypes
import PacketCapture
import PacketDecoding
import PartialResults
import ResolverLogs

// MARK: - Parts instead of captures

extension Scan {
    /// Reads the pieces of parts as one scan would have read their captures.
    ///
    /// - Parameters:
    ///   - parts: The pieces, in order.
    ///   - progress: Receives the capture, and how many of all captures are behind it.
    /// - Returns: The messages for the user: those of the captures' reading, and of parts that cannot be read any more.
    package mutating func read(
        _ parts: PartSequence,
        progress: (String) -> Void = { _ in }
    ) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        repeated.parts = parts
        for pieces in parts.captures {
            guard let first = pieces.first?.description else { continue }
            progress(first.source.path)
            var input = InputSummary(path: first.source.path)
            faults.beginCapture()
            // Every share behind a fault met it.
            var failures: [PartFailure] = []
            for piece in pieces where Interruption.current == nil {
                if piece.isLog {
                    diagnostics += read(logOf: piece, into: &input)
                } else {
                    input.add(piece.description)
                    diagnostics += read(piece)
                }
                for failure in piece.description.reading.failures where !failures.contains(failure) {
                    failures.append(failure)
                }
            }
            diagnostics += failures.map { note($0, of: first.source.path) }
            let missing = Int(first.source.shares) - pieces.count
            if missing > 0 { diagnostics.append(noteMissing(missing, of: first.source.path)) }
            noteInterruption()
            faults.note(dropped: input.dropped, input: summary.inputs.count)
            summary.inputs.append(input)
        }
        return diagnostics
    }

    /// Notes parts that could not be read at all, before those that can.
    package mutating func noteUnreadableParts(_ count: Int) {
        noteFailure("part_unreadable", "Parts that could not be read to their ends.", count: count, frame: 0)
    }

    private mutating func read(_ piece: PartFile.Piece) -> [Diagnostic] {
        let (source, reading) = (piece.description.source, piece.description.reading)
        let place = summary.inputs.count
        var diagnostics: [Diagnostic] = []
        summary.packets += Int(clamping: reading.packets)
        if reading.hasNanoseconds_p { summary.fractionDigits = 9 }
        faults.note(reading, input: place)
        do throws(PartError) {
            try piece.forEachPacket { packet in
                lastFrame = packet.frame
                decoder.decode(packet, input: place) { payload, octets in self.reader.read(payload, octets) }
            }
        } catch {
            diagnostics.append(note(error, of: source.path))
        }
        decoder.add(reading, input: place)
        let leftOut = reading.tally(of: "part_full", input: place)
        if leftOut.count > 0 {
            diagnostics.append(
                Diagnostic(
                    path: source.path,
                    message:
                        "the part had no room for \(leftOut.count) packets from frame \(leftOut.firstFrame.frame) on",
                    isError: true
                )
            )
            noteFailure(
                "part_full",
                "Packets that may be DNS, or lines and frames of logs, for which a part had no room.",
                count: leftOut.count,
                frame: leftOut.firstFrame.frame
            )
        }
        return diagnostics
    }
}

extension Scan {
    private mutating func read(logOf piece: PartFile.Piece, into input: inout InputSummary) -> [Diagnostic] {
        let octets = piece.log
        var diagnostics: [Diagnostic] = []
        lastFrame = 0
        do throws(CaptureError) {
            if var log = try ResolverLog(lending: octets, input: summary.inputs.count) {
                repeated.logs.append(summary.inputs.count)
                try readRecords(of: &log, into: &input) { _ in }
            } else {
                diagnostics.append(note(.damaged, of: input.path))
            }
        } catch {
            if Interruption.current == nil { diagnostics.append(diagnostic(error, &input)) }
        }
        if let failure = octets.failure { diagnostics.append(note(failure, of: input.path)) }
        return diagnostics
    }

    private mutating func note(_ error: PartError, of path: String) -> Diagnostic {
        noteFailure("part_unreadable", "Parts that could not be read to their ends.", frame: lastFrame)
        return Diagnostic(path: path, message: error.reason, isError: true)
    }

    private mutating func noteMissing(_ count: Int, of path: String) -> Diagnostic {
        noteFailure("shares_missing", "Shares of captures that no part has.", count: count, frame: 0)
        return Diagnostic(
            path: path,
            message: "of its shares \(count == 1 ? "one is" : "\(count) are") in no part",
            isError: true
        )
    }

    private mutating func note(_ failure: PartFailure, of path: String) -> Diagnostic {
        noteFailure(failure.kind, failure.detail, frame: Int(clamping: failure.frame))
        return Diagnostic(path: path, message: failure.message, isError: failure.isError)
    }
}

extension ResolverLog {
    /// Recognizes the log in a part; `nil` where there is none.
    init?(lending octets: PartLog, input: Int) throws(CaptureError) {
        try self.init(OpenedFile(lending: { octets.next() }), input: input)
    }
}

extension FrameDecoder {
    /// Adds what the decoder of a piece counted.
    fileprivate mutating func add(_ piece: PartReading, input: Int) {
        var anomalies: [DecodingAnomaly: Tally] = [:]
        for count in piece.counts {
            guard let anomaly = DecodingAnomaly(rawValue: count.name) else { continue }
            anomalies[anomaly] = count.tally(input: input)
        }
        var links: [Int32: Tally] = [:]
        for link in piece.unknownLinks { links[link.linkType] = link.seen.tally(input: input) }
        add(anomalies: anomalies, unknownLinkTypes: links, copies: Int(clamping: piece.copies))
        add(
            piece.encrypted.compactMap { $0.record(input: input) },
            unlisted: piece.tally(of: "encrypted_dns_unlisted", input: input)
        )
        add(
            piece.watched.compactMap { $0.traffic(input: input) },
            unlisted: piece.tally(of: "flows_unlisted", input: input).count
        )
    }
}

extension InputSummary {
    /// Adds a piece of the capture.
    fileprivate mutating func add(_ piece: PartPiece) {
        let (source, reading) = (piece.source, piece.reading)
        if !source.format.isEmpty { format = source.format }
        if !source.compression.isEmpty { compression = source.compression }
        for name in source.linkTypes where !linkTypes.contains(name) { linkTypes.append(name) }
        packets += Int(clamping: reading.packets)
        bytes += Int(clamping: reading.octets)
        if reading.hasEarliest, reading.hasLatest {
            let (earliest, latest) = (
                Timestamp(nanoseconds: reading.earliest), Timestamp(nanoseconds: reading.latest)
            )
            firstPacket = min(firstPacket ?? earliest, earliest)
            lastPacket = max(lastPacket ?? latest, latest)
        }
        isTruncated = isTruncated || reading.isTruncated
        dropped += Int(clamping: reading.dropped)
    }
}
