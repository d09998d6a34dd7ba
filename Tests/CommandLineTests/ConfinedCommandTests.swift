import Foundation
import Testing

/// What the command gave up by the time it waits for the first octet of a capture.
@Suite struct ConfinedCommandTests {
    /// Whether this kernel lets the command give up all that it wants to.
    private static let isComplete: Bool = {
        guard let folder = try? TemporaryFolder(), let capture = try? folder.writeEmptyCapture("a.pcap"),
            let result = try? Command.run(["-v", capture])
        else { return false }
        return !result.errors.contains("not confined")
    }()

    /// Runs the command until it waits for the writer of a pipe, then `then`, and gives it a capture, or what `input`
    /// writes, through the pipe.
    private func run(_ arguments: String, then: String, input: String = #"cat "$tunnel""#) throws
        -> Command.Result
    {
        let folder = try TemporaryFolder()
        let script = """
            tunnel=$PWD/Fixtures/captures/tunnels/iodine_null_data.pcap
            cd "$1" && mkfifo pipe && cp "$tunnel" later.pcap
            dnsscan \(arguments) &
            for attempt in {1..200}; do
                grep -q '^Seccomp:.*2' /proc/$!/status && break
                sleep 0.05
            done
            \(then)
            \(input) > pipe
            wait $!
            """
        return try Command.script(script, [folder.path("")])
    }

    @Test(.enabled(if: isComplete, "this kernel cannot confine"))
    func `privileges and system calls are given up before the first octet`() throws {
        let result = try run("pipe", then: "grep -E '^(NoNewPrivs|Seccomp):' /proc/$!/status")
        #expect(result.output.hasPrefix("NoNewPrivs:\t1\nSeccomp:\t2\n"))
        #expect(result.output.contains("iodine tunnel"))
        #expect(result.status == 1 && result.errors.isEmpty)
    }

    /// A report names zones that an attacker chose, and may have been changed since.
    @Test(.enabled(if: isComplete, "this kernel cannot confine"))
    func `they are given up before a report is read, too`() throws {
        let result = try run(
            "rules pipe --as rpz",
            then: "grep -E '^(NoNewPrivs|Seccomp):' /proc/$!/status",
            input: #"dnsscan -f json --fail-on never "$tunnel""#
        )
        #expect(result.output.hasPrefix("NoNewPrivs:\t1\nSeccomp:\t2\n"))
        #expect(result.output.contains("*.t.example.net IN CNAME ."))
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    }

    /// The command has named its files to the kernel by then; one that has taken a name since is another file.
    @Test(.enabled(if: isComplete, "this kernel cannot confine"))
    func `a file that takes an input's place is out of reach`() throws {
        let kept = try run("pipe later.pcap", then: "true")
        #expect(kept.status == 1 && kept.errors.isEmpty)
        let replaced = try run("pipe later.pcap", then: "cp later.pcap other && mv other later.pcap")
        #expect(replaced.errors == "dnsscan: later.pcap: permission denied; make it readable for this user\n")
        #expect(replaced.output.contains("iodine tunnel"))
    }
}
