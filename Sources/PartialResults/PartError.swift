/// The reason why a file is no part that can be merged.
package enum PartError: Error, Hashable, Sendable {
    /// The system's words for it.
    case unreadable(reason: String)
    /// It begins with something else.
    case foreign
    /// It is a part that another version of dnsscan wrote.
    case version(UInt32)
    /// It has fewer octets than it says, or more.
    case length(stated: Int, present: Int)
    /// Its octets are not those that were written.
    case damaged
    /// It would have more octets than a part may have.
    case full

    /// One line for people, to stand behind the path and a colon.
    package var reason: String {
        switch self {
        case .unreadable(let reason): reason
        case .foreign: "is no part of a scan; 'dnsscan profile' writes them"
        case .version(let version):
            "is a part in version \(version) of the format, and this dnsscan reads version \(PartFormat.version); "
                + "write it anew with 'dnsscan profile'"
        case .length(let stated, let present):
            "is damaged: it should have \(stated) octets and has \(present)"
        case .damaged: "is damaged: its checksum does not fit its content"
        case .full:
            "would have more than \(PartWriter.capacity >> 20) MiB with the pieces of all parts; give the parts themselves to "
                + "'dnsscan merge'"
        }
    }
}
