/// Writes JSON whose members keep the order in which they are written.
///
/// The order of keys and the spelling of numbers are part of the report's contract; an encoder that
/// goes through a dictionary would keep neither. The text is pure printable Unicode: control
/// characters, bidirectional formatting and other invisible scalars are escaped (RFC 8259 §7), so a
/// report can be shown on a terminal as it is.
package struct JSONWriter {
    /// The text written so far.
    package private(set) var text = ""
    /// Whether every member and element starts a line of its own.
    private let isIndented: Bool
    private var depth = 0
    /// Whether the object or array that is open holds something already.
    private var needsComma = false

    package init(isIndented: Bool) {
        self.isIndented = isIndented
    }

    // MARK: Values

    mutating func string(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isInvisibleOrSteering:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    mutating func number(_ value: Int) {
        text += String(value)
    }

    /// Writes the shortest decimal text that reads back as `value` rounded to six decimals.
    ///
    /// Values from 10⁹ on have hardly more than six decimals and are not rounded. A value that is not finite has no
    /// number in JSON and becomes `null`.
    mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        let rounded = value.magnitude < 1e9 ? (value * 1e6).rounded() / 1e6 : value
        text += rounded == 0 ? "0.0" : rounded.description
    }

    mutating func null() {
        text += "null"
    }

    /// Writes an object.
    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        container("{", "}", members)
    }

    mutating func array<Elements: Sequence>(
        _ elements: Elements,
        _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        container("[", "]") { writer in
            for element in elements {
                writer.separate()
                write(&writer, element)
            }
        }
    }

    // MARK: Members

    /// Writes a member; `nil` becomes `null`.
    package mutating func member(_ key: String, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    /// Writes a member that is a whole number.
    package mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        number(value)
    }

    /// Writes a member that is a number; a number that is not finite becomes `null`.
    package mutating func member(_ key: String, _ value: Double) {
        self.key(key)
        number(value)
    }

    /// Writes a member that is true or false.
    package mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        text += value ? "true" : "false"
    }

    /// Writes an array of strings.
    package mutating func member(_ key: String, _ strings: [String]) {
        self.key(key)
        array(strings) { $0.string($1) }
    }

    /// Writes an array of whole numbers.
    package mutating func member(_ key: String, _ numbers: [Int]) {
        self.key(key)
        array(numbers) { $0.number($1) }
    }

    /// Writes an object as a member.
    package mutating func member(_ key: String, object members: (inout JSONWriter) -> Void) {
        self.key(key)
        object(members)
    }

    /// Writes an array of objects.
    package mutating func member<Elements: Sequence>(
        _ key: String,
        objects elements: Elements,
        _ members: (inout JSONWriter, Elements.Element) -> Void
    ) {
        self.key(key)
        array(elements) { writer, element in writer.object { members(&$0, element) } }
    }

    /// Writes a member whose value is always `null`, for any report.
    mutating func nullMember(_ key: String) {
        self.key(key)
        null()
    }

    // MARK: Layout

    private mutating func key(_ key: String) {
        separate()
        string(key)
        text += isIndented ? ": " : ":"
    }

    /// Ends the text before an element or member and starts its line.
    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
        startLine()
    }

    private mutating func startLine() {
        if isIndented { text += "\n" + String(repeating: "  ", count: depth) }
    }

    private mutating func container(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        text += open
        depth += 1
        needsComma = false
        body(&self)
        depth -= 1
        if needsComma { startLine() }
        text += close
        needsComma = true
    }
}
