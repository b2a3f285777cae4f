package import Access
package import DatabaseAccess
import Import
import Records

/// Names the owner of a platform; in a store without users, creates one and the platform group.
package struct Ownership: Sendable {
  private let email: String
  package var firstName: String?
  package var lastName: String?
  /// Whether to create a user even if there are others.
  package var makesUser = false
  /// Whether to replace another owner.
  package var replaces = false
  private let now: Int

  /// - Parameter now: the system clock, seconds UTC.
  package init(email: String, now: Int) {
    self.email = email
    self.now = now
  }

  package enum Refusal: Error {
    case unknown(users: Int)
    case owned(by: String)
    case named
    case fault(String)
  }

  package struct Outcome: Sendable {
    package let key: Int
    package let id: String
    package fileprivate(set) var isNew = false
    package fileprivate(set) var madeGroup = false
    /// The address of the former owner.
    package fileprivate(set) var former: String?
    /// Whether the user already was the owner.
    package fileprivate(set) var wasOwner = false
  }

  private struct Person {
    let key: Int
    let id: String
    let email: String
  }

  /// - Throws: `Refusal`, `ValidationErrors`.
  package func name(_ session: any SQLSession) throws -> Outcome {
    let former = try Self.owner(session)
    let user = try Viewer(email: email, session)
    if let former, former.key == user?.key { return Outcome(key: former.key, id: former.id, wasOwner: true) }
    if let former, !replaces { throw Refusal.owned(by: former.email) }
    if user != nil, firstName != nil || lastName != nil { throw Refusal.named }
    let users = try session.number("SELECT count(*) FROM users WHERE deleted_at IS NULL")
    guard user != nil || users == 0 || makesUser else { throw Refusal.unknown(users: users) }
    let root = try session.first("SELECT id FROM groups WHERE parent IS NULL") { $0.text(at: 0) }
    var importSession = try ImportSession(session)
    let (key, id) = try user.map { ($0.key, $0.id) } ?? createUser(&importSession, session)
    if root == nil { try importSession.add(InMemoryRecords(.groups, [Self.platform(now)])) }
    try importSession.add(
      InMemoryRecords(.memberships, try memberships(id, in: root ?? Self.platformID, former, session)))
    try importSession.finish()
    try note(key, isNew: user == nil, former, session)
    return Outcome(key: key, id: id, isNew: user == nil, madeGroup: root == nil, former: former?.email)
  }

  private static let platformID = "platform"

  /// A new owner, for the check of the password.
  package var person: PasswordOwner {
    PasswordOwner(firstName: personName.first, lastName: personName.last, email: email)
  }

  private var personName: PersonName {
    PersonName(first: firstName, last: lastName, address: email, fallback: "Owner")
  }

  private func createUser(
    _ importSession: inout ImportSession, _ session: any SQLSession
  ) throws -> (key: Int, id: String) {
    let row: RecordRow
    do { row = try .user(channel: "founder", email: email, personName, now: now) } catch {
      throw Refusal.fault("\(error.field) “\(error.value)” \(error.reason).")
    }
    return (try importSession.add(user: row, session), row["id"].text ?? "")
  }

  /// Whether the platform has an owner.
  package static func hasOwner(_ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL
        AND m.group_key IN (SELECT key FROM groups WHERE parent IS NULL)
      """) > 0
  }

  private static func owner(_ session: any SQLSession) throws -> Person? {
    try session.first(
      """
      SELECT u.key, u.id, u.email FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL ORDER BY u.key
      """
    ) { Person(key: $0.integer(at: 0), id: $0.text(at: 1), email: $0.text(at: 2)) }
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
      rows.append(.membership(of: former.id, in: group, as: "owner", since: since ?? nil, until: now))
    }
    return rows + [.membership(of: id, in: group, as: "owner", since: now)]
  }

  private func note(_ key: Int, isNew: Bool, _ former: Person?, _ session: any SQLSession) throws {
    if isNew { try Audit.note("member.create", by: nil, subject: key, filters: "way=command", at: now, session) }
    let filters = former.map { "way=command&former=\($0.id)" } ?? "way=command"
    try Audit.note("owner.set", by: nil, subject: key, filters: filters, at: now, session)
  }
}
