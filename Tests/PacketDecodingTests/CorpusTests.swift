import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import Testing

/// What decoding makes of the captures of public repositories.
@Suite struct CorpusTests {
    /// `DNSSCAN_CORPUS`, or `../shared/corpus` beside the repository.
    static let corpus: URL? = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["DNSSCAN_CORPUS"].map { URL(fileURLWithPath: $0) }
        let folder = (named ?? repository.deletingLastPathComponent().appendingPathComponent("shared/corpus"))
            .appendingPathComponent("public")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let captures: [String] = {
        guard let corpus, let all = FileManager.default.enumerator(atPath: corpus.path) else { return [] }
        return all.compactMap { $0 as? String }
            .filter {
                let attributes = try? FileManager.default.attributesOfItem(atPath: corpus.path + "/" + $0)
                return attributes?[.type] as? FileAttributeType == .typeRegular
            }
            .sorted()
    }()

    /// What one capture holds.
    private struct Reading {
        /// Messages between ports that are not those of DNS.
        var unusual = 0
        var statistics = DecodingStatistics()
        var error: CaptureError?
    }

    private func read(_ path: String) -> Reading {
        var decoder = FrameDecoder()
        var reading = Reading()
        func note(_ payload: DNSPayload, _ octets: Span<UInt8>) {
            if payload.isUnusualPort { reading.unusual += 1 }
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
            reading.error = error
        }
        decoder.finish(note)
        reading.statistics = decoder.statistics
        return reading
    }

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

    /// Which captures have DNS between ports that are not those of DNS, and how many messages.
    ///
    /// Each was looked at in Wireshark, decoded as DNS: a resolver on a port of its own (two captures), queries to
    /// DNSCrypt's resolvers for their certificates (two), DNS whose ports a fuzzer changed, and DNS over HTTP/2 in the
    /// clear: 68 bodies that tshark decodes, and 4 bodies with the 4 queries in paths that led to them.
    private static let trueMessages = [
        "benign/BSidesSF+ctf-2020-release/challenge.pcapng": 24,
        "benign/ntop+nDPI/avast_securedns.pcapng": 77,
        "benign/ntop+nDPI/dnscrypt-v1-and-resolver-pings.pcap": 466,
        "protocol/OISF+suricata-verify/dns_over_https.pcap": 8,
        "protocol/OISF+suricata-verify/dns_over_https_POST.pcap": 68,
        "protocol/debian-src+wireshark/dns_port.pcap": 4,
        "protocol/ntop+nDPI/fuzz-2006-06-26-2594.pcap": 5,
    ]

    /// How often other traffic is taken for DNS: never, in all UDP datagrams of other ports and all TCP streams.
    @Test(.enabled(if: corpus != nil, "the corpus is not beside the repository"))
    func nothingElseIsTakenForDNS() throws {
        let corpus = try #require(Self.corpus)
        var datagrams = 0
        var messages: [String: Int] = [:]
        for name in Self.captures {
            let result = read(corpus.path + "/" + name)
            datagrams += result.statistics.otherDatagrams
            if result.unusual > 0 { messages[name] = result.unusual }
        }
        #expect(messages == Self.trueMessages)
        let others = datagrams - messages.values.reduce(0, +)
        print("taken for DNS: 0 of \(others) datagrams of other protocols")
        #expect(others > 10_000)
    }
}
