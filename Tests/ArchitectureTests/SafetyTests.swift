import Testing

/// Nothing that a capture says may end the program, and unsafe code stays at its boundary.
@Suite struct SafetyTests {
    /// What a line of code does that it must not, or `nil`.
    ///
    /// Ways to trap on purpose, casts and unwrapping that trap, references that dangle, and Foundation, which
    /// costs start-up time.
    private static func offence(in text: String) -> String? {
        // Most lines have none of these characters, and looking for patterns takes time.
        if text.contains("!") {
            if text.contains("try!") { return "try!" }
            if text.contains("as!") { return "as!" }
            if text.firstMatch(of: #/[A-Za-z0-9_)\]]!(?!=)/#) != nil { return "force unwrap" }
        }
        if text.contains("import Foundation"), !text.hasSuffix("import FoundationEssentials") {
            return "import Foundation"
        }
        return ["fatalError(", "precondition(", "preconditionFailure(", "unowned "]
            .first { text.contains($0) }
    }

    /// Where C libraries, file descriptors and the terminal are.
    private static let unsafeTargets: Set<String> = [
        "PacketCapture", "PublicSuffixes", "TextInput", "Confinement", "FilePaths", "Inflation",
        "Interruption",
        "ContentDigest", "Decryption", "InternationalNames", "YAMLText",
    ]
    private static let unsafeFiles: Set<String> = [
        "Sources/PartialResults/PartFile.swift", "Sources/PartialResults/Zstandard.swift",
        "Sources/dnsscan/AddressSpace.swift", "Sources/dnsscan/CaptureSource.swift",
        "Sources/dnsscan/ContentFolder.swift",
        "Sources/dnsscan/OutputStream.swift",
        "Sources/dnsscan/ReportFile.swift", "Sources/dnsscan/Terminal.swift",
        "Sources/dnsscan-bench/Run.swift",
        "Sources/dnsscan-bench/Chart.swift",
        "Sources/dnsscan-bench/Workload/WorkloadCapture.swift",
        "Sources/dnsscan-bench/Stage.swift", "Sources/dnsscan-bench/Benchmark.swift",
    ]

    @Test func nothingTrapsOnPurpose() {
        var offences: [String] = []
        for file in SourceFile.all() {
            for (number, text) in file.code {
                if let offence = Self.offence(in: text) { offences.append("\(file):\(number): \(offence)") }
            }
        }
        #expect(offences.isEmpty)
    }

    @Test func unsafeStaysAtTheBoundary() {
        for file in SourceFile.all() where !Self.unsafeTargets.contains(file.target) {
            guard !Self.unsafeFiles.contains(file.path) else { continue }
            for (number, text) in file.code {
                let isUnsafe =
                    text.firstMatch(of: #/\bunsafe\b|@unchecked|Unsafe[A-Z]|@safe\b|nonisolated\(unsafe\)/#)
                    != nil
                #expect(!isUnsafe, "\(file):\(number): \(text)")
            }
        }
    }

    /// The list above must not outlive what it excuses.
    @Test func exceptionsAreStillNeeded() {
        let files = SourceFile.all()
        for path in Self.unsafeFiles {
            let file = files.first { $0.path == path }
            #expect(file?.code.contains { $0.text.contains("unsafe") } == true, "\(path)")
        }
    }

    @Test(arguments: [
        ("let name = names.first!", "force unwrap"), ("let value = try! read()", "try!"),
        ("let other = some as! Other", "as!"), ("fatalError()", "fatalError("),
        ("let x: Int!", "force unwrap"),
        ("package import Foundation", "import Foundation"),
    ])
    func offencesAreSeen(line: String, offence: String) {
        let file = SourceFile(path: "Sources/X/X.swift", lines: [line])
        #expect(Self.offence(in: file.code[0].text) == offence)
    }

    @Test(arguments: [
        "if !isOpen { }", "a != b", "// first!", "let text = \"first!\"", "guard !(a && b) else { return }",
    ])
    func ordinaryCodeIsLeftAlone(line: String) {
        let file = SourceFile(path: "Sources/X/X.swift", lines: [line])
        #expect(Self.offence(in: file.code[0].text) == nil)
    }
}
