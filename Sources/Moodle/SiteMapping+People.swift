import Calendar
import DatabaseAccess
import Foundation
import Records

// Users, identities and custom fields: moodle.md §4.

extension SiteMapping {
  func mapPeople() throws {
    try run("CREATE TABLE person (id integer PRIMARY KEY, email text, created integer, deleted integer, seen integer)")
    try judgePeople()
    try settleAddresses()
    let profile = try ProfileFields(self)
    try profile.write(to: files)
    try writeUsers(profile)
    try writeIdentities()
  }

  /// All users but the guest and those who never confirmed their address.
  private func judgePeople() throws {
    let guest = config["siteguest"].flatMap { Int($0) } ?? 1
    let insertion = try session.insertion(into: "person", columns: ["id", "email", "created", "deleted", "seen"])
    try session.each(
      """
      SELECT id, deleted, suspended, username, email, firstaccess, lastaccess, timecreated, timemodified FROM user
      WHERE id <> \(guest) AND (confirmed <> 0 OR deleted <> 0) ORDER BY id
      """
    ) { row in
      let user = AccountTimes(row, settings)
      let email = user.isDeleted ? user.former?.address : row.text(4)
      let address = email.flatMap(Self.address)
      if address == nil { try notes.add("user", user.id, "user \(user.id): has no valid email address") }
      try insertion.run([
        .integer(user.id), address.map(SQLValue.text) ?? .null, SQLValue(user.created), SQLValue(user.deletedAt),
        .integer(row.integer(at: 6)),
      ])
    }
    try insertion.finish()
  }

  /// An address as it is stored; nil if it is not valid or has no dot in its domain.
  private static func address(_ text: String) -> String? {
    guard let address = EmailAddress.normalized(text), address.split(separator: "@").last?.contains(".") == true else {
      return nil
    }
    return address
  }

  /// Among current users with the same address, the one who was active last keeps it.
  private func settleAddresses() throws {
    let shared = try session.all(
      """
      SELECT id, keeper, email FROM (SELECT id, email, first_value(id) OVER
        (PARTITION BY email ORDER BY seen DESC, id) AS keeper FROM person WHERE deleted IS NULL AND email IS NOT NULL)
      WHERE id <> keeper ORDER BY id
      """
    ) { (id: $0.integer(at: 0), keeper: $0.integer(at: 1), email: $0.text(at: 2)) }
    for user in shared {
      try run("UPDATE person SET email = NULL WHERE id = \(user.id)")
      try notes.add("user", user.id, "user \(user.id): \(user.email) is that of user \(user.keeper)")
    }
  }

  private func writeUsers(_ profile: ProfileFields) throws {
    let names = "id email first_name last_name language time_zone created_at channel deleted_at"
    let file = try files.file(.users, names.split(separator: " ").map(String.init) + profile.columns)
    try session.each(
      """
      SELECT p.id, p.email, p.created, p.deleted, u.firstname, u.lastname, u.lang, u.timezone, u.auth,
        u.department, u.institution, u.idnumber
      FROM person p JOIN user u ON u.id = p.id ORDER BY p.id
      """
    ) { row in
      let id = row.integer(at: 0)
      let user: [String?] = [
        self.id("u", id), row.text(1) ?? "u\(id)@\(settings.source).invalid", PlainText.name(row.text(4)),
        PlainText.name(row.text(5)), Self.language(row.text(6)), try timeZone(row.text(7), of: id),
        try required(row.integer(2), "user", id), Self.channel(row.text(8)), instant(row.integer(3)),
      ]
      try file.write(user + (try profile.values(of: id, [row.text(9), row.text(10), row.text(11)])))
    }
  }

  /// `fr_ca` is `fr-CA`; nil if the first part is not two or three letters.
  static func language(_ text: String?) -> String? {
    let parts = (text ?? "").split(separator: "_", omittingEmptySubsequences: false)
    let isWord = { (part: Substring) in part.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) } }
    guard let first = parts.first, (2...3).contains(first.utf8.count), isWord(first) else { return nil }
    guard parts.count > 1, parts[1].utf8.count == 2, isWord(parts[1]) else { return String(first) }
    return "\(first)-\(parts[1].uppercased())"
  }

  private func timeZone(_ text: String?, of user: Int) throws -> String? {
    guard let text, text == "UTC" || text.contains("/") else { return nil }
    if TimeZones.isKnown(text) { return text }
    try notes.add("user", user, "user \(user): \(text) is not a known time zone")
    return nil
  }

  private static func channel(_ auth: String?) -> String {
    switch auth {
    case "email": "self_registration"
    case "manual", "nologin": "import"
    case "webservice": "api"
    default: "sso"
    }
  }

  private func writeIdentities() throws {
    guard let wwwroot = settings.wwwroot else { return }
    let file = try files.file(.identities, "user kind value")
    try session.each("SELECT id FROM person ORDER BY id") { row in
      try file.write([reference("u", row.integer(0)), "account", "\(wwwroot) \(row.integer(at: 0))"])
    }
  }
}

/// When an account was created and deleted.
private struct AccountTimes {
  let id: Int
  let isDeleted: Bool
  let created: Int?
  /// Nil: the user is current.
  let deletedAt: Int?
  /// The address and the time of deletion that Moodle keeps in the user name of a deleted user.
  let former: (address: String, time: Int)?

  /// - Parameter row: id, deleted, suspended, username, email, firstaccess, lastaccess, timecreated, timemodified.
  init(_ row: any SQLRow, _ settings: MoodleSettings) {
    let isDeleted = row.integer(at: 1) != 0
    let former = Self.former(row.text(at: 3))
    let created = [row.integer(7), row.integer(5)].compactMap { $0 }.filter { $0 > 0 }.min() ?? row.positive(8)
    let isSuspended = row.integer(at: 2) != 0 && settings.deletesSuspended
    let known = isDeleted ? former.flatMap { $0.time <= settings.snapshot ? $0.time : nil } : nil
    let end = known ?? row.positive(8) ?? created ?? settings.snapshot
    id = row.integer(at: 0)
    self.isDeleted = isDeleted
    self.former = former
    self.created = created
    deletedAt = isDeleted || isSuspended ? min(end, settings.snapshot) : nil
  }

  private static func former(_ username: String) -> (address: String, time: Int)? {
    guard let dot = username.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let digits = username[dot...].dropFirst()
    guard (9...10).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let time = Int(digits)
    else { return nil }
    return (String(username[..<dot]), time)
  }
}
