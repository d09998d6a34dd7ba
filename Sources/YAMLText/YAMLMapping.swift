import CYAML

/// A YAML document that is one mapping of names to values or to lists of values, as files of settings are.
///
/// libyaml reads it. The reader refuses anchors, aliases, tags, deeper levels and further documents, so that nothing
/// grows beyond the text of the file.
package struct YAMLMapping: Sendable {
    /// One value, with the line that it begins in, counted from 1.
    package struct Value: Hashable, Sendable {
        package let text: String
        package let line: Int
        /// Whether quotes say that it is text, whatever it looks like.
        package let isQuoted: Bool
    }

    /// A name with its values.
    package struct Entry: Hashable, Sendable {
        package let key: String
        /// The line that the name stands in, counted from 1.
        package let line: Int
        package internal(set) var values: [Value]
        /// Whether the values are a list, even of one or none.
        package internal(set) var isList: Bool
    }

    /// In their order; no name comes twice.
    package private(set) var entries: [Entry] = []

    /// Reads a document; one without any content is an empty mapping.
    ///
    /// - Parameter text: All of it.
    /// - Throws: ``YAMLFault`` with the line that is wrong.
    /// - Complexity: O(octets), but O(entries²) for names that come twice.
    ///
    /// Source: YAML 1.2.2; libyaml 0.2's events.
    package init(_ text: String) throws(YAMLFault) {
        let parser = YAMLEvents(text)
        while true {
            let event = try parser.next()
            switch event.kind {
            case .other: continue
            case .end: return
            case .scalar(let value) where value.text.isEmpty && !value.isQuoted: continue
            case .mapping: break
            case .scalar, .list:
                throw YAMLFault(line: event.line, reason: "is no list of 'name: value' lines")
            case .closed: continue
            }
            guard entries.isEmpty else {
                throw YAMLFault(line: event.line, reason: "begins a second document; one is enough")
            }
            try readMapping(parser)
        }
    }

    private mutating func readMapping(_ parser: YAMLEvents) throws(YAMLFault) {
        while true {
            let event = try parser.next()
            switch event.kind {
            case .closed: return
            case .scalar(let key):
                if let other = entries.first(where: { $0.key == key.text }) {
                    throw YAMLFault(
                        line: key.line,
                        reason: "\(key.text): was set in line \(other.line) already"
                    )
                }
                entries.append(try Self.entry(key, parser))
            case .other, .mapping, .list, .end:
                throw YAMLFault(line: event.line, reason: "has something else where a name is wanted")
            }
        }
    }

    private static func entry(_ key: Value, _ parser: YAMLEvents) throws(YAMLFault) -> Entry {
        var entry = Entry(key: key.text, line: key.line, values: [], isList: false)
        let event = try parser.next()
        switch event.kind {
        case .scalar(let value):
            entry.values = [value]
        case .list:
            entry.isList = true
            while true {
                let event = try parser.next()
                if case .closed = event.kind { return entry }
                guard case .scalar(let value) = event.kind else {
                    throw YAMLFault(
                        line: event.line,
                        reason: "\(key.text): wants values in its list, nothing deeper"
                    )
                }
                entry.values.append(value)
            }
        case .other, .mapping, .closed, .end:
            throw YAMLFault(line: event.line, reason: "\(key.text): wants a value or a list of values")
        }
        return entry
    }
}

/// The fault in a document, and its place.
package struct YAMLFault: Error, Equatable {
    /// Counted from 1.
    package let line: Int
    /// To stand behind the line and a colon.
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

/// The events of libyaml's parser.
///
/// Safe: the parser is a C structure at an address of its own, made in `init` and deleted in `deinit`; it reads the octets,
/// which live as long. Each event's text is copied before the event is deleted.
@safe private final class YAMLEvents {
    struct Event {
        enum Kind {
            case scalar(YAMLMapping.Value)
            case mapping, list
            /// A mapping or list ends.
            case closed
            /// The text ends.
            case end
            /// A document begins or ends.
            case other
        }
        let kind: Kind
        let line: Int
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let octets: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
        unsafe parser = .allocate(capacity: 1)
        let utf8 = Array(text.utf8)
        unsafe octets = .allocate(capacity: utf8.count)
        _ = unsafe octets.initialize(from: utf8)
        // It fails for want of memory alone, and then its first event is an error.
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_input_string(parser, octets.baseAddress, octets.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe octets.deallocate()
    }

    func next() throws(YAMLFault) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) != 0 else {
            let line = unsafe Int(clamping: parser.pointee.problem_mark.line)
            let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
            throw YAMLFault(line: line + 1, reason: "is no YAML: \(problem ?? "out of memory")")
        }
        defer { unsafe yaml_event_delete(&event) }
        let line = unsafe Int(clamping: event.start_mark.line) + 1
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            guard unsafe scalar.anchor == nil, unsafe scalar.tag == nil else { throw Self.unwanted(line) }
            let text = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return unsafe Event(
                kind: .scalar(
                    YAMLMapping.Value(
                        text: String(decoding: text, as: UTF8.self),
                        line: line,
                        isQuoted: scalar.style != YAML_PLAIN_SCALAR_STYLE
                    )
                ),
                line: line
            )
        case YAML_MAPPING_START_EVENT:
            guard unsafe event.data.mapping_start.anchor == nil, unsafe event.data.mapping_start.tag == nil
            else {
                throw Self.unwanted(line)
            }
            return Event(kind: .mapping, line: line)
        case YAML_SEQUENCE_START_EVENT:
            guard unsafe event.data.sequence_start.anchor == nil, unsafe event.data.sequence_start.tag == nil
            else { throw Self.unwanted(line) }
            return Event(kind: .list, line: line)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: return Event(kind: .closed, line: line)
        case YAML_ALIAS_EVENT: throw Self.unwanted(line)
        case YAML_STREAM_END_EVENT: return Event(kind: .end, line: line)
        default: return Event(kind: .other, line: line)
        }
    }

    private static func unwanted(_ line: Int) -> YAMLFault {
        YAMLFault(line: line, reason: "has an anchor, alias or tag, which settings do without")
    }
}
