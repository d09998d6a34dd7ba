import ContentDigest
import Testing

/// Identifiers of names are those that Python's `uuid` makes of them.
@Suite struct NamedUUIDTests {
    /// Written by `python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, NAME))'`.
    @Test(arguments: [
        ("", "1b4db7eb-4057-5ddf-91e0-36dec72071f5"),
        ("indicator t.example.net", "43891956-5851-5944-87aa-6be5b20626e2"),
        ("sigma low bücher.example", "cd1640c4-6d9a-517c-8d0c-081c98c8af9b"),
    ])
    func `a name has the identifier that others make of it`(name: String, identifier: String) {
        #expect(NamedUUID.text(of: name) == identifier)
    }
}
