import DNSWire
import Findings
import NetworkTypes
import Signatures

/// Reads the contents of dnscat2 sessions in clear: the streams of both directions, and the files and output of
/// commands.
///
/// Of encrypted sessions it gives what is in clear: the public keys, and how much was said.
///
///     | length, 32 bits | 1 for a response, 1 bit | request, 15 | command, 16 | …                in sessions with commands
///     PING 0: data … 0      SHELL 1: name … 0, then session, 16      EXEC 2: name … 0, command … 0
///     DOWNLOAD 3: name … 0, then the file      UPLOAD 4: name … 0, the file      ERROR 0xFFFF: status, 16, text … 0
///
/// Source: iagox86/dnscat2, doc/protocol.md; client/controller/session.c; client/drivers/command/command_packet.c.
struct DNSCat2Reader: ContentReader {
    let tools: Set<String> = ["dnscat2"]

    private struct Session {
        let client: IPAddress
        var name: [UInt8]?
        var hasCommands = false
        let id: UInt16
        var isEncrypted = false
        /// The public keys of both sides, with the frames that brought them.
        var keys: [Recovered.Direction: (octets: [UInt8], place: FramePlace)] = [:]
        /// Encrypted messages by their nonces, with the octets of data in each.
        var sizes: [Recovered.Direction: [[UInt8]: Int]] = [:]
        var up = SequencedStream(.octets)
        var down = SequencedStream(.octets)
    }

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        var sessions: [Session] = []
        var current: [UInt16: Int] = [:]
        for exchange in recording.exchanges {
            let zone = recording.zone(of: exchange.name)
            let up = DNSCat2Layout.packet(in: recording.subdomain(of: exchange.name))
            let down = exchange.response.flatMap { DNSCat2Layout.packet(in: $0.answers, below: zone) }
            guard let place = exchange.first?.place else { continue }
            for (packet, isUp) in [(up, true), (down, false)] {
                guard let packet else { continue }
                var index = current[packet.session]
                if index == nil {
                    index = sessions.count
                    current[packet.session] = sessions.count
                    sessions.append(Session(client: exchange.client.address, id: packet.session))
                }
                guard let index else { continue }
                switch packet.type {
                case DNSCat2Layout.Packet.encryption:
                    sessions[index].isEncrypted = true
                    let sender = isUp ? place : exchange.response?.place ?? place
                    if let key = packet.publicKey, sessions[index].keys[isUp ? .up : .down] == nil {
                        sessions[index].keys[isUp ? .up : .down] = (Array(key), sender)
                    }
                case DNSCat2Layout.Packet.message where sessions[index].isEncrypted:
                    let nonce = Array(packet.body.dropFirst(6).prefix(2))
                    sessions[index].sizes[isUp ? .up : .down, default: [:]][nonce] = max(
                        0,
                        packet.body.count - DNSCat2Layout.encryptedOverhead
                    )
                case DNSCat2Layout.Packet.syn:
                    let stream = SequencedStream(.octets, start: packet.sequence.map(Int.init))
                    if isUp, sessions[index].up.frames == nil {
                        sessions[index].up = stream
                        sessions[index].name = packet.sessionName
                        sessions[index].hasCommands =
                            packet.options.map { $0 & Self.commandOption != 0 } ?? false
                    } else if !isUp, sessions[index].down.frames == nil {
                        sessions[index].down = stream
                    }
                default:
                    guard let sequence = packet.sequence, !packet.carried.isEmpty else { continue }
                    let answered = isUp ? place : exchange.response?.place ?? place
                    if isUp {
                        sessions[index].up.add(Int(sequence), packet.carried, at: answered)
                    } else {
                        sessions[index].down.add(Int(sequence), packet.carried, at: answered)
                    }
                }
            }
        }
        return sessions.flatMap { session in
            session.isEncrypted
                ? Self.keys(of: session)
                : Self.streams(of: session) + (session.hasCommands ? Self.files(of: session) : [])
        }
    }

    // MARK: - Encrypted sessions

    private static func keys(of session: Session) -> [RecoveredContent] {
        let amounts = [(Recovered.Direction.up, "up"), (.down, "down")].map { direction, word in
            let sizes = session.sizes[direction, default: [:]].values
            return "\(sizes.count) messages with \(sizes.reduce(0, +)) octets \(word)"
        }
        let id = String(session.id, radix: 16)
        return [Recovered.Direction.up, .down].compactMap { direction in
            session.keys[direction].map { key in
                var content = RecoveredContent(
                    .octets,
                    direction,
                    of: session.client,
                    octets: key.octets,
                    encodings: ["base16"],
                    confidence: .certain,
                    because:
                        "The sender's public key (P-256) in session 0x\(id) of dnscat2, which is encrypted: "
                        + amounts.joined(separator: ", ") + ".",
                    frames: key.place...key.place
                )
                content.chosenCount = 0
                return content
            }
        }
    }

    // MARK: - Sessions in clear

    private static let commandOption: UInt16 = 0x20

    private static func streams(of session: Session) -> [RecoveredContent] {
        [(Recovered.Direction.up, session.up), (.down, session.down)].compactMap {
            $1.content(
                session.hasCommands ? .commands : .stream,
                $0,
                of: session.client,
                name: session.name,
                encodings: ["base16"],
                because:
                    "The octets of a session of dnscat2 in clear, by the sequence numbers of its messages."
            )
        }
    }

    // MARK: - Commands

    private struct Command {
        let isResponse: Bool
        let request: UInt16
        let command: UInt16
        let body: ArraySlice<UInt8>

        /// The octets before the first zero, and the octets behind it.
        var text: (ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
            let text = body.prefix { $0 != 0 }
            return (text, body.dropFirst(text.count + 1))
        }
    }

    private static let download: UInt16 = 3
    private static let upload: UInt16 = 4

    private static func commands(in stream: [UInt8]) -> [Command] {
        var commands: [Command] = []
        var rest = stream[...]
        while rest.count >= 8 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let packet = rest.dropFirst(4).prefix(length)
            guard length >= 4, packet.count == length else { break }
            let words = packet.prefix(4).map(UInt16.init)
            commands.append(
                Command(
                    isResponse: words[0] & 0x80 != 0,
                    request: (words[0] << 8 | words[1]) & 0x7FFF,
                    command: words[2] << 8 | words[3],
                    body: packet.dropFirst(4)
                )
            )
            rest = rest.dropFirst(4 + length)
        }
        return commands
    }

    /// The files of a session whose directions have no gaps before them.
    private static func files(of session: Session) -> [RecoveredContent] {
        func whole(_ stream: SequencedStream) -> [UInt8] {
            let (octets, gaps) = stream.assembled
            return Array(octets.prefix(gaps.first?.offset ?? octets.count))
        }
        let fromServer = commands(in: whole(session.down)).filter { !$0.isResponse }
        let fromClient = commands(in: whole(session.up)).filter(\.isResponse)
        func file(_ direction: Recovered.Direction, _ name: ArraySlice<UInt8>, _ octets: ArraySlice<UInt8>)
            -> RecoveredContent?
        {
            guard let frames = direction == .up ? session.up.frames : session.down.frames else { return nil }
            var content = RecoveredContent(
                .file,
                direction,
                of: session.client,
                octets: Array(octets),
                encodings: ["base16"],
                confidence: .certain,
                because: "A file that a command of dnscat2 moves, with the length that the command says.",
                frames: frames
            )
            content.claimedName = Array(name)
            content.isIntact = true
            return content
        }
        return fromServer.compactMap { request in
            switch request.command {
            case upload:
                return file(.down, request.text.0, request.text.rest)
            case download:
                let answer = fromClient.first { $0.request == request.request && $0.command == download }
                return answer.flatMap { file(.up, request.text.0, $0.body) }
            default:
                return nil
            }
        }
    }
}
