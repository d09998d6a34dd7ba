import Foundation
import Inflation
import PacketCapture
import Testing

/// Writes capture files octet by octet; shares nothing with the reader.
struct CaptureBuilder {
    enum Order: String, CaseIterable {
        case little
        case big
    }

    var order = Order.little

    func u16(_ value: Int) -> [UInt8] {
        let octets = [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
        return order == .big ? octets : octets.reversed()
    }

    func u32(_ value: Int) -> [UInt8] {
        let octets = [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) }
        return order == .big ? octets : octets.reversed()
    }

    // MARK: pcap

    func pcapHeader(magic: Int = 0xA1B2_C3D4, major: Int = 2, snapLength: Int = 262_144, linkType: Int = 1)
        -> [UInt8]
    {
        u32(magic) + u16(major) + u16(4) + u32(0) + u32(0) + u32(snapLength) + u32(linkType)
    }

    func record(_ seconds: Int, _ fraction: Int, _ octets: [UInt8], original: Int? = nil) -> [UInt8] {
        u32(seconds) + u32(fraction) + u32(octets.count) + u32(original ?? octets.count) + octets
    }

    // MARK: pcapng

    func block(_ type: Int, _ body: [UInt8]) -> [UInt8] {
        let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
        return u32(type) + u32(padded.count + 12) + padded + u32(padded.count + 12)
    }

    func section(major: Int = 1) -> [UInt8] {
        block(0x0A0D_0D0A, u32(0x1A2B_3C4D) + u16(major) + u16(0) + u32(-1) + u32(-1))
    }

    func interface(linkType: Int = 1, snapLength: Int = 0, options: [UInt8] = []) -> [UInt8] {
        block(1, u16(linkType) + u16(0) + u32(snapLength) + options)
    }

    func option(_ code: Int, _ value: [UInt8]) -> [UInt8] {
        u16(code) + u16(value.count) + value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    }

    func enhanced(_ ticks: Int, _ octets: [UInt8], interface: Int = 0, original: Int? = nil) -> [UInt8] {
        let fields = u32(interface) + u32(ticks >> 32) + u32(ticks & 0xFFFF_FFFF)
        return block(6, fields + u32(octets.count) + u32(original ?? octets.count) + octets)
    }
}

/// A file that lives as long as this.
final class TemporaryFile {
    let path: String

    init(_ octets: [UInt8]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try Data(octets).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// What reading a capture to its end gave.
struct Reading {
    var frames: [Frame] = []
    var octets: [[UInt8]] = []
    var format: CaptureFormat?
    var compression: Compression?
    var linkTypes: [LinkType] = []
    var octetsRead = 0
    var error: CaptureError?

    init(path: String, expansionBound: ExpansionBound = .standard) {
        do throws(CaptureError) {
            var capture = try CaptureFile(path: path, expansionBound: expansionBound)
            format = capture.format
            compression = capture.compression
            defer {
                linkTypes = capture.linkTypes
                octetsRead = capture.octetsRead
            }
            var more = true
            while more {
                more = try capture.nextFrame { frame, octets in
                    frames.append(frame)
                    self.octets.append(octets.indices.map { octets[$0] })
                }
            }
        } catch {
            self.error = error
        }
    }

    init(_ octets: [UInt8], expansionBound: ExpansionBound = .standard) throws {
        let file = try TemporaryFile(octets)
        self.init(path: file.path, expansionBound: expansionBound)
    }
}

/// What a command writes when `input` is its standard input.
func output(of command: String, _ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    let file = try TemporaryFile(input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardInput = FileHandle(forReadingAtPath: file.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(data)
}
