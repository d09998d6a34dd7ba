/// Writes DNS messages for tests, sound ones and broken ones.
///
/// It shares no code with the parser and takes plain numbers and octets, so that either can be checked
/// against the other. Names are written out unless ``compressesNames`` is set.
///
///     var builder = MessageBuilder(id: 7, flags: 0x0100)
///     builder.addQuestion("www.example.com", type: 1)
///     let query = builder.octets
package struct MessageBuilder {
    /// The sections in the order of the header's counts.
    package enum Section: Int, Sendable {
        case question, answer, authority, additional
    }

    /// The message's identifier.
    package var id: UInt16
    /// The second 16 bits of the header: QR, OPCODE, AA, TC, RD, RA, Z, AD, CD, RCODE.
    package var flags: UInt16
    /// Whether owners and question names end in a pointer where an earlier name allows it.
    package var compressesNames = false
    /// Announced counts by section that differ from what was added.
    package var announcedCounts: [Section: UInt16] = [:]

    /// What follows the header.
    private var body: [UInt8] = []
    private var counts: [UInt16] = [0, 0, 0, 0]
    /// Where each name that was written begins, by its labels.
    private var places: [[[UInt8]]: Int] = [:]

    /// An empty message.
    package init(id: UInt16 = 0, flags: UInt16 = 0) {
        self.id = id
        self.flags = flags
    }

    /// A standard query with recursion desired.
    package static func query(_ name: String, type: UInt16, id: UInt16 = 0x1234) -> MessageBuilder {
        var builder = MessageBuilder(id: id, flags: 0x0100)
        builder.addQuestion(name, type: type)
        return builder
    }

    /// The response of a recursive server, so far only with its question.
    package static func response(
        _ name: String,
        type: UInt16,
        id: UInt16 = 0x1234,
        responseCode: UInt16 = 0
    ) -> MessageBuilder {
        var builder = MessageBuilder(id: id, flags: 0x8180 | responseCode)
        builder.compressesNames = true
        builder.addQuestion(name, type: type)
        return builder
    }

    /// The message as it stands.
    package var octets: [UInt8] {
        var header = Self.uint16(id) + Self.uint16(flags)
        for (index, count) in counts.enumerated() {
            header += Self.uint16(Section(rawValue: index).flatMap { announcedCounts[$0] } ?? count)
        }
        return header + body
    }

    /// Where the next thing that is added begins, counted from the first octet of the header.
    package var position: Int { 12 + body.count }
}

// MARK: - Adding

extension MessageBuilder {
    /// Adds a question; the name has no escapes.
    package mutating func addQuestion(_ name: String, type: UInt16, class: UInt16 = 1) {
        addQuestion(labels: Self.labels(name), type: type, class: `class`)
    }

    /// Adds a question whose labels may hold any octets.
    package mutating func addQuestion(labels: [[UInt8]], type: UInt16, class: UInt16 = 1) {
        counts[0] += 1
        add(name: labels)
        body += Self.uint16(type) + Self.uint16(`class`)
    }

    /// Adds a record; its owner has no escapes, its data stands as it is given.
    package mutating func addRecord(
        _ section: Section,
        _ owner: String,
        type: UInt16,
        class: UInt16 = 1,
        timeToLive: UInt32 = 300,
        data: [UInt8]
    ) {
        addRecord(
            section,
            labels: Self.labels(owner),
            type: type,
            class: `class`,
            timeToLive: timeToLive,
            data: data
        )
    }

    /// Adds a record whose owner's labels may hold any octets.
    package mutating func addRecord(
        _ section: Section,
        labels: [[UInt8]],
        type: UInt16,
        class: UInt16 = 1,
        timeToLive: UInt32 = 300,
        data: [UInt8]
    ) {
        counts[section.rawValue] += 1
        add(name: labels)
        body += Self.uint16(type) + Self.uint16(`class`)
        body += Self.uint16(UInt16(truncatingIfNeeded: timeToLive >> 16))
        body += Self.uint16(UInt16(truncatingIfNeeded: timeToLive))
        body += Self.uint16(UInt16(data.count)) + data
    }

    /// Adds an OPT record with these options to the additional section.
    package mutating func addOPT(
        payloadSize: UInt16 = 1232,
        extendedResponseCode: UInt8 = 0,
        version: UInt8 = 0,
        flags: UInt16 = 0,
        options: [(code: UInt16, data: [UInt8])] = []
    ) {
        let timeToLive = UInt32(extendedResponseCode) << 24 | UInt32(version) << 16 | UInt32(flags)
        let data = options.flatMap { Self.uint16($0.code) + Self.uint16(UInt16($0.data.count)) + $0.data }
        addRecord(.additional, labels: [], type: 41, class: payloadSize, timeToLive: timeToLive, data: data)
    }

    /// Counts one entry of a section whose octets are given as they shall stand.
    package mutating func addRaw(_ section: Section, _ octets: [UInt8]) {
        counts[section.rawValue] += 1
        body += octets
    }

    /// Adds octets that no count speaks of.
    package mutating func addTrailing(_ octets: [UInt8]) {
        body += octets
    }

    private mutating func add(name labels: [[UInt8]]) {
        var rest = labels
        while !rest.isEmpty {
            if compressesNames, let place = places[rest] {
                body += Self.pointer(place)
                return
            }
            if position < 0x4000, places[rest] == nil { places[rest] = position }
            let label = rest.removeFirst()
            body += [UInt8(label.count)] + label
        }
        body.append(0)
    }
}

// MARK: - Pieces

extension MessageBuilder {
    /// The labels between the dots of a text without escapes; none for `.` and for the empty text.
    package static func labels(_ name: String) -> [[UInt8]] {
        name.utf8.split(separator: UInt8(ascii: ".")).map(Array.init)
    }

    /// A name in wire format, written out, with the root's octet.
    package static func name(_ name: String) -> [UInt8] {
        labels(name).flatMap { [UInt8($0.count)] + $0 } + [0]
    }

    /// A compression pointer to a place in the message.
    package static func pointer(_ place: Int) -> [UInt8] {
        uint16(0xC000 | UInt16(place))
    }

    /// A length octet and the octets of a text.
    package static func characterString(_ text: String) -> [UInt8] {
        [UInt8(text.utf8.count)] + text.utf8
    }

    /// Two octets, most significant first.
    package static func uint16(_ value: UInt16) -> [UInt8] {
        [UInt8(value >> 8), UInt8(value & 0xFF)]
    }

    /// Four octets, most significant first.
    package static func uint32(_ value: UInt32) -> [UInt8] {
        uint16(UInt16(value >> 16)) + uint16(UInt16(value & 0xFFFF))
    }
}
