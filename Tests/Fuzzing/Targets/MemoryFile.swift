import Glibc

/// Octets that can be opened like a file while this exists, without a disk.
@safe final class MemoryFile {
    private let descriptor: Int32

    /// A file without octets.
    init() {
        var path = Array("/dev/shm/dnsscan-XXXXXX".utf8CString)
        // Safe: the template ends with a zero and keeps its length; the name goes at once, the file with the last
        // descriptor.
        descriptor = unsafe mkstemp(&path)
        precondition(descriptor >= 0, "no file in /dev/shm")
        unsafe unlink(path)
    }

    /// Makes octets all that is in the file.
    func put(_ octets: Span<UInt8>) {
        precondition(ftruncate(descriptor, octets.count) == 0, "the file could not be cut")
        // Safe: no more is read than the octets that are lent.
        let written = unsafe octets.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        precondition(written == octets.count, "the file took only \(written) octets")
    }

    deinit {
        close(descriptor)
    }

    /// Opening it gives a reader of its own, at the start.
    var path: String { "/proc/self/fd/\(descriptor)" }
}
