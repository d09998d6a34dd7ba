package import Findings

/// The role of a piece of a text report, which decides its colour.
package enum TextStyle: Hashable, Sendable {
    case plain
    /// Text that readers look for first: zones, totals, headings.
    case strong
    /// Text that explains other text: labels, table heads, statements.
    case quiet
    /// A finding's severity.
    case severity(Severity)

    /// The parameters of an ECMA-48 SGR sequence, or `nil` for text as it is.
    ///
    /// Only the eight basic colours and two attributes, which every terminal and both light and dark themes know;
    /// severity is always a word as well.
    var graphicRendition: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .quiet: "2"
        case .severity(.critical): "1;31"
        case .severity(.high): "31"
        case .severity(.medium): "33"
        case .severity(.low): "36"
        case .severity(.info): "2"
        }
    }
}

/// A stretch of harmless text in one style.
struct TextRun {
    let text: TerminalText
    let style: TextStyle

    init(_ text: TerminalText, _ style: TextStyle = .plain) {
        self.text = text
        self.style = style
    }

    init(_ string: String, _ style: TextStyle = .plain) {
        self.init(TerminalText(string), style)
    }
}
