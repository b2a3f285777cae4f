/// Where records come from (`sources.md`, *Source*).
package struct Source: Sendable, Hashable {
  /// The channel through which a source sends its records.
  package enum Kind: String, Sendable, CaseIterable { case records, pages, scim, sso, xapi, moodle, file }

  /// Unique among the sources.
  package let name: String
  package let kind: Kind

  /// Records folders and the API.
  package static let records = Source(.records)
  package static let pages = Source(.pages)
  package static let scim = Source(.scim)
  package static let sso = Source(.sso)
  package static let xapi = Source(.xapi)

  private init(_ kind: Kind) { (name, self.kind) = (kind.rawValue, kind) }

  /// A Moodle: its name begins the ids of its records, followed by a colon.
  /// - Returns: nil if the name is not 1 to 32 lower-case letters, digits and hyphens, or belongs to another kind.
  package init?(moodle name: String) {
    guard name.wholeMatch(of: #/[a-z0-9-]{1,32}/#) != nil else { return nil }
    if let kind = Kind(rawValue: name), kind != .moodle { return nil }
    (self.name, kind) = (name, .moodle)
  }

  /// A source of the table `sources`.
  init(stored name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
}
