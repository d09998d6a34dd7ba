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
    /// The few whose number in files is another one (https://www.tcpdump.org/linktypes.html).
    private static let renumbered: [(file: UInt16, type: Int32)] = [
        (100, DLT_ATM_RFC1483), (101, DLT_RAW), (102, DLT_SLIP_BSDOS), (103, DLT_PPP_BSDOS),
        (106, DLT_ATM_CLIP),
    ]

    /// The link type that a file's `LINKTYPE_` number stands for.
    init(fileValue: UInt16) {
        self.init(rawValue: Self.renumbered.first { $0.file == fileValue }?.type ?? Int32(fileValue))
    }

    /// The `LINKTYPE_` number that stands for it in a file.
    var fileValue: UInt16 {
        Self.renumbered.first { $0.type == rawValue }?.file ?? UInt16(truncatingIfNeeded: rawValue)
    }
}
