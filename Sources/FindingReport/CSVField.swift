/// The content of a field of a table before it is quoted.
///
/// No field begins with a character at which a spreadsheet starts a formula. Names are in presentation format, in
/// which `\061` is the same octet as `=` (RFC 1035 §5.1), so a name reads back as the same name. Any other text gets
/// an apostrophe in front.
enum CSVField {
    /// Text that others may have chosen.
    case text(String?)
    /// Names in presentation format, one space between them.
    case names([String])
    /// Text that only dnsscan makes: times, addresses, words of a fixed set.
    case plain(String)

    static func number(_ value: Int) -> CSVField { .plain(String(value)) }

    /// A number with at most six decimals, empty when it is none.
    static func decimal(_ value: Double?) -> CSVField {
        guard let value else { return .plain("") }
        var json = JSONWriter(isIndented: false)
        json.number(value)
        return .plain(json.text == "null" ? "" : json.text)
    }

    /// A line of a table (RFC 4180) with every field quoted.
    ///
    /// So no reader guesses a type from the first lines alone, and every line has the same shape (duckdb 2.0.1 gives up on
    /// a file whose first quoted field comes late).
    static func line(_ fields: [CSVField]) -> String {
        fields.map { "\"" + $0.content.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }

    private var content: String {
        switch self {
        case .text(let text):
            let safe = TerminalText(text ?? "").string
            return Self.startsFormula(safe) ? "'" + safe : safe
        case .names(let names):
            return names.map { TerminalText($0).string }.map(Self.escapingStart).joined(separator: " ")
        case .plain(let text): return text
        }
    }

    /// Whether spreadsheets start a formula here, after the characters that they skip.
    private static func startsFormula(_ text: String) -> Bool {
        guard let first = text.first(where: { $0 != " " }) else { return false }
        return "=+-@|%".contains(first)
    }

    /// The same name whose first character starts no formula.
    private static func escapingStart(_ name: String) -> String {
        guard startsFormula(name), let octet = name.utf8.first else { return name }
        let digits = String(octet)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits + name.dropFirst()
    }
}
