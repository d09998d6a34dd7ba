/// The settings of a scan: the things to look for, the things to let pass, and its bounds.
package struct ScanPolicy: Hashable, Sendable {
    /// A file that changed what a scan reports.
    package struct File: Hashable, Sendable {
        /// The option that named it, without hyphens: `block`, `sinkhole`, `allow`, `baseline` or `config`.
        package let option: String
        /// Its name in reports: a name that the user gave, or else the file's own.
        package let name: String
        /// As the user gave it, octets that are no UTF-8 as `\xE9`.
        package let path: String
        /// Names and addresses of a list, lines of an allow file, clients and zones of a baseline,
        /// keys of a configuration.
        package let entries: Int
        /// Lines of a list that could not be read.
        package let linesNotUnderstood: Int
        /// Of the file's octets, as 64 hexadecimal digits.
        package let sha256: String

        package init(
            option: String,
            name: String,
            path: String,
            entries: Int,
            linesNotUnderstood: Int = 0,
            sha256: String
        ) {
            self.option = option
            self.name = name
            self.path = path
            self.entries = entries
            self.linesNotUnderstood = linesNotUnderstood
            self.sha256 = sha256
        }
    }

    /// In the order of the options on the command line, one option after the other.
    package var files: [File] = []
    /// The resolvers that clients may use, as `ADDRESS` or `ADDRESS/LENGTH`.
    package var resolvers: [String] = []
    /// Bounds on the memory that a capture can make a scan hold, by stable name, in a fixed order.
    package var limits: [Limit] = []

    /// A bound by its name, of which the unit is a part.
    package struct Limit: Hashable, Sendable {
        package let name: String
        package let value: Int

        package init(name: String, value: Int) {
            self.name = name
            self.value = value
        }
    }

    /// A scan with built-in tables alone.
    package init() {}
}
