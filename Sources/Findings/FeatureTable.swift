package import NetworkTypes

/// The numbers that detectors judge zones by, of every zone, finding or not.
package struct FeatureTable: Sendable {
    /// The description of one number.
    package struct Feature: Hashable, Sendable {
        /// Stable; the unit is part of it.
        package let name: String
        /// One sentence for people.
        package let meaning: String

        package init(name: String, meaning: String) {
            self.name = name
            self.meaning = meaning
        }
    }

    /// A zone, or the activity of one client in it.
    package struct Row: Sendable {
        /// The place where the zone is cut: the deepest name below which its names fan out; `.` for names that go
        /// straight to a server and have no zone in common.
        package var zone: String
        /// `nil` where there is no zone.
        package var registeredDomain: String?
        /// `nil` for all clients together.
        package var client: IPAddress?
        /// The server where there is no zone, else `nil`.
        package var server: IPAddress?
        package var clients: Int
        package var queries: Int
        package var responses: Int
        /// Of all queries.
        package var nameBytes: Int
        /// Of rdata in all answers.
        package var answerBytes: Int
        package var firstSeen: Timestamp
        package var lastSeen: Timestamp
        /// In the order of the table's features; `nil` where one is undefined.
        package var values: [Double?]

        package init(
            zone: String,
            registeredDomain: String?,
            client: IPAddress?,
            server: IPAddress?,
            clients: Int,
            queries: Int,
            responses: Int,
            nameBytes: Int,
            answerBytes: Int,
            firstSeen: Timestamp,
            lastSeen: Timestamp,
            values: [Double?]
        ) {
            self.zone = zone
            self.registeredDomain = registeredDomain
            self.client = client
            self.server = server
            self.clients = clients
            self.queries = queries
            self.responses = responses
            self.nameBytes = nameBytes
            self.answerBytes = answerBytes
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
            self.values = values
        }
    }

    package let features: [Feature]
    /// By zone, then by client; the row of all clients first.
    package let rows: [Row]
    /// Digits after the second that the captures' clocks have.
    package var fractionDigits = 6

    package init(features: [Feature], rows: [Row]) {
        self.features = features
        self.rows = rows
    }
}
