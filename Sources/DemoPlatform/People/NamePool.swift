/// The names of one language, with the language and the time zones of their bearers.
///
/// A name is written `name`, or `name=ascii` if it has letters outside a–z; `_` stands for a space.
struct NamePool: Sendable {
  let language: String
  let zones: [TimeZone]
  let given: [Name]
  let family: [Name]

  init(_ language: String, _ zones: [TimeZone], given: String, family: String) {
    self.language = language
    self.zones = zones
    self.given = given.split(separator: " ").map(Name.init)
    self.family = family.split(separator: " ").map(Name.init)
  }

  /// A name as displayed and as in an email address.
  struct Name: Sendable {
    let written: String
    let ascii: String

    init(_ source: Substring) {
      let parts = source.split(separator: "=")
      written = String(parts[0].map { $0 == "_" ? " " : $0 })
      ascii = String((parts.last ?? parts[0]).lowercased().compactMap { $0 == "_" ? "-" : $0 == "'" ? nil : $0 })
    }
  }

  /// A time zone with its standard offset; daylight saving time is ignored, since an hour does not matter here.
  struct TimeZone: Sendable {
    let identifier: String
    let offset: Int
    /// Whether the weekend begins on Friday.
    let restsFromFriday: Bool

    init(_ identifier: String, minutes: Int, restsFromFriday: Bool = false) {
      self.identifier = identifier
      offset = minutes * 60
      self.restsFromFriday = restsFromFriday
    }
  }

  static let all = latin + eastern + asian
}
