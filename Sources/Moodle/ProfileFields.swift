import Calendar
import DatabaseAccess
import Foundation
import Records

/// The custom fields of a site: visible profile fields, and three columns of the user table.
struct ProfileFields {
  private struct ProfileField {
    let number: Int
    let id: String
    let title: String
    let type: String
  }

  private static let userColumns = [
    (column: "department", title: "Department"), (column: "institution", title: "Institution"),
    (column: "idnumber", title: "ID number"),
  ]

  private let mapping: SiteMapping
  private let fields: [ProfileField]
  private let localTime: LocalTime
  /// Whether any user has a value, for each of `userColumns`.
  private let isUsed: [Bool]

  init(_ mapping: SiteMapping) throws {
    self.mapping = mapping
    let named = mapping.config["timezone"].flatMap { TimeZones.isKnown($0) ? TimeZone(identifier: $0) : nil }
    localTime = LocalTime(mapping.settings.zone ?? named ?? .gmt)
    var taken = Set(Self.userColumns.map(\.column))
    fields = try mapping.session.all(
      "SELECT id, shortname, name, datatype FROM user_info_field WHERE visible <> 0 ORDER BY id"
    ) { row in
      let number = row.integer(at: 0)
      var id = Self.id(row.text(at: 1))
      if !taken.insert(id).inserted { id += "-f\(number)" }
      return ProfileField(number: number, id: id, title: HTMLText.name(row.text(2)), type: row.text(at: 3))
    }
    isUsed = try Self.userColumns.map { try Self.isUsed($0.column, mapping.session) }
  }

  private static func isUsed(_ column: String, _ session: any SQLSession) throws -> Bool {
    var isUsed = false
    try session.each(
      "SELECT u.\(raw: column) FROM user u JOIN person p ON p.id = u.id WHERE u.\(raw: column) <> ''"
    ) { isUsed = isUsed || PlainText.value(of: $0.text(0)) != nil }
    return isUsed
  }

  /// The first 100 characters of a short name, with `_` for those that an id should not have.
  private static func id(_ shortname: String) -> String {
    let kept = shortname.unicodeScalars.prefix(100).map { scalar -> Character in
      let isWord = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isWord || scalar == "-" ? Character(scalar) : "_"
    }
    return String(kept)
  }

  private var source: String { mapping.settings.source }

  /// The heading of the columns of `users`.
  var columns: [String] {
    fields.map { "custom:\(source):\($0.id)" }
      + zip(Self.userColumns, isUsed).filter { $0.1 }.map { "custom:\(source):\($0.0.column)" }
  }

  func write(to files: RecordFiles) throws {
    let file = try files.file(.customFields, "id title type")
    for field in fields {
      try file.write(["\(source):\(field.id)", field.title, field.type == "datetime" ? "date" : "text"])
    }
    for ((column, title), hasValues) in zip(Self.userColumns, isUsed) where hasValues {
      try file.write(["\(source):\(column)", title, "text"])
    }
  }

  /// The values of a user in the order of `columns`.
  /// - Parameter texts: those of `userColumns`.
  func values(of user: Int, _ texts: [String?]) throws -> [String?] {
    var data: [Int: String] = [:]
    try mapping.session.each("SELECT fieldid, data FROM user_info_data WHERE userid = \(user) ORDER BY rowid DESC") {
      data[$0.integer(at: 0)] = $0.text(1)
    }
    let own = fields.map { field in data[field.number].flatMap { value($0, field.type) } }
    return own + zip(texts, isUsed).filter { $0.1 }.map { PlainText.value(of: $0.0) }
  }

  private func value(_ text: String, _ type: String) -> String? {
    guard let plain = PlainText.value(of: text) else { return nil }
    switch type {
    case "datetime":
      guard plain.utf8.count <= 12, let seconds = Int(plain), seconds != 0 else { return nil }
      return Instant.dateText(localTime.day(at: seconds))
    case "checkbox": return plain == "0" ? "no" : "yes"
    default: return HTMLText.value(of: text)
    }
  }
}
