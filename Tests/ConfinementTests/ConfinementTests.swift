import CConfinement
import Confinement
import Glibc
import Testing

/// What a process can do before and after it is confined.
///
/// Each test has a process of its own, as there is no way back. It answers with its status: 0, or the place of the
/// first attempt that did not go as it should.
@Suite(.enabled(if: landlock_version() >= 1, "this kernel has no Landlock"))
struct ConfinementTests {
    @Test func `unconfined, all attempts succeed`() async {
        await #expect(processExitsWith: .success) {
            let files = SampleFiles()
            for (index, attempt) in Attempt.allCases.enumerated() where !attempt.succeeds(files) {
                exit(Int32(index + 1))
            }
            exit(0)
        }
    }

    @Test func `confined, no attempt succeeds`() async {
        await #expect(processExitsWith: .success) {
            let files = SampleFiles()
            guard Confinement(readable: [files.input], writable: []).enforce().isEmpty else { exit(100) }
            for (index, attempt) in Attempt.allCases.enumerated() where attempt.succeeds(files) {
                exit(Int32(index + 1))
            }
            // On success this would not return, and the status would be that of the other program.
            var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("false"), nil]
            unsafe execv("/bin/false", &arguments)
            exit(0)
        }
    }

    @Test func `inputs stay readable, and a report can be put into its folder`() async {
        await #expect(processExitsWith: .success) {
            let files = SampleFiles()
            let readable = [files.input, files.folder + "/inputs", files.folder + "/missing"]
            let confinement = Confinement(readable: readable, writable: [files.folder + "/reports"])
            guard confinement.enforce().isEmpty else { exit(100) }
            let steps: [() -> Bool] = [
                { Attempt.opens(files.input, O_RDONLY) },
                { Attempt.opens(files.folder + "/inputs/below/other", O_RDONLY) },
                { unsafe opendir(files.folder + "/inputs/below") != nil },
                { Attempt.opens(files.folder + "/reports/new", O_WRONLY | O_CREAT | O_EXCL) },
                { unsafe rename(files.folder + "/reports/new", files.folder + "/reports/old") == 0 },
                { unsafe unlink(files.folder + "/reports/old") == 0 },
                { Attempt.startsThread() },
                // And nothing more than that.
                { !Attempt.opens(files.folder + "/inputs/new", O_WRONLY | O_CREAT) },
                { !Attempt.opens(files.folder + "/new", O_WRONLY | O_CREAT) },
                { unsafe rename(files.input, files.folder + "/reports/old") != 0 },
                { unsafe mkdir(files.folder + "/reports/folder", 0o700) != 0 },
                { unsafe symlink("/etc/passwd", files.folder + "/reports/link") != 0 },
            ]
            for (index, step) in steps.enumerated() where !step() { exit(Int32(index + 1)) }
            exit(0)
        }
    }

    @Test func `threads that are started later are confined as well`() async {
        await #expect(processExitsWith: .success) {
            guard Confinement(readable: [], writable: []).enforce().isEmpty else { exit(100) }
            exit(Attempt.startsThread { Attempt.opens("/etc/passwd", O_RDONLY) } ? 1 : 0)
        }
    }
}

/// Something that a scanner of captures has no business to do.
enum Attempt: CaseIterable {
    case readOtherFile, listOtherFolder, writeInput, makeFile, makeFileBesideInput, changePermissions
    case useInternet, useDatagrams, useUnixSockets, startProcess, signalParent, removeInput

    func succeeds(_ files: SampleFiles) -> Bool {
        switch self {
        case .readOtherFile: Self.opens("/etc/passwd", O_RDONLY)
        case .listOtherFolder: unsafe opendir("/etc") != nil
        case .writeInput: Self.opens(files.input, O_WRONLY)
        case .makeFile: Self.opens("/tmp/dnsscan-confinement-\(getpid())", O_WRONLY | O_CREAT)
        case .makeFileBesideInput: Self.opens(files.folder + "/made", O_WRONLY | O_CREAT)
        case .changePermissions: unsafe chmod(files.input, 0o600) == 0
        case .useInternet: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0
        case .useDatagrams: socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0) >= 0
        case .useUnixSockets: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) >= 0
        case .startProcess: Self.startsProcess()
        case .signalParent: kill(getppid(), 0) == 0
        case .removeInput: unsafe unlink(files.input) == 0
        }
    }

    static func opens(_ path: String, _ flags: Int32) -> Bool {
        unsafe open(path, flags | O_CLOEXEC, 0o600) >= 0
    }

    private static func startsProcess() -> Bool {
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("true"), nil]
        var process = pid_t()
        return unsafe posix_spawn(&process, "/bin/true", nil, nil, &arguments, nil) == 0
    }

    /// Whether a thread can be started and `body`, run in it, is true.
    static func startsThread(_ body: @escaping () -> Bool = { true }) -> Bool {
        let box = Box(body)
        var thread = pthread_t()
        // Safe: the box outlives the thread, which is waited for.
        let argument = unsafe Unmanaged.passUnretained(box).toOpaque()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let box = unsafe Unmanaged<Box>.fromOpaque(argument).takeUnretainedValue()
                box.answer = box.body()
                return nil
            },
            argument
        )
        guard status == 0, pthread_join(thread, nil) == 0 else { return false }
        return withExtendedLifetime(box) { box.answer }
    }

    private final class Box {
        let body: () -> Bool
        var answer = false

        init(_ body: @escaping () -> Bool) { self.body = body }
    }
}

/// Files for one process: an input, a folder of inputs, and a folder for reports.
struct SampleFiles {
    let folder: String
    var input: String { folder + "/input" }

    init() {
        var template = Array("/tmp/dnsscan-confinement-XXXXXX".utf8CString)
        folder = unsafe String(cString: mkdtemp(&template))
        for name in ["inputs", "inputs/below", "reports"] { unsafe mkdir(folder + "/" + name, 0o700) }
        for name in ["input", "inputs/below/other", "reports/old"] {
            _ = Attempt.opens(folder + "/" + name, O_WRONLY | O_CREAT)
        }
    }
}
