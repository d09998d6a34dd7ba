import Glibc
package import NetworkTypes

/// The known facts about the streams and the environment of the process.
package struct Terminal {
    /// Whether standard input is a terminal, on which nobody types a capture.
    package var isInputTerminal: Bool
    /// Columns of the terminal that standard output goes to, or `nil` when it goes elsewhere.
    package var outputColumns: Int?
    /// The same for standard error.
    package var errorColumns: Int?
    /// `COLUMNS`, which shells and tests set for programs that write to a pipe; `nil` when it is no width.
    package var statedColumns: Int?
    /// `NO_COLOR`, see no-color.org.
    package var noColor: String?
    /// `CLICOLOR_FORCE`, see bixense.com/clicolors.
    package var forceColor: String?
    /// `TERM`, the kind of terminal.
    package var kind: String?
    /// The time by the system's clock.
    package var now: Timestamp

    package init(
        isInputTerminal: Bool = false,
        outputColumns: Int? = nil,
        errorColumns: Int? = nil,
        statedColumns: Int? = nil,
        noColor: String? = nil,
        forceColor: String? = nil,
        kind: String? = nil,
        now: Timestamp = Timestamp(nanoseconds: 0)
    ) {
        self.isInputTerminal = isInputTerminal
        self.outputColumns = outputColumns
        self.errorColumns = errorColumns
        self.statedColumns = statedColumns
        self.noColor = noColor
        self.forceColor = forceColor
        self.kind = kind
        self.now = now
    }

    /// Whether the terminal cannot move its cursor.
    var isDumb: Bool {
        kind == nil || kind == "" || kind == "dumb"
    }

    /// Whether text is coloured; the more explicit choice goes first.
    ///
    /// The order is: `--color`, then a `NO_COLOR` that is not empty, then a `CLICOLOR_FORCE` that is neither empty
    /// nor 0, then the abilities of the terminal.
    ///
    /// - Parameters:
    ///   - choice: The value of `--color`.
    ///   - isTerminal: Whether the text goes to a terminal.
    /// - Returns: Whether to write SGR sequences.
    package func showsColor(_ choice: ColorChoice, onTerminal isTerminal: Bool) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let noColor, !noColor.isEmpty { return false }
        if let forceColor, !forceColor.isEmpty, forceColor != "0" { return true }
        return isTerminal && !isDumb
    }
}

// MARK: - The process's own

extension Terminal {
    /// The terminal and environment of this process.
    static var current: Terminal {
        Terminal(
            isInputTerminal: isatty(STDIN_FILENO) == 1,
            outputColumns: columns(of: STDOUT_FILENO),
            errorColumns: columns(of: STDERR_FILENO),
            statedColumns: variable("COLUMNS").flatMap(Int.init).flatMap {
                (1...10_000).contains($0) ? $0 : nil
            },
            noColor: variable("NO_COLOR"),
            forceColor: variable("CLICOLOR_FORCE"),
            kind: variable("TERM"),
            now: now
        )
    }

    private static var now: Timestamp {
        var time = timespec()
        // Safe: the kernel fills in a `timespec`, which lives until the call is over.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The width of a terminal, 80 when it does not tell; `nil` when `descriptor` is no terminal.
    private static func columns(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        // Safe: the kernel fills in a `winsize`, which lives until the call is over.
        let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        return isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private static func variable(_ name: String) -> String? {
        // Safe: nothing changes the environment, so the string outlives its copy.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
