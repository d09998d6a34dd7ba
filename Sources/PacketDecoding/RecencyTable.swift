/// A dictionary that knows which entry was set longest ago.
///
/// It bounds both reassemblers: the least recent entry goes first. The table notes every setting in a queue. It
/// passes over notes that a later setting or a removal made stale, and sweeps them out before they outnumber the
/// entries. All operations take constant time on average.
struct RecencyTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var serial: UInt64
    }

    private struct Note {
        var key: Key
        var serial: UInt64
    }

    private var entries: [Key: Entry] = [:]
    private var notes: [Note] = []
    private var firstNote = 0
    private var serial: UInt64 = 0

    var count: Int { entries.count }

    func contains(_ key: Key) -> Bool { entries[key] != nil }

    func value(of key: Key) -> Value? { entries[key]?.value }

    /// Sets an entry and makes it the most recent one.
    mutating func set(_ value: Value, for key: Key) {
        serial += 1
        entries[key] = Entry(value: value, serial: serial)
        notes.append(Note(key: key, serial: serial))
        if notes.count > 2 * entries.count + 64 {
            notes = notes[firstNote...].filter { entries[$0.key]?.serial == $0.serial }
            firstNote = 0
        }
    }

    /// Takes an entry out; one that is changed is taken out and set again, so that nothing is copied.
    mutating func remove(_ key: Key) -> Value? {
        entries.removeValue(forKey: key)?.value
    }

    /// The entry that was set longest ago.
    mutating func oldest() -> (key: Key, value: Value)? {
        while firstNote < notes.count {
            let note = notes[firstNote]
            if let entry = entries[note.key], entry.serial == note.serial { return (note.key, entry.value) }
            firstNote += 1
        }
        return nil
    }

    /// Takes all entries out, the least recent first.
    mutating func removeAll() -> [(key: Key, value: Value)] {
        var removed: [(key: Key, value: Value)] = []
        removed.reserveCapacity(entries.count)
        while let entry = oldest() {
            entries[entry.key] = nil
            removed.append(entry)
        }
        self = Self()
        return removed
    }
}
