"""A recorded session among ordinary traffic of the same hour, from one of its clients."""

import pathlib

import wire
from generate_ordinary import office
from traffic import SECOND, START, Capture

ZONE, CLIENT = "t.example.net", "10.53.0.2"


def mixed(file: str, recording: bytes, ordinary, start: int, notes: str, up, down) -> Capture:
    session = wire.read_pcap(recording)
    shift = start - session[0].time
    for frame in session:
        frame.time += shift
    frames = sorted(ordinary.frames + session, key=lambda frame: frame.time)
    return Capture(
        f"captures/mixed/{file}.pcap", wire.pcap(frames), "tunnel", notes, tool="iodine", zone=ZONE, client=CLIENT, kind="tunnel",
        up=up, down=down)


def make(captures: pathlib.Path, carried: dict[str, tuple[str, str, str]]) -> list[Capture]:
    result = []
    for kind, word in (("null_data", "data through NULL"), ("txt_idle", "an idle session through TXT")):
        source = f"tunnels/iodine_{kind}.pcap"
        up, down, _ = carried[source]
        result.append(mixed(
            f"office_with_iodine_{kind}", (captures / source).read_bytes(), office(f"mixed_{kind}", 14, 900), START + 300 * SECOND,
            f"generated office traffic of a quarter of an hour, and from its minute 5 the recording {source} ({word})", up, down))
    return result
