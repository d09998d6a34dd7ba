extension Layer {
    /// The layer a capture's frames begin with, behind `skipped` octets; `nil` where it is not decoded.
    ///
    /// The numbers are libpcap's `DLT_` values on Linux, which are the `LINKTYPE_` values of
    /// https://www.tcpdump.org/linktypes.html but for a few old ones.
    static func outermost(linkType: Int32) -> (layer: Layer, skipped: Int)? {
        switch linkType {
        case 0, 108: (.loopback, 0)  // NULL, LOOP
        case 1: (.ethernet, 0)  // EN10MB
        case 6: (.tokenRing, 0)  // IEEE802: access control, frame control, addresses
        case 7: (.arcnet(headerLength: 3), 0)  // ARCNET
        case 8: (.ip, 16)  // SLIP, with the direction and compressed header that libpcap describes
        case 9, 50: (.serial, 0)  // PPP, PPP_SERIAL
        case 10: (.llc, 13)  // FDDI: frame control and addresses
        case 11, 19: (.llc, 0)  // ATM_RFC1483, ATM_CLIP
        case 12: (.ip, 0)  // RAW
        case 51: (.pppoe, 0)  // PPP_ETHER
        case 104: (.typed(headerLength: 4), 0)  // C_HDLC: address, control, protocol
        case 105: (.wireless, 0)  // IEEE802_11
        case 107: (.frameRelay, 0)  // FRELAY
        case 109: (.ip, 12)  // ENC: family, security parameter index, flags
        case 113: (.linuxCooked, 0)  // LINUX_SLL
        case 117: (.pflog, 0)  // PFLOG
        case 119, 163: (.prism, 0)  // PRISM_HEADER, IEEE802_11_RADIO_AVS
        case 122: (.llc, 16)  // IP_OVER_FC: two addresses
        case 123: (.llc, 4)  // SUNATM: direction, VPI, VCI
        case 127: (.radiotap, 0)  // IEEE802_11_RADIO
        case 128: (.tzsp, 0)  // TZSP
        case 129: (.arcnet(headerLength: 5), 0)  // ARCNET_LINUX
        case 138: (.typed(headerLength: 18), 0)  // APPLE_IP_OVER_IEEE1394: two addresses, type
        case 130: (.juniper(.multilinkPPP), 0)  // JUNIPER_MLPPP
        case 131: (.juniper(.multilinkFrameRelay(cookie: 2)), 0)  // JUNIPER_MLFR
        case 132: (.juniper(.encryptionCard), 0)  // JUNIPER_ES
        case 134: (.juniper(.multilinkFrameRelay(cookie: 4)), 0)  // JUNIPER_MFR
        case 143: (.docsis, 0)  // DOCSIS
        case 197: (.erf, 0)  // ERF
        case 133, 136, 164: (.juniper(.ip(cookie: 8)), 0)  // JUNIPER_GGSN, _SERVICES, _MONITOR
        case 135: (.juniper(.atm(cookie: 8)), 0)  // JUNIPER_ATM2
        case 137: (.juniper(.atm(cookie: 4)), 0)  // JUNIPER_ATM1
        case 167, 178: (.juniper(.ethernet), 0)  // JUNIPER_PPPOE, JUNIPER_ETHER
        case 168: (.juniper(.etherType), 0)  // JUNIPER_PPPOE_ATM
        case 179: (.juniper(.ppp), 0)  // JUNIPER_PPP
        case 180: (.juniper(.frameRelay), 0)  // JUNIPER_FRELAY
        case 181: (.juniper(.ciscoHDLC), 0)  // JUNIPER_CHDLC
        case 166: (.ppp, 2)  // PPP_PPPD: direction in place of the address, control
        case 192: (.ppi, 0)  // PPI
        case 204: (.serial, 1)  // PPP_WITH_DIR
        case 205: (.typed(headerLength: 4), 1)  // C_HDLC_WITH_DIR
        case 206: (.frameRelay, 1)  // FRELAY_WITH_DIR
        case 219: (.mpls, 0)  // MPLS
        case 226: (.ip, 24)  // IPNET: hook header of Solaris
        case 228, 229: (.ip, 0)  // IPV4, IPV6: the packet knows better than the capture's header
        case 239: (.nflog, 0)  // NFLOG
        case 240: (.ethernet, 4)  // NETANALYZER
        case 241: (.ethernet, 12)  // NETANALYZER_TRANSPARENT: with preamble
        case 242: (.infiniband, 40)  // IPOIB: a global route header first
        case 149, 258: (.pktap, 0)  // PKTAP, and USER2 as which Darwin writes it
        case 276: (.linuxCooked2, 0)  // LINUX_SLL2
        case 274: (.ethernet, 8)  // ETHERNET_MPACKET: preamble and start delimiter
        case 281, 284: (.typed(headerLength: 18), 0)  // DSA_TAG_BRCM, DSA_TAG_DSA
        case 282: (.ethernet, 4)  // DSA_TAG_BRCM_PREPEND
        case 285: (.typed(headerLength: 22), 0)  // DSA_TAG_EDSA: eight octets before the type
        default: nil
        }
    }
}
