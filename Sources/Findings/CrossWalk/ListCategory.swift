/// The category that a block list gives its entries.
///
/// The raw values are the words of reports. Lists use many more words; the reader of a list maps them to these.
package enum ListCategory: String, CaseIterable, Sendable {
    case commandAndControl = "c2"
    /// Places that collect stolen data.
    case dropPoint = "drop"
    case phishing
    /// Pages that attack their visitors.
    case driveBy = "driveby"
    case mining
    case sinkhole
    /// Of bad repute, by a score or by the company that it keeps.
    case malicious
    /// New, rare or odd, and nothing worse is known.
    case suspicious
    /// Parents below which everybody can have a name, such as dynamic DNS.
    case abused
}
