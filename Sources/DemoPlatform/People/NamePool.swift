/// The names of one language, with the language and the time zones of the people who bear them.
///
/// A name is written `name`, or `name=ascii` where its letters are not plain ones; `_` stands for a space.
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

  /// A name as written and as an e-mail address spells it.
  struct Name: Sendable {
    let written: String
    let ascii: String

    init(_ source: Substring) {
      let parts = source.split(separator: "=")
      written = String(parts[0].map { $0 == "_" ? " " : $0 })
      ascii = String((parts.last ?? parts[0]).lowercased().compactMap { $0 == "_" ? "-" : $0 == "'" ? nil : $0 })
    }
  }

  /// A time zone, with its offset outside summer time: whether somebody starts to learn at nine or at ten is all the same here.
  struct TimeZone: Sendable {
    let identifier: String
    let offset: Int
    /// Weekend from Friday on.
    let restsFromFriday: Bool

    init(_ identifier: String, minutes: Int, restsFromFriday: Bool = false) {
      self.identifier = identifier
      offset = minutes * 60
      self.restsFromFriday = restsFromFriday
    }
  }

  static let all = latin + eastern + asian
}
