import PacketCapture

/// The objects of a JSON text: those of one array, or one after the other, however many lines each takes.
///
/// `gcloud logging read --format=json` writes an array, `jq` without `-c` objects of many lines. Commas, brackets and white
/// space between objects are passed over. The content of an object is looked at only as far as its end needs: braces
/// outside strings.
struct JSONEntries {
    private var window: InputWindow
    /// The number of objects that were read, those that were passed over included.
    private(set) var count = 0

    init(_ window: InputWindow) {
        self.window = window
    }

    /// Whether a text is one of JSON whose lines are no objects by themselves.
    ///
    /// - Parameter head: Its first octets.
    /// - Returns: `false` for one object a line, and for what is no JSON.
    static func isOne(_ head: ArraySlice<UInt8>) -> Bool {
        var rest = head.drop(while: \.isJSONSpace)
        if rest.first == UInt8(ascii: "[") {
            // Lines of unbound begin with a bracket too, and a number.
            rest = rest.dropFirst().drop(while: \.isJSONSpace)
            return rest.first == UInt8(ascii: "{")
        }
        guard rest.first == UInt8(ascii: "{") else { return false }
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        return line.last { !$0.isJSONSpace } != UInt8(ascii: "}") && line.count < rest.count
    }

    /// The objects among the first octets of a text, as far as they are whole.
    static func objects(in head: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var objects: [ArraySlice<UInt8>] = []
        var rest = head
        while let start = rest.firstIndex(of: UInt8(ascii: "{")) {
            var end = ObjectEnd()
            guard let last = rest[start...].firstIndex(where: { end.isReached(by: $0) }) else { break }
            objects.append(rest[start...last])
            rest = rest[(last + 1)...]
        }
        return objects
    }

    /// The next object.
    ///
    /// What stands between objects and is no separator, and an object without an end, are texts too, which no reader will
    /// understand.
    ///
    /// - Returns: `nil` at the end.
    /// - Throws: The reason why the file cannot be read.
    mutating func next() throws(CaptureError) -> LogLines.Line? {
        while true {
            guard try window.fill(1, after: count) else { return nil }
            guard window.octets[window.position].isBetweenObjects else { break }
            window.pass(1)
        }
        count += 1
        var end = ObjectEnd()
        var searched = 0
        while true {
            guard try window.fill(searched + 1, after: count) else { return .text(taken(searched)) }
            let unread = window.octets[(window.position + searched)..<window.filled]
            if let last = unread.firstIndex(where: { end.isReached(by: $0) }) {
                return .text(taken(last + 1 - window.position))
            }
            searched = window.filled - window.position
            if searched > LogLines.longestLine { return try oversized(end) }
        }
    }

    private mutating func taken(_ count: Int) -> ArraySlice<UInt8> {
        let text = window.octets[window.position..<window.position + count]
        window.pass(count)
        return text
    }

    private mutating func oversized(_ end: ObjectEnd) throws(CaptureError) -> LogLines.Line {
        var end = end
        var length = window.filled - window.position
        window.pass(length)
        while try window.fill(1, after: count) {
            let unread = window.octets[window.position..<window.filled]
            if let last = unread.firstIndex(where: { end.isReached(by: $0) }) {
                window.pass(last + 1 - unread.startIndex)
                return .oversized(length + last + 1 - unread.startIndex)
            }
            length += unread.count
            window.pass(unread.count)
        }
        return .oversized(length)
    }
}

/// Finds the brace that ends an object, octet by octet from its first one.
private struct ObjectEnd {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// Takes the next octet, and tells whether the object, or the line of what is none, ends with it.
    mutating func isReached(by octet: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
            return false
        }
        switch octet {
        case UInt8(ascii: "\\") where isInString: isEscaped = true
        case UInt8(ascii: "\"") where depth > 0: isInString.toggle()
        case UInt8(ascii: "{") where !isInString: depth += 1
        case UInt8(ascii: "}") where !isInString && depth > 0:
            depth -= 1
            return depth == 0
        case UInt8(ascii: "\n"): return depth == 0
        default: break
        }
        return false
    }
}

extension UInt8 {
    fileprivate var isJSONSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    fileprivate var isBetweenObjects: Bool {
        isJSONSpace || self == UInt8(ascii: ",") || self == UInt8(ascii: "[") || self == UInt8(ascii: "]")
    }
}
