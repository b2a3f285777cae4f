import Access
import DatabaseAccess
import Foundation
import Records
import Statistics

/// Names the owner of a platform; in a store without users, creates one and the platform group.
struct Ownership: Sendable {
  let email: String
  var firstName: String?
  var lastName: String?
  /// Whether to create a user even if there are others.
  var makesUser = false
  /// Whether to replace another owner.
  var replaces = false
  let now: Int

  enum Refusal: Error {
    case unknown(users: Int)
    case owned(by: String)
    case named
    case fault(String)
  }

  struct Outcome: Sendable {
    let key: Int
    let id: String
    var isNew = false
    var madeGroup = false
    var former: String?
    /// Whether the user already was the owner.
    var wasOwner = false
  }

  private struct Person {
    let key: Int
    let id: String
    let email: String
  }

  /// - Throws: `Refusal`, `ValidationErrors`.
  func name(_ session: any SQLSession) throws -> Outcome {
    let former = try Self.owner(session)
    let user = try Viewer(email: email, session)
    if let former, former.key == user?.key { return Outcome(key: former.key, id: former.id, wasOwner: true) }
    if let former, !replaces { throw Refusal.owned(by: former.email) }
    if user != nil, firstName != nil || lastName != nil { throw Refusal.named }
    let users = try session.number("SELECT count(*) FROM users WHERE deleted_at IS NULL")
    guard user != nil || users == 0 || makesUser else { throw Refusal.unknown(users: users) }
    let root = try session.first("SELECT id FROM groups WHERE parent IS NULL") { $0.text(at: 0) }
    let id = user?.id ?? UUID().uuidString.lowercased()
    var importSession = try ImportSession(session)
    if user == nil { try importSession.add(InMemoryRecords(.users, [try person(id)])) }
    if root == nil { try importSession.add(InMemoryRecords(.groups, [Self.platform(now)])) }
    try importSession.add(
      InMemoryRecords(.memberships, try memberships(id, in: root ?? Self.platformID, former, session)))
    try importSession.finish()
    let key = try session.number("SELECT key FROM users WHERE id = \(id)")
    try note(key, isNew: user == nil, former, session)
    return Outcome(key: key, id: id, isNew: user == nil, madeGroup: root == nil, former: former?.email)
  }

  private static let platformID = "platform"

  /// The owner as far as known here, for the check of the password.
  var person: PasswordOwner { PasswordOwner(firstName: names.first, lastName: names.last, email: email) }

  private static func owner(_ session: any SQLSession) throws -> Person? {
    try session.first(
      """
      SELECT u.key, u.id, u.email FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL ORDER BY u.key
      """
    ) { Person(key: $0.integer(at: 0), id: $0.text(at: 1), email: $0.text(at: 2)) }
  }

  private func person(_ id: String) throws -> RecordRow {
    let context = FieldContext(now: now)
    var row = RecordRow(kind: .users)
    row.set("id", .text(id))
    row.set("created_at", .integer(now))
    row.set("channel", .text("founder"))
    let (first, last) = names
    do {
      try row.set("email", email, context)
      try row.set("first_name", first, context)
      try row.set("last_name", last, context)
    } catch { throw Refusal.fault("\(error.field) “\(error.value)” \(error.reason).") }
    return row
  }

  /// Missing names are derived from the address: `ada.lovelace@…`.
  private var names: (first: String, last: String) {
    let local = email.split(separator: "@").first.map(String.init) ?? email
    let words = local.split { ".-_+ ".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let last = words.count > 1 ? words.dropFirst().joined(separator: " ") : "Owner"
    return (firstName ?? words.first ?? "Platform", lastName ?? last)
  }

  private static func platform(_ now: Int) -> RecordRow {
    var row = RecordRow(kind: .groups)
    row.set("id", .text(platformID))
    row.set("name", .text("Platform"))
    row.set("created_at", .integer(now))
    return row
  }

  private func memberships(
    _ id: String, in group: String, _ former: Person?, _ session: any SQLSession
  ) throws -> [RecordRow] {
    var rows: [RecordRow] = []
    if let former {
      let since = try session.first(
        "SELECT since FROM memberships WHERE role = 'owner' AND until IS NULL AND user_key = \(former.key)"
      ) { $0.integer(0) }
      rows.append(Self.membership(former.id, in: group, since: since ?? nil, until: now))
    }
    rows.append(Self.membership(id, in: group, since: now, until: nil))
    return rows
  }

  private static func membership(_ user: String, in group: String, since: Int?, until: Int?) -> RecordRow {
    var row = RecordRow(kind: .memberships)
    row.set("group", .text(group))
    row.set("user", .text(user))
    row.set("role", .text("owner"))
    if let since { row.set("since", .integer(since)) }
    if let until { row.set("until", .integer(until)) }
    return row
  }

  private func note(_ key: Int, isNew: Bool, _ former: Person?, _ session: any SQLSession) throws {
    if isNew { try Audit.note("member.create", by: nil, subject: key, filters: "way=command", at: now, session) }
    let filters = former.map { "way=command&former=\($0.id)" } ?? "way=command"
    try Audit.note("owner.set", by: nil, subject: key, filters: filters, at: now, session)
  }
}
