import PacketCapture

/// The differences of one kind between this program and tshark on one capture.
struct Difference: Equatable, Sendable {
    /// The capture by its manifest's name and its path in that manifest.
    let capture: String
    /// The first field in which frames differ, or that only one of the two sees messages in them.
    let field: String
    /// How many frames differ first in this field.
    var frames: Int
    let firstFrame: Int
    /// What this program found in the first of them.
    let own: String
    /// What tshark found in the first of them.
    let others: String
}

/// What both decoders found in one capture.
struct CaptureComparison: Sendable {
    let capture: String
    /// Messages that this program found.
    let messageCount: Int
    /// Frames in which tshark found messages, or `nil` where it was not asked.
    let othersFrameCount: Int?
    /// Differences by field, in the order of their first frames.
    private(set) var differences: [Difference] = []

    /// Decodes a capture on both sides and compares frame by frame.
    ///
    /// - Parameters:
    ///   - path: The capture.
    ///   - capture: Its name in the list of known differences.
    ///   - othersFindNothing: Whether tshark is known to find nothing in it. It is not asked again where this
    ///     program finds nothing either, as it takes a quarter of a second to start.
    /// - Throws: What keeps tshark from being started.
    init(of path: String, named capture: String, othersFindNothing: Bool) throws {
        let own = OwnDissection(of: path)
        self.capture = capture
        messageCount = own.messageCount
        if othersFindNothing, own.frames.isEmpty {
            othersFrameCount = nil
            return
        }
        let others = try TShark.dissect(path)
        othersFrameCount = others.count
        compare(own, others)
        if !own.foreignNames.isEmpty {
            compareForeignNames(own.foreignNames, try TShark.foreignNames(in: path))
        }
    }

    private mutating func compare(_ own: OwnDissection, _ others: [DissectedFrame]) {
        var (lefts, rights) = (own.frames[...], others[...])
        while true {
            switch (lefts.first, rights.first) {
            case (let left?, let right?) where left.number == right.number:
                // The text of names beyond ASCII is not tshark's to tell; their octets are compared below.
                let isForeign = own.foreignFrames.contains(left.number)
                let ignored: Set = isForeign ? ["dns.qry.name", "dns.resp.name"] : []
                if let (field, values) = left.firstDifference(to: right, ignoring: ignored) {
                    note(field, left.number, values.0, values.1)
                }
                lefts.removeFirst()
                rights.removeFirst()
            case (let left?, let right) where left.number < right?.number ?? .max:
                note("only dnsscan", left.number, left.services, "")
                lefts.removeFirst()
            case (_, let right?):
                note("only tshark", right.number, own.error?.description ?? "", right.services)
                rights.removeFirst()
            default: return
            }
        }
    }

    private mutating func compareForeignNames(_ own: [Int: [String]], _ others: [Int: [String]]) {
        for (frame, names) in own.sorted(by: { $0.key < $1.key }) where others[frame] != names {
            let others = others[frame, default: []].joined(separator: ",")
            note("octets of dns.qry.name", frame, names.joined(separator: ","), others)
        }
    }

    private mutating func note(_ field: String, _ frame: Int, _ own: String, _ others: String) {
        if let index = differences.firstIndex(where: { $0.field == field }) {
            differences[index].frames += 1
        } else {
            differences.append(
                Difference(
                    capture: capture,
                    field: field,
                    frames: 1,
                    firstFrame: frame,
                    own: own.shortened,
                    others: others.shortened
                )
            )
        }
    }
}

extension String {
    /// As much of it as the list of known differences shows.
    fileprivate var shortened: String {
        isEmpty ? "-" : count > 48 ? prefix(47) + "…" : self
    }
}
