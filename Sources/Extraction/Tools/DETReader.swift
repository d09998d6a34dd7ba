import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures
import Signatures

/// Reads the files that DET's DNS module sends: encrypted with AES, under the name and MD5 that it announces in
/// clear.
///
///     <job>|!|<file>|!|REGISTER|!|<MD5>      <job>|!|<number>|!|<data in hexadecimal>      <job>|!|<number>|!|DONE
///
/// A message goes on in the next names of its job until another one begins.
///
/// Source: sensepost/DET, plugins/dns.py (`send`, `sniff`), det.py.
struct DETReader: ContentReader {
    let tools: Set<String> = ["DET"]

    private struct Job {
        let client: IPAddress
        var messages: [[UInt8]] = []
        var frames: ClosedRange<FramePlace>?
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var order: [[UInt8]] = []
        var jobs: [[UInt8]: Job] = [:]
        for exchange in RecordedExchange.withoutRepetitions(recording.exchanges) {
            guard let (job, digits) = DETSignature.piece(in: exchange.name), let place = exchange.first?.place
            else {
                continue
            }
            if jobs[job] == nil { order.append(job) }
            let octets = SymbolCode.base16.octets(of: digits) ?? []
            var known = jobs[job] ?? Job(client: exchange.client.address)
            if octets.starts(with: job + DETSignature.separator) || known.messages.isEmpty {
                known.messages.append(octets)
            } else {
                known.messages[known.messages.count - 1] += octets
            }
            known.frames =
                known.frames.map { min($0.lowerBound, place)...max($0.upperBound, place) } ?? place...place
            jobs[job] = known
        }
        return order.compactMap { job in jobs[job].flatMap { Self.content(of: $0, job) } }
    }

    private static func content(of job: Job, _ id: [UInt8]) -> RecoveredContent? {
        var name: [UInt8]?
        var pieces = SequencedStream(.pieces, width: 32, start: nil)
        guard let frames = job.frames else { return nil }
        var isDone = false
        for message in job.messages {
            let fields = Self.fields(of: message)
            guard fields.count >= 3, fields[0].elementsEqual(id) else { continue }
            if fields.count >= 4, fields[2].elementsEqual("REGISTER".utf8) {
                name = Array(fields[1])
            } else if let number = Int(String(decoding: fields[1], as: UTF8.self)), number >= 0 {
                isDone = isDone || fields[2].elementsEqual("DONE".utf8)
                guard !fields[2].elementsEqual("DONE".utf8) else { continue }
                let digits = fields[2].prefix { SymbolCode.base16.value($0) != nil }
                pieces.add(
                    number & 0x7FFF_FFFF,
                    SymbolCode.base16.octets(of: digits) ?? [],
                    at: frames.lowerBound
                )
            }
        }
        let (octets, gaps) = pieces.assembled
        guard !octets.isEmpty else { return nil }
        var content = RecoveredContent(
            .file,
            .up,
            of: job.client,
            octets: octets,
            encodings: ["base16", "base16", "aes"],
            confidence: .certain,
            because:
                "The data of a job of DET by the numbers of its messages; the tool encrypts them with a passphrase.",
            frames: frames
        )
        content.claimedName = name
        content.gaps = isDone ? gaps : gaps + [ContentGap(offset: octets.count)]
        return content
    }

    private static func fields(of message: [UInt8]) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index + 3 <= message.count {
            if message[index..<(index + 3)].elementsEqual(DETSignature.separator) {
                fields.append(message[start..<index])
                index += 3
                start = index
            } else {
                index += 1
            }
        }
        return fields + [message[start...]]
    }
}
