import Foundation
import TestSupport
import Testing

/// The README's examples for CI services, as those services' published schemas see them.
@Suite struct IntegrationExampleTests {
    private static let text = (try? String(contentsOf: Repository.url("README.md"), encoding: .utf8)) ?? ""

    @Test(
        .enabled(if: Consumer.has("check_jsonschema"), "python3 has no module check_jsonschema"),
        arguments: [("github", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")]
    )
    func `an example satisfies its service's schema`(service: String, schema: String) throws {
        let marker = "<!-- check: \(service) -->\n```yaml\n"
        let start = try #require(Self.text.range(of: marker)).upperBound
        let end = try #require(Self.text.range(of: "\n```", range: start..<Self.text.endIndex)).lowerBound
        let script = """
            import subprocess, sys
            open('example.yml', 'w').write(sys.stdin.read())
            sys.exit(subprocess.run([sys.executable, '-m', 'check_jsonschema', '--builtin-schema', sys.argv[1], 'example.yml']).returncode)
            """
        let example = String(Self.text[start..<end])
        let result = try Consumer.run(script, [schema], input: example)
        #expect(result.status == 0, "\(result.output)")
        // The check can fail: a job without anything to do is refused by both.
        let broken = example.replacing("script:", with: "scripts:").replacing("steps:", with: "step:")
        #expect(try Consumer.run(script, [schema], input: broken).status != 0)
    }
}
