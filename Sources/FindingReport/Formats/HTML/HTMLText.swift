/// Markup whose text cannot become markup.
///
/// All text goes through ``text(_:)`` or an attribute, which make it harmless to a terminal (``TerminalText``) and
/// escape the characters to which HTML gives a meaning; tags and attribute names are those of the source.
struct HTMLText {
    /// The markup written so far.
    private(set) var markup = ""

    /// Writes text.
    mutating func text(_ string: String) {
        markup += Self.escaped(string)
    }

    /// Writes an element that has content.
    ///
    /// - Parameters:
    ///   - tag: The element's name, from the source.
    ///   - attributes: Names from the source with values that may come from anywhere.
    ///   - content: The content of the element.
    mutating func element(
        _ tag: String,
        _ attributes: KeyValuePairs<String, String> = [:],
        _ content: (inout HTMLText) -> Void
    ) {
        open(tag, attributes)
        content(&self)
        markup += "</\(tag)>"
    }

    /// Writes an element that holds nothing but text.
    mutating func element(_ tag: String, _ string: String) {
        element(tag) { $0.text(string) }
    }

    /// Writes an element with attributes that holds nothing but text.
    mutating func element(_ tag: String, _ attributes: KeyValuePairs<String, String>, _ string: String) {
        element(tag, attributes) { $0.text(string) }
    }

    /// Writes an element that has no content, such as `meta`, or a shape of SVG.
    mutating func empty(_ tag: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        open(tag, attributes)
        if Self.shapes.contains(tag) { markup += "</\(tag)>" }
    }

    /// Writes constants of the source: the document type, the style sheet.
    mutating func constant(_ markup: StaticString) {
        self.markup += markup.description
    }

    mutating func line() { markup += "\n" }

    /// Elements of SVG, which HTML does not know to be empty.
    private static let shapes: Set<String> = ["rect", "line", "circle", "path"]

    private mutating func open(_ tag: String, _ attributes: KeyValuePairs<String, String>) {
        markup += "<" + tag
        for (name, value) in attributes { markup += " \(name)=\"\(Self.escaped(value))\"" }
        markup += ">"
    }

    private static func escaped(_ string: String) -> String {
        var escaped = ""
        for scalar in TerminalText(string).string.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
