import Foundation
import Testing

/// What becomes of a run that a signal, a full disk or a limit ends early.
@Suite struct InterruptionTests {
    /// What comes of the command on the beginning of a capture that never ends, and of a signal.
    private static func run(_ signal: String, _ arguments: String) throws -> Command.Result {
        let folder = try TemporaryFolder()
        // The writer holds the pipe open for as long as the command reads from it.
        return try Command.script(
            #"""
            tunnel=$PWD/Fixtures/captures/tunnels/iodine_null_data.pcap
            cd "$1" && mkfifo pipe
            { cat "$tunnel"; exec sleep 15; } >pipe &
            writer=$!
            dnsscan \#(arguments) pipe &
            # The beginning is read in a moment; then the command waits for more.
            sleep 4
            kill -s \#(signal) $!
            wait $!
            status=$?
            kill $writer
            ls "$1" >&2
            exit $status
            """#,
            [folder.path("")]
        )
    }

    @Test(arguments: [("INT", Int32(130)), ("TERM", 143), ("HUP", 129)])
    func `a signal ends the reading, not the report`(signal: String, status: Int32) throws {
        let result = try Self.run(signal, "-f json")
        #expect(result.status == status)
        #expect(result.output.contains(#""interrupted_by": "SIG\#(signal)""#))
        #expect(result.output.contains(#""kind": "interrupted""#))
        #expect(result.output.contains("iodine tunnel through t.example.net"))
        #expect(result.errors.contains("SIG\(signal) ended the reading"))
    }

    @Test func `text says that it is of a part`() throws {
        let result = try Self.run("TERM", "")
        #expect(result.status == 143)
        #expect(result.output.contains("SIGTERM ended the reading early: this report is of a part."))
    }

    @Test func `the report of a part is written whole, and nothing else stays`() throws {
        let result = try Self.run("TERM", "-q -f json -o report.json")
        #expect(result.status == 143)
        #expect(result.errors.split(separator: "\n").suffix(2) == ["pipe", "report.json"])
    }

    /// As nohup(1) starts a program.
    @Test func `a SIGHUP that the caller ignores stays ignored`() throws {
        let result = try Command.script(
            """
            trap '' HUP
            dnsscan - < <(cat Fixtures/captures/tunnels/iodine_null_data.pcap; sleep 1) &
            sleep 0.5; kill -s HUP $!; wait $!
            """
        )
        #expect(result.status == 1 && result.errors == "")
    }

    /// `ulimit -f` counts units of 1,024 octets.
    @Test func `a file beyond the size limit leaves nothing behind`() throws {
        let folder = try TemporaryFolder()
        let result = try Command.script(
            #"ulimit -f 1; dnsscan -q -f json -o "$1" Fixtures/captures/tunnels/iodine_null_data.pcap"#,
            [folder.path("report.json")]
        )
        #expect(result.status == 74 && result.errors.contains("could not be written: File too large"))
        #expect(try folder.names.isEmpty)
    }

    /// /dev/full takes the part of a disk without room.
    @Test func `a full disk is told`() throws {
        let result = try Command.script(
            "dnsscan -q -f json -o /dev/full Fixtures/captures/tunnels/iodine_null_data.pcap"
        )
        #expect(result.status == 74 && result.errors.contains("No space left on device"))
    }

    /// `ulimit -v` counts units of 1,024 octets; the process itself takes some 40 MiB.
    @Test func `too little address space is told before the work`() throws {
        let capture = "Fixtures/captures/tunnels/iodine_null_data.pcap"
        let little = try Command.script("ulimit -v 200000; dnsscan \(capture)")
        #expect(little.status == 71 && little.output == "")
        #expect(little.errors.contains("limited to 205 MB (RLIMIT_AS, ulimit -v); raise the limit"))
        let enough = try Command.script("ulimit -v 400000; dnsscan \(capture)")
        #expect(enough.status == 1 && enough.errors == "")
        #expect(try Command.script("ulimit -v 200000; dnsscan --version").status == 0)
    }
}
