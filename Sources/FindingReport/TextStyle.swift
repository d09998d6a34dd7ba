package import Findings

/// What a piece of a text report is, from which its colour follows.
package enum TextStyle: Hashable, Sendable {
    case plain
    /// What one looks for first: zones, totals, headings.
    case strong
    /// What explains something else: labels, table heads, statements.
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
