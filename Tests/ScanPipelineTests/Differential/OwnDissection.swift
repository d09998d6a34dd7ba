import DNSWire
import NetworkTypes
import PacketCapture
import PacketDecoding

/// The rooms of the program up to the message, with the result written as tshark would write it.
struct OwnDissection {
    private(set) var frames: [DissectedFrame] = []
    /// How many messages with a whole header were found in all frames.
    private(set) var messageCount = 0
    /// The frames with names that go beyond ASCII.
    private(set) var foreignFrames: Set<Int> = []
    /// The octets of the names in questions, in hexadecimal, of frames where one of them goes beyond ASCII.
    private(set) var foreignNames: [Int: [String]] = [:]
    /// Why reading stopped before the end of the capture.
    private(set) var error: CaptureError?

    private var message = Message()
    private var found: [(frame: Int, service: String, columns: [String])] = []

    init(of path: String) {
        var decoder = FrameDecoder()
        do throws(CaptureError) {
            var file = try CaptureFile(path: path)
            while try file.nextFrame({ frame, octets in
                decoder.decode(
                    octets,
                    linkType: frame.linkType.rawValue,
                    time: frame.time,
                    frame: frame.number,
                    originalLength: frame.originalLength
                ) { payload, octets in
                    note(payload, octets)
                }
            }) {}
        } catch {
            self.error = error
        }
        decoder.finish { payload, octets in note(payload, octets) }
        messageCount = found.count
        joinFrames()
    }

    /// Makes one row of the messages of one frame, which may have been found at different times.
    private mutating func joinFrames() {
        let order = found.indices.sorted { (found[$0].frame, $0) < (found[$1].frame, $1) }
        var next = order.startIndex
        while next < order.endIndex {
            var (number, services, columns) = found[order[next]]
            next += 1
            var last = services
            while next < order.endIndex, found[order[next]].frame == number {
                let (_, service, more) = found[order[next]]
                next += 1
                if service != last { services += "," + service }
                last = service
                for (index, value) in more.enumerated() where !value.isEmpty {
                    columns[index] += columns[index].isEmpty ? value : "," + value
                }
            }
            frames.append(
                DissectedFrame(number: number, services: services, values: columns.joined(separator: "\t"))
            )
        }
        found = []
    }

    private mutating func note(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        try? message.parse(octets)
        guard let header = message.header else { return }
        let service = "\(payload.flow.transport.rawValue)/\(payload.service.rawValue)"
        found.append((payload.frame, service, columns(header, payload.service, octets)))
        if payload.service == .nbns { return }
        let questions = message.questions.map { $0.name.domainName(in: octets).octets + [0] }
        if questions.contains(where: goesBeyondASCII) {
            foreignFrames.insert(payload.frame)
            foreignNames[payload.frame, default: []] += questions.map(hexadecimal)
        } else if message.records.contains(where: { goesBeyondASCII($0.owner.domainName(in: octets).octets) })
        {
            foreignFrames.insert(payload.frame)
        }
    }

    /// The values of ``DissectedFrame/columns`` for the current message.
    private func columns(_ header: Header, _ service: DNSService, _ octets: Span<UInt8>) -> [String] {
        let (questions, records) = (message.questions, message.records)
        let empty = [String](repeating: "", count: DissectedFrame.columns.count)
        let start = [
            hexadecimal(header.id), header.isResponse ? "1" : "0", "\(header.opcode.rawValue)",
            header.isResponse ? "\(header.responseCode.rawValue)" : "",
        ]
        let counts = [
            header.questionCount, header.answerCount, header.authorityCount, header.additionalCount,
        ]
        .map { "\($0)" }
        let types = (questions.map(\.type), records.flatMap { [$0.type] + listedTypes($0, octets) })
        if service == .nbns {
            return Array(empty.dropLast(9)) + start + counts + [list(types.0 + types.1)]
        }
        let isUpdate = header.opcode == .update
        return start
            + (isUpdate
                ? ["", counts[0], "", counts[1], "", counts[2]]
                : [counts[0], "", counts[1], "", counts[2], ""])
            + [
                counts[3],
                questions.map { text($0.name, octets) }.joined(separator: ","), list(types.0),
                records.filter { $0.type != .srv }.map { text($0.owner, octets) }.joined(separator: ","),
                list(types.1),
            ]
            + empty.suffix(9)
    }

    private func list(_ types: [RecordType]) -> String {
        types.map { "\($0.rawValue)" }.joined(separator: ",")
    }

    /// The types at a name of which an NSEC or NSEC3 record says that there are no others.
    private func listedTypes(_ record: ResourceRecord, _ octets: Span<UInt8>) -> [RecordType] {
        switch try? record.data(in: octets) {
        case .nsec(let data): data.types.types(in: octets)
        case .nsec3(let data): data.types.types(in: octets)
        default: []
        }
    }

    /// A name as tshark shows it: dots and backslashes as they are, control characters as in C.
    private func text(_ name: ParsedName, _ octets: Span<UInt8>) -> String {
        if name.isRoot { return "<Root>" }
        var text = ""
        for label in name.domainName(in: octets).labels {
            if !text.isEmpty { text += "." }
            for octet in label {
                switch octet {
                case 0x07...0x0D: text += ["\\a", "\\b", "\\t", "\\n", "\\v", "\\f", "\\r"][Int(octet) - 7]
                case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(octet))
                case 0x80...: text += "\u{FFFD}"
                default: text += "\\" + String(Int(octet) + 0o1000, radix: 8).dropFirst()
                }
            }
        }
        return text
    }
}

private func goesBeyondASCII(_ octets: [UInt8]) -> Bool {
    octets.contains { $0 >= 0x80 }
}

private func hexadecimal(_ id: UInt16) -> String {
    "0x" + String(UInt32(id) + 0x1_0000, radix: 16).dropFirst()
}

private func hexadecimal(_ octets: [UInt8]) -> String {
    octets.reduce(into: "") { $0 += String(UInt16($1) + 0x100, radix: 16).dropFirst() }
}
