import Access
import DatabaseAccess
import Foundation
import Records
import SingleSignOn
import Statistics

/// Who somebody is here, whom the provider vouches for.
enum SingleSignOnAccount {
  /// A nonce is good for once: an answer that is sent again, by whomever, signs nobody in.
  /// - Throws: `SingleSignOnError.refused`.
  static func use(_ nonce: String, now: Int, _ session: any SQLSession) throws {
    try session.run("DELETE FROM used_nonces WHERE used_at <= \(now - Instant.secondsADay)")
    let isNew = try session.run(
      "INSERT INTO used_nonces (hash, used_at) VALUES (\(Secret.hash(nonce)), \(now)) ON CONFLICT DO NOTHING")
    if isNew == 0 { throw SingleSignOnError.refused("The ID token was used before.") }
  }

  /// The key of the current user with this address.
  /// - Parameter isMade: whether somebody who is unknown becomes a user. Who was deleted is not unknown.
  static func user(
    _ email: String, _ person: SingleSignOn.Person, isMade: Bool, now: Int, _ session: any SQLSession
  ) throws -> Int? {
    let users = try session.all(
      "SELECT key, deleted_at IS NULL FROM users WHERE email = \(email) ORDER BY deleted_at IS NULL DESC"
    ) { (key: $0.integer(at: 0), isCurrent: $0.flag(1)) }
    guard let user = users.first else { return isMade ? try make(email, person, now, session) : nil }
    return user.isCurrent ? user.key : nil
  }

  private static func make(_ email: String, _ person: SingleSignOn.Person, _ now: Int, _ session: any SQLSession) throws
    -> Int?
  {
    let context = FieldContext(now: now)
    let (first, last) = names(person, email)
    var row = RecordRow(kind: .users)
    let id = UUID().uuidString.lowercased()
    row.set("id", .text(id))
    row.set("created_at", .integer(now))
    row.set("channel", .text("sso"))
    do {
      try row.set("email", email, context)
      try row.set("first_name", first, context)
      try row.set("last_name", last, context)
    } catch {
      throw SingleSignOnError.refused("The provider's e-mail address or names are none.")
    }
    var taking = try TakingIn(session)
    try taking.take(MadeRecords(.users, [row]))
    try taking.finish()
    let key = try session.number("SELECT key FROM users WHERE id = \(id)")
    try Audit.note("member.create", by: nil, subject: key, filters: "way=sso", at: now, session)
    return key
  }

  /// What the provider leaves out of the names is taken from what it does tell.
  private static func names(_ person: SingleSignOn.Person, _ email: String) -> (first: String, last: String) {
    if let given = person.givenName, let family = person.familyName { return (given, family) }
    let local = String(email.prefix { $0 != "@" })
    let words = (person.name ?? person.givenName ?? local).split(separator: " ").map(String.init)
    let first = person.givenName ?? (words.count > 1 ? words.dropLast().joined(separator: " ") : words.first)
    return (first ?? local, person.familyName ?? words.last ?? local)
  }
}
