extension CommandLine {
    /// The arguments behind the program's name, in the form of paths; those that are UTF-8 are as they were typed.
    ///
    /// `arguments` repairs text that is no UTF-8, after which nobody can open the file that was meant.
    package static var exactArguments: [String] {
        // Safe: the process's arguments stay where they are until its end, each ends with a 0, and nothing here
        // changes them.
        unsafe UnsafeBufferPointer(start: unsafeArgv, count: Int(argc)).dropFirst().compactMap { argument in
            guard let argument = unsafe argument else { return nil }
            return unsafe String(pathAt: argument)
        }
    }
}

extension String {
    /// The text of a path that the system holds.
    ///
    /// - Parameter start: Its first octet; a 0 ends it. It is copied.
    package init(pathAt start: UnsafePointer<CChar>) {
        var octets: [UInt8] = []
        var next = unsafe start
        // Safe: the caller says that a 0 comes.
        while let octet = unsafe Optional(next.pointee), octet != 0 {
            octets.append(UInt8(bitPattern: octet))
            unsafe next += 1
        }
        self.init(path: octets)
    }
}
