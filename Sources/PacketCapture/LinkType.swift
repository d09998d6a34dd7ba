private import CLibpcap

/// The link layer of a frame, by the `DLT_` number that libpcap gives it.
///
/// The numbers are open: a capture may name any.
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let null = Self(rawValue: 0)
    package static let ethernet = Self(rawValue: 1)
    package static let raw = Self(rawValue: 12)
    package static let ieee80211Radiotap = Self(rawValue: 127)
    package static let linuxCooked = Self(rawValue: 113)
    package static let linuxCooked2 = Self(rawValue: 276)
}

extension LinkType {
    /// The name without its prefix, such as `EN10MB`; `DLT 4711` for a number that libpcap does not know.
    package var name: String {
        // The name is a constant inside libpcap, terminated by a zero octet; it is copied here.
        guard let name = unsafe pcap_datalink_val_to_name(rawValue) else { return "DLT \(rawValue)" }
        return unsafe String(cString: name)
    }
}

extension LinkType {
    /// The link type that a file's `LINKTYPE_` number stands for.
    ///
    /// Both numberings agree but for a few old entries (https://www.tcpdump.org/linktypes.html).
    init(fileValue: UInt16) {
        switch fileValue {
        case 100: self.init(rawValue: DLT_ATM_RFC1483)
        case 101: self.init(rawValue: DLT_RAW)
        case 102: self.init(rawValue: DLT_SLIP_BSDOS)
        case 103: self.init(rawValue: DLT_PPP_BSDOS)
        case 106: self.init(rawValue: DLT_ATM_CLIP)
        default: self.init(rawValue: Int32(fileValue))
        }
    }
}
