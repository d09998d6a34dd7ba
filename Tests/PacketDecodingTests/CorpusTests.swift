import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import Testing

/// Which frames of real captures hold DNS, against another dissector.
@Suite struct CorpusTests {
    /// `DNSSCAN_CORPUS`, or `../shared/corpus` beside the repository.
    static let corpus: URL? = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["DNSSCAN_CORPUS"].map { URL(fileURLWithPath: $0) }
        let folder = (named ?? repository.deletingLastPathComponent().appendingPathComponent("shared/corpus"))
            .appendingPathComponent("public/protocol")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let hasTshark = FileManager.default.isExecutableFile(atPath: "/usr/bin/tshark")

    static let captures: [String] = {
        guard let corpus, let all = FileManager.default.enumerator(atPath: corpus.path) else { return [] }
        return all.compactMap { $0 as? String }
            .filter {
                let attributes = try? FileManager.default.attributesOfItem(atPath: corpus.path + "/" + $0)
                return attributes?[.type] as? FileAttributeType == .typeRegular
            }
            .sorted()
    }()

    /// Frames by transport.
    struct Found: Equatable {
        var udp: Set<Int> = []
        var tcp: Set<Int> = []
    }

    private func read(_ path: String) -> (found: Found, statistics: DecodingStatistics, error: CaptureError?)
    {
        var decoder = FrameDecoder()
        var found = Found()
        var failure: CaptureError?
        func note(_ payload: DNSPayload, _ octets: Span<UInt8>) {
            switch payload.flow.transport {
            case .udp: found.udp.insert(payload.frame)
            case .tcp: found.tcp.insert(payload.frame)
            }
        }
        do throws(CaptureError) {
            var capture = try CaptureFile(path: path)
            var more = true
            while more {
                more = try capture.nextFrame { frame, octets in
                    decoder.decode(
                        octets,
                        linkType: frame.linkType.rawValue,
                        time: frame.time,
                        frame: frame.number,
                        originalLength: frame.originalLength,
                        note
                    )
                }
            }
        } catch {
            failure = error
        }
        decoder.finish(note)
        return (found, decoder.statistics, failure)
    }

    /// Quoted messages in ICMP errors and deciphered ones are not ours to count.
    private func tshark(_ path: String) throws -> Found {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/tshark")
        process.arguments = [
            "-n", "-r", path, "-o", "tcp.reassemble_out_of_order:TRUE", "-Y",
            "(dns || mdns || llmnr || nbns) && !icmp && !icmpv6 && !http2 && !quic && !wg", "-T", "fields",
            "-e",
            "frame.number", "-e", "frame.protocols",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var found = Found()
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t")
            guard fields.count == 2, let frame = Int(fields[0]) else { continue }
            if fields[1].contains("tcp") { found.tcp.insert(frame) } else { found.udp.insert(frame) }
        }
        return found
    }

    /// Where the two differ for a reason.
    private static let explained: [String: String] = [
        "ntop+nDPI/fuzz-2006-06-26-2594.pcap": "reads on where a UDP length exceeds its packet",
        "ntop+nDPI/badpackets.pcap": "gives up where a name runs into the cut",
        "seladb+PcapPlusPlus/NullLoopback.pcap": "guesses at an address family that does not exist",
        "seladb+PcapPlusPlus/SomeIpSd.pcapng": "takes SOME/IP for DNS",
        "bro+bro/ipv6-hbh-routing0.trace": "stops at a malformed message",
        "the-tcpdump-group+tcpdump/LINKTYPE_IPV6_invalid.pcap":
            "believes the capture's header, not the packet",
        "debian-src+wireshark/ipoipoip.pcap": "has no name for an empty payload",
        "stamparm+maltrail/dns_malformed.pcap": "has no name for a payload shorter than a header",
        "DNS-OARC+dnscap/dnso1tcp-bighole.pcap": "loses the framing behind a gap",
        "DNS-OARC+dnscap/do1t-nosyn-1nolen.pcap": "loses the framing without a start",
        "SIDN+entrada2/sidnlabs-test-tcp-stream-continued.pcap.gz": "loses the framing without a start",
    ]

    @Test(.enabled(if: corpus != nil, "the corpus is not beside the repository"))
    func everyCaptureIsReadToItsEndOrSaysWhy() throws {
        let corpus = try #require(Self.corpus)
        var payloads = 0
        for name in Self.captures {
            let result = read(corpus.path + "/" + name)
            payloads += result.statistics.udpPayloads + result.statistics.tcpPayloads
            #expect(result.error?.description.contains("\n") != true, "\(name)")
        }
        #expect(Self.captures.count > 1000)
        #expect(payloads > 10_000)
    }

    /// Every fortieth capture, so that it takes seconds; all of them with `DNSSCAN_WHOLE_CORPUS=1`.
    @Test(
        .enabled(if: corpus != nil, "the corpus is not beside the repository"),
        .enabled(if: hasTshark, "tshark is not installed")
    )
    func theSameFramesAsTsharkHoldDNS() throws {
        let corpus = try #require(Self.corpus)
        let step = ProcessInfo.processInfo.environment["DNSSCAN_WHOLE_CORPUS"] == nil ? 40 : 1
        for index in stride(from: 0, to: Self.captures.count, by: step) {
            let name = Self.captures[index]
            // tshark reads neither xz nor, with these options, what is no capture; ours reads no snoop.
            if name.hasSuffix(".xz") || name.hasSuffix(".snoop") || Self.explained[name] != nil { continue }
            let path = corpus.path + "/" + name
            #expect(read(path).found == (try tshark(path)), "\(name)")
        }
    }
}
