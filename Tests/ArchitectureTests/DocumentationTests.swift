import Testing

/// What crosses rooms is documented.
@Suite struct DocumentationTests {
    /// Whether a declaration owes a comment, because it does not say by itself what it is.
    ///
    /// Types, subscripts and functions with parameters do. Properties, cases and constants of a named type are
    /// read in the comment of the type that they belong to, and so are initializers, whose labels are its
    /// properties. What a protocol asks for is documented there.
    private static func owesComment(_ declaration: some StringProtocol, requirements: Set<String> = [])
        -> Bool
    {
        let modifiers: Set<Substring> = [
            "package", "private(set)", "static", "mutating", "consuming", "borrowing", "final", "indirect",
        ]
        let words = declaration.split(separator: " ").map { Substring($0) }.drop(while: modifiers.contains)
        guard let keyword = words.first, let name = words.dropFirst().first else { return false }
        switch keyword.prefix(while: { $0.isLetter }) {
        case "struct", "enum", "class", "protocol", "actor", "subscript": return true
        case "func":
            let isOperator = !(name.first?.isLetter ?? true)
            let isRequirement = requirements.contains(String(name.prefix { $0 != "(" && $0 != "<" }))
            return !isOperator && !isRequirement && !name.contains("()")
        default: return false
        }
    }

    /// The functions that the package's protocols ask for, and those of the standard library that it uses.
    private static func requirements(in files: [SourceFile]) -> Set<String> {
        let own = files.filter { $0.lines.contains { $0.hasPrefix("package protocol") } }.flatMap { file in
            file.lines.compactMap { line -> String? in
                let words = line.split(separator: " ").filter { $0 != "mutating" }
                guard words.first == "func", words.count > 1, !line.contains("{") else { return nil }
                return String(words[1].prefix { $0 != "(" })
            }
        }
        return Set(own).union(["hash", "next"])
    }

    @Test func packageDeclarationsHaveAComment() {
        var examined = 0
        var undocumented: [String] = []
        let files = SourceFile.all()
        let requirements = Self.requirements(in: files)
        #expect(requirements.contains("match"))
        for file in files {
            for (index, line) in file.lines.enumerated() where line.contains("package ") {
                let text = line.drop { $0 == " " }
                guard text.hasPrefix("package "), !text.hasPrefix("package import") else { continue }
                examined += 1
                guard Self.owesComment(text, requirements: requirements) else { continue }
                var above = index - 1
                while above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
                let isDocumented = above >= 0 && file.lines[above].drop { $0 == " " }.hasPrefix("///")
                if !isDocumented { undocumented.append("\(file):\(index + 1): \(text)") }
            }
        }
        #expect(undocumented.isEmpty)
        #expect(examined > 200)
    }

    @Test(arguments: [
        ("package struct Message: Sendable {", true),
        ("package func match(_ channel: Channel) -> Bool {", true),
        ("package func finish() -> Int {", false),
        ("package static func < (left: Self, right: Self) -> Bool {", false),
        ("package let tool = \"iodine\"", false), ("package init(_ value: Int) {", false),
        ("package mutating func note(_ time: Timestamp) {", true),
        ("package subscript(index: Int) -> Int {", true),
    ])
    func ruleForComments(declaration: String, owes: Bool) {
        #expect(Self.owesComment(declaration) == owes)
    }
}
