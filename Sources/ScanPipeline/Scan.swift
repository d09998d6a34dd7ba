package import Baselines
package import ClientTracking
package import DNSWire
package import Extraction
import FilePaths
package import Findings
import Inflation
import Interruption
package import NetworkTypes
package import PacketCapture
import PacketDecoding
import ResolverLogs
package import TunnelDetection
package import Watching
package import ZoneProfiles

/// Sends captures through all rooms: frames, payloads, messages, observations, profiles, findings.
///
/// Several captures are one timeline: data that waits for its other half at the end of one, such as a TCP stream, may
/// find it in the next. Memory does not depend on the captures' lengths.
package struct Scan: ~Copyable {
    private let analyzer: TunnelAnalyzer
    /// The judge of normal traffic, if there is one.
    private let judge: BaselineJudge?
    var decoder: FrameDecoder
    var reader: MessageReader
    var summary = ScanSummary()
    private var logs = LogStatistics()
    var faults = RecordingFaults()
    /// The problems that kept captures from being read, or from being read to their ends, by their stable names.
    private var failures: [String: CoverageProblem] = [:]
    /// The capture that is read and those that were, for baselines: a capture that is learnt twice would count twice.
    private var fingerprint = CaptureFingerprint()
    private var fingerprints: [String: String] = [:]
    /// Captures that are another one once more.
    private var repetitions: [RepeatedCapture] = []
    /// The captures that were opened, for a reader that reads them once more.
    var repeated: RepeatedReading
    private let limits: ScanLimits
    /// The last frame that was read of the capture that is read, 0 before the first.
    var lastFrame = 0

    /// The number of packets between two calls for progress.
    private static let progressInterval = 4_096

    /// A scan that has read nothing yet.
    ///
    /// - Parameters:
    ///   - analyzer: Makes the findings from the profiles.
    ///   - watchlist: Names and addresses to look for.
    ///   - judge: The judge of normal traffic.
    ///   - selection: The part of the captures that the scan judges.
    ///   - isLearning: Whether the caller will ask for ``finishBaseline()``.
    ///   - limits: Bounds on the memory that a capture can make it hold.
    package init(
        analyzer: TunnelAnalyzer = TunnelAnalyzer(),
        watchlist: Watchlist = Watchlist(),
        judge: BaselineJudge? = nil,
        selection: ScanSelection = ScanSelection(),
        isLearning: Bool = false,
        limits: ScanLimits = ScanLimits()
    ) {
        self.analyzer = analyzer
        self.judge = judge
        self.limits = limits
        decoder = FrameDecoder(limits: limits.reassembly, watchedAddresses: watchlist.watchedAddresses)
        reader = MessageReader(analyzer: analyzer, watchlist: watchlist, selection: selection, limits: limits)
        repeated = RepeatedReading(selection)
        summary.policy.limits = limits.named
        if isLearning || judge != nil { reader.learner = ActivityLearner() }
    }

    /// A scan that follows clients as well.
    package init(tracking subject: ClientTracker.Subject) {
        self.init()
        reader.tracker = ClientTracker(subject)
    }

    /// Reads one capture to its end.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input.
    ///   - packets: The number after which to stop, if the capture has more.
    ///   - watch: Looks at the findings while a capture of packets grows.
    ///   - progress: Receives the position in the capture, every few thousand packets.
    /// - Returns: The message for the user, or `nil` when all went well.
    package mutating func read(
        _ path: String,
        packets: Int = .max,
        watch: LiveWatch? = nil,
        progress: (ReadingPosition) -> Void = { _ in }
    ) -> Diagnostic? {
        if noteInterruption() { return nil }
        var input = InputSummary(path: path.shownPath)
        defer { summary.inputs.append(input) }
        do throws(CaptureError) {
            try read(path, into: &input, packets: packets, watch, progress)
            return nil
        } catch {
            return diagnostic(error, &input)
        }
    }

    /// Reads every capture in a directory, one after the other, and passes over files that are none.
    ///
    /// - Parameters:
    ///   - directory: Without a single capture it counts as one that could not be read.
    ///   - progress: Receives the capture and the position in it.
    ///   - notify: Receives the messages for the user.
    package mutating func read(
        _ directory: CaptureDirectory,
        progress: (String, ReadingPosition) -> Void = { _, _ in },
        notify: (Diagnostic) -> Void
    ) {
        var hasCapture = false
        for path in directory.files {
            if noteInterruption() { return }
            var input = InputSummary(path: path.shownPath)
            do throws(CaptureError) {
                try read(path, into: &input) { progress(path, $0) }
            } catch {
                if error.isOfOtherContent || error == .empty && Self.isHidden(path) { continue }
                notify(diagnostic(error, &input))
            }
            hasCapture = true
            summary.inputs.append(input)
        }
        for (path, error) in directory.unlisted {
            var input = InputSummary(path: path.shownPath)
            lastFrame = 0
            notify(diagnostic(error, &input))
            summary.inputs.append(input)
        }
        if !hasCapture, directory.unlisted.isEmpty {
            summary.inputs.append(InputSummary(path: directory.path.shownPath))
            notify(Diagnostic(path: directory.path.shownPath, message: Self.noCapture, isError: true))
        }
    }

    static let noCapture = "no capture in this directory or below it"

    /// Whether a file is one that keeps a place in a directory, such as `.gitkeep`.
    static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").last?.hasPrefix(".") ?? false
    }

    private mutating func read(
        _ path: String,
        into input: inout InputSummary,
        packets: Int = .max,
        _ watch: LiveWatch? = nil,
        _ progress: (ReadingPosition) -> Void
    ) throws(CaptureError) {
        lastFrame = 0
        fingerprint = CaptureFingerprint()
        defer {
            if let text = fingerprint.text {
                if let first = fingerprints[text] {
                    repetitions.append(RepeatedCapture(path: input.path, first: first))
                } else {
                    fingerprints[text] = input.path
                }
            }
        }
        do throws(CaptureError) {
            let file = try OpenedFile(path: path)
            if var log = try ResolverLog(file, input: summary.inputs.count) {
                repeated.logs.append(summary.inputs.count)
                noteRepeatable(path)
                try readRecords(of: &log, into: &input, most: packets, progress)
            } else {
                var capture = try CaptureFile(file)
                noteRepeatable(path)
                try readFrames(of: &capture, into: &input, most: packets, watch, progress)
            }
        } catch {
            // A signal that cut the reading off is no fault of the capture.
            if Interruption.current == nil { throw error }
        }
        noteInterruption()
    }

    /// Notes an input that was opened, for a reader that reads it once more.
    private mutating func noteRepeatable(_ path: String) {
        if path.regularFileSize != nil {
            repeated.files.append((path, summary.inputs.count))
        } else {
            repeated.unrepeatable.append(summary.inputs.count)
        }
    }

    /// Notes a signal that asks the process to end, if one came; the scan does not read on.
    @discardableResult
    mutating func noteInterruption() -> Bool {
        guard let interruption = Interruption.current else { return false }
        guard summary.interruptedBy == nil else { return true }
        summary.interruptedBy = interruption.name
        failures["interrupted"] = CoverageProblem(
            kind: "interrupted",
            count: 1,
            firstFrame: lastFrame,
            input: summary.inputs.count,
            detail: "\(interruption.name) ended the reading; nothing behind this frame was read."
        )
        return true
    }

    private mutating func readFrames(
        of file: inout CaptureFile,
        into input: inout InputSummary,
        most packets: Int,
        _ watch: LiveWatch?,
        _ progress: (ReadingPosition) -> Void
    ) throws(CaptureError) {
        input.format = file.format.rawValue
        input.compression = file.compression?.rawValue
        faults.beginCapture()
        defer {
            input.linkTypes = file.linkTypes.map(\.name)
            input.dropped = file.droppedPackets
            faults.note(dropped: input.dropped, input: summary.inputs.count)
        }
        while input.packets < packets, Interruption.current == nil,
            try file.nextFrame({ frame, octets in
                note(frame.time, octets: frame.capturedLength, in: &input)
                if reader.learner != nil { fingerprint.note(frame.time, octets: frame.originalLength) }
                read(frame, octets)
            })
        {
            if input.packets.isMultiple(of: Self.progressInterval) {
                progress(ReadingPosition(capturedBytes: input.bytes, fileBytes: file.octetsRead))
            }
            guard let watch else { continue }
            watch.noteFrame()
            if watch.isDue({ file.waitForFrame(seconds: $0) }) { watch.look { reportSoFar(in: input) } }
        }
    }

    /// The findings if the captures ended here; they leave out data that waits for its other half.
    private func reportSoFar(in input: InputSummary) -> Report {
        let coverage = reader.coverage(decoding: decoder.statistics, logs: logs, failures: [])
        var report = Report(
            scan: summary,
            coverage: coverage,
            findings: analyzer.findings(in: gatheredTraffic(coverage))
        )
        report.scan.inputs.append(input)
        reader.summarize(in: &report.scan)
        for index in report.findings.indices { complete(&report.findings[index]) }
        return report
    }

    private func complete(_ finding: inout Finding) {
        reader.oddPorts.complete(&finding)
        reader.originators.complete(&finding)
    }

    /// Reads the frames or lines of a log, which count as packets: each tells of one.
    mutating func readRecords(
        of log: inout ResolverLog,
        into input: inout InputSummary,
        most records: Int = .max,
        _ progress: (ReadingPosition) -> Void
    ) throws(CaptureError) {
        input.format = log.format.rawValue
        input.compression = log.compression?.rawValue
        faults.beginCapture()
        while input.packets < records, Interruption.current == nil,
            let record = try log.next(
                &logs,
                deliver: { payload, octets in
                    if reader.selection.takes(loggedAt: payload.time) { reader.read(payload, octets) }
                },
                observe: { observation in reader.read(observation) },
                hide: { name in reader.read(name) }
            )
        {
            note(record.time, octets: record.octets, in: &input)
            if reader.learner != nil { fingerprint.note(record.time, octets: record.octets) }
            note(record.time, number: record.number)
            if input.packets.isMultiple(of: Self.progressInterval) {
                progress(ReadingPosition(capturedBytes: input.bytes, fileBytes: log.octetsRead))
            }
        }
    }

    /// Reads one frame, as of the capture that is read or, after all captures, of one that is no file.
    package mutating func read(_ frame: Frame, _ octets: Span<UInt8>) {
        lastFrame = frame.number
        guard reader.selection.takes(frame, octets) else { return }
        note(frame.time, number: frame.number)
        reader.read(frame, octets)
        decoder.decode(frame, octets, input: summary.inputs.count) { payload, octets in
            reader.read(payload, octets)
        }
    }

    /// The message for the user about a capture that could not be read, or not to its end.
    mutating func diagnostic(_ error: CaptureError, _ input: inout InputSummary) -> Diagnostic {
        input.isTruncated = error.isTruncation
        let (kind, detail) = error.problem
        noteFailure(kind, detail + " The frame is the last that was read.", frame: lastFrame)
        return Diagnostic(path: input.path, message: error.description, isError: !error.isTruncation)
    }

    /// Notes why the input that is read was not read, or not to its end, or lacks something.
    mutating func noteFailure(_ kind: String, _ detail: String, count: Int = 1, frame: Int) {
        let first = failures[kind]
        failures[kind] = CoverageProblem(
            kind: kind,
            count: count + (first?.count ?? 0),
            firstFrame: first?.firstFrame ?? frame,
            input: first?.input ?? summary.inputs.count,
            detail: detail
        )
    }

    /// Judges everything that was read.
    ///
    /// - Parameters:
    ///   - measuresZones: Whether the report has measures of ordinary zones too, which charts show findings beside.
    ///   - inspect: Receives the profiles that the verdicts rest on, for a caller that measures these.
    /// - Returns: The inputs that were read, the parts that could not be read, and the findings.
    package consuming func finish(
        measuresZones: Bool = false,
        inspect: (ProfileTable) -> Void = { _ in }
    ) -> Report {
        judge(measuresZones: measuresZones, inspect: inspect)
    }

    private mutating func judge(measuresZones: Bool, inspect: (ProfileTable) -> Void = { _ in }) -> Report {
        readRest()
        inspect(reader.profiles)
        var coverage = reader.coverage(
            decoding: decoder.statistics,
            logs: logs,
            failures: Array(failures.values) + faults.problems(ofInputs: summary.inputs.map(\.path))
        )
        coverage.dropped = summary.inputs.reduce(0) { $0 + $1.dropped }
        var report = Report(
            scan: summary,
            coverage: coverage,
            findings: analyzer.findings(in: gatheredTraffic(coverage))
        )
        if measuresZones { report.zoneMeasures = TunnelAnalyzer.zoneMeasures(in: reader.profiles) }
        if let judge = self.judge, let activity = reader.learner?.finish() {
            judge.judge(&report, by: activity, in: reader.profiles)
        }
        for index in report.findings.indices { complete(&report.findings[index]) }
        return report
    }

    /// Judges everything that was read, and reads the captures once more for the contents of the channels.
    ///
    /// The scan cannot read a pipe twice; it recovers nothing from it.
    ///
    /// - Parameters:
    ///   - limits: Bounds on the recovered contents.
    ///   - client: The only client whose messages count, or `nil` for all.
    ///   - measuresZones: Whether the report has measures of ordinary zones too.
    ///   - isWanted: Tells of which findings the contents are wanted.
    /// - Returns: The report, which describes the contents; the contents; and the captures that can be read once more.
    package consuming func finish(
        recovering limits: ExtractionLimits,
        client: IPAddress? = nil,
        measuresZones: Bool = false,
        of isWanted: (Finding) -> Bool
    ) -> (report: Report, channels: [RecoveredChannel], captures: RepeatedReading) {
        var report = judge(measuresZones: measuresZones)
        // The first packet has told the day of times without a date.
        repeated.selection = reader.selection
        let wanted = report.findings.filter { isWanted($0) && !CutNameDetector.isSource(of: $0) }
        let recorder = ChannelRecorder(wanted, client: client, limits: limits)
        guard !recorder.isEmpty else { return (report, [], repeated) }
        if let first = repeated.unrepeatable.first {
            report.coverage.problems.append(
                CoverageProblem(
                    kind: "contents_unread",
                    count: repeated.unrepeatable.count,
                    firstFrame: 0,
                    input: first,
                    detail:
                        "Inputs that came through a pipe and cannot be read again for what channels carried.",
                    isGap: false
                )
            )
        }
        guard !repeated.files.isEmpty || repeated.parts != nil else { return (report, [], repeated) }
        var pass = ContentPass(recorder, selection: reader.selection, limits: self.limits)
        pass.read(repeated)
        let channels = pass.finish()
        report.note(channels)
        return (report, channels, repeated)
    }

    private func gatheredTraffic(_ coverage: Coverage) -> GatheredTraffic {
        GatheredTraffic(
            profiles: reader.profiles,
            peers: reader.peers,
            sightings: reader.sightings,
            fields: reader.fields,
            flows: decoder.statistics.flows.filter { reader.selection.takes(trafficOf: $0.peer) },
            encryptedDNS: coverage.encryptedDNS,
            early: reader.early.findings
        )
    }

    /// The features of every zone, and of every client in it.
    package consuming func finishFeatures() -> FeatureTable {
        readRest()
        var table = TunnelAnalyzer.featureTable(of: reader.profiles)
        table.fractionDigits = summary.fractionDigits
        return table
    }

    /// The learnt baseline, empty when the scan was not asked to learn; and captures that were learnt twice.
    package consuming func finishBaseline() -> (baseline: Baseline, repetitions: [RepeatedCapture]) {
        readRest()
        var baseline = reader.learner?.finish() ?? Baseline()
        baseline.captures = Set(fingerprints.keys)
        return (baseline, repetitions)
    }

    /// The clients that were followed; none when the scan was not asked to.
    package consuming func finishClients() -> ClientReport {
        readRest()
        var report = (reader.tracker ?? ClientTracker()).finish()
        report.scan = summary
        return report
    }

    /// Reads the data that still waits for its other half, and adds up.
    private mutating func readRest() {
        decoder.finish { payload, octets in
            reader.read(payload, octets)
        }
        reader.read(decoder.statistics.nonDNSStreams)
        reader.summarize(in: &summary)
    }

    /// Judges everything that was read, and explains the verdict on one zone.
    ///
    /// - Parameter zone: A zone or a name in one; the root stands for channels without a zone.
    /// - Returns: The explanation, or another answer where there is none.
    package consuming func explain(_ zone: DomainName) -> ZoneExplanation {
        readRest()
        let profiles = reader.profiles
        let coverage = reader.coverage(decoding: decoder.statistics, logs: logs, failures: [])
        let findings = analyzer.findings(in: gatheredTraffic(coverage))
        guard let explanation = analyzer.explanation(of: zone, in: profiles, findings: findings) else {
            return .absent(closest: TunnelAnalyzer.zones(closestTo: zone, in: profiles))
        }
        return .explained(explanation)
    }

    /// Counts a frame or line of the capture that is read.
    private mutating func note(_ time: Timestamp?, octets: Int, in input: inout InputSummary) {
        input.packets += 1
        input.bytes += octets
        guard let time else { return }
        input.firstPacket = min(input.firstPacket ?? time, time)
        input.lastPacket = max(input.lastPacket ?? time, time)
    }

    /// Counts a frame or line of all captures, and looks at its time.
    private mutating func note(_ time: Timestamp?, number: Int) {
        summary.packets += 1
        lastFrame = number
        guard let time else { return }
        faults.note(time, FramePlace(input: summary.inputs.count, frame: number))
        if !time.nanoseconds.isMultiple(of: 1_000) { summary.fractionDigits = 9 }
    }
}

extension DecodingStatistics {
    /// The packets from and to watched addresses, for detectors.
    fileprivate var flows: [WatchedFlow] {
        watchedFlows.traffic.map { pair, traffic in
            WatchedFlow(
                peer: pair.peer,
                watched: pair.watched,
                packets: traffic.packets,
                octetsUp: traffic.octetsUp,
                octetsDown: traffic.octetsDown,
                firstSeen: traffic.firstSeen,
                lastSeen: traffic.lastSeen,
                firstFrame: traffic.firstFrame,
                lastFrame: traffic.lastFrame
            )
        }
        .sorted { ($0.watched, $0.peer) < ($1.watched, $1.peer) }
    }
}

/// The position in a capture that is being read.
package struct ReadingPosition: Sendable {
    /// Of all packets so far.
    package let capturedBytes: Int
    /// Taken from the file so far, before unpacking.
    package let fileBytes: Int
}

/// A capture that is the same as one that was read before, under any name.
package struct RepeatedCapture: Sendable {
    package let path: String
    /// The path under which it was read first.
    package let first: String
}

/// The answer about a zone.
package enum ZoneExplanation: Sendable {
    case explained(Explanation)
    /// Nobody asked for a name in it.
    case absent(closest: [String])
}
