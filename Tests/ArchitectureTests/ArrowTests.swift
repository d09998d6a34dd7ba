import Foundation
import TestSupport
import Testing

/// Who may import whom: what the manifest declares, and only to the left.
///
/// The compiler lets undeclared imports of sibling targets pass, and its own check accepts transitive ones.
@Suite struct ArrowTests {
    /// Targets in the order of the manifest with the names of their direct dependencies.
    private static func targets() throws -> [(name: String, dependencies: Set<String>)] {
        let text = try String(contentsOf: Repository.url("Package.swift"), encoding: .utf8)
        // The declarations, each with all text up to the next one.
        let declaration =
            #/(?:room|\.target|\.systemLibrary|\.executableTarget)\(\s*(?:name:\s*)?"(?<name>[A-Za-z0-9-]+)"/#
        let start = try #require(text.range(of: "targets: ["), "the manifest lists its targets")
        let end = try #require(text[start.upperBound...].range(of: "tests(of:"), "tests come last")
        let list = text[start.upperBound..<end.lowerBound]
        let matches = list.matches(of: declaration)
        let ends = matches.dropFirst().map(\.range.lowerBound) + [list.endIndex]
        return zip(matches, ends).map { match, end in
            let rest = list[match.range.upperBound..<end]
            let quoted = rest.matches(of: #/"([A-Za-z0-9]+)"/#).map { String($0.output.1) }
            return (String(match.output.name), Set(quoted))
        }
    }

    /// Modules of the system that any target may use.
    ///
    /// Foundation is none of them: it costs start-up time. FoundationEssentials does not, since ArgumentParser links it
    /// anyway; those that read JSON or protocol buffers may use it.
    private static let system: Set<String> = ["Glibc", "Synchronization"]
    private static let decoders: Set<String> = [
        "BaselineFile", "PartialResults", "ResolverLogs", "RuleWriting", "dnsscan",
    ]

    @Test func theManifestIsUnderstood() throws {
        let names = try Self.targets().map(\.name)
        let folders = Set(SourceFile.all().map(\.target))
        #expect(folders.isSubset(of: names), "a folder without target, or a target that was not read")
        #expect(folders.count >= 10)
        #expect(Set(names).count == names.count)
        let detection = try Self.targets().first { $0.name == "TunnelDetection" }
        #expect(detection?.dependencies.contains("DNSObservation") == true)
        #expect(detection?.dependencies.contains("PacketCapture") == false)
    }

    @Test func importsAreDeclaredAndDirect() throws {
        let targets = Dictionary(uniqueKeysWithValues: try Self.targets())
        for file in SourceFile.all() {
            var allowed = (targets[file.target] ?? []).union(Self.system)
            if Self.decoders.contains(file.target) { allowed.insert("FoundationEssentials") }
            for module in file.imports {
                #expect(
                    allowed.contains(module),
                    "\(file) imports \(module), which \(file.target) does not depend on"
                )
            }
        }
    }

    @Test func declaredDependenciesAreUsed() throws {
        let files = Dictionary(grouping: SourceFile.all(), by: \.target)
        for (name, dependencies) in try Self.targets() {
            guard let files = files[name] else { continue }
            let used = Set(files.flatMap(\.imports))
            for dependency in dependencies where !["swift"].contains(dependency) {
                #expect(used.contains(dependency), "\(name) depends on \(dependency) and does not import it")
            }
        }
    }

    @Test func arrowsPointToTheLeft() throws {
        let targets = try Self.targets()
        let names = Set(targets.map(\.name))
        for (index, target) in targets.enumerated() {
            let left = Set(targets[..<index].map(\.name))
            let right = target.dependencies.intersection(names).subtracting(left)
            #expect(right.isEmpty, "\(target.name) depends on \(right.sorted()), which come later")
        }
    }
}
