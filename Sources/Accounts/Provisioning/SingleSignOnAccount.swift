import Access
import Calendar
package import DatabaseAccess
import Import
import Jobs
import Records
package import SingleSignOn
import Store

/// Finds the user for a person authenticated by the provider: by issuer and subject. The e-mail address matters only
/// when an account signs in for the first time.
package struct SingleSignOnAccount {
  package enum Found {
    case user(Int)
    /// No user with this account or address, or a deleted one.
    case nobody
    /// The account is new here, and the provider has not verified its address.
    case unverified
    /// The account is new here, but its address belongs to this user, who signs in with another account of the issuer.
    case otherAccount(Int)
  }

  private let person: SingleSignOn.Person
  private let settings: SingleSignOnSettings
  private let canMail: Bool
  private let now: Int
  private let machineNow: Int
  private let session: any SQLSession

  /// - Parameters:
  ///   - canMail: whether emails are sent.
  ///   - now: the platform's clock; `machineNow`: the system clock; seconds UTC.
  package init(
    _ person: SingleSignOn.Person, _ settings: SingleSignOnSettings, canMail: Bool, now: Int, machineNow: Int,
    _ session: any SQLSession
  ) {
    self.person = person
    self.settings = settings
    self.canMail = canMail
    self.now = now
    self.machineNow = machineNow
    self.session = session
  }

  /// A nonce can be used once, so that a replayed response signs nobody in.
  /// - Throws: `SingleSignOnError.refused`.
  package func use(_ nonce: String) throws {
    try session.run("DELETE FROM used_nonces WHERE used_at <= \(machineNow - Instant.secondsADay)")
    let isNew = try session.run(
      "INSERT INTO used_nonces (hash, used_at) VALUES (\(Secret.hash(nonce)), \(machineNow)) ON CONFLICT DO NOTHING")
    if isNew == 0 { throw SingleSignOnError.refused("The ID token was used before.") }
  }

  /// Finds the user; else links the account to the user with its address, or creates a user if the settings allow it.
  package func find() throws -> Found {
    guard let value = IdentityKind.oidc.normalized("\(settings.issuer) \(person.subject)") else {
      throw SingleSignOnError.refused("The provider's issuer and subject do not form a valid identity.")
    }
    if let known = try known(value) {
      guard known.isCurrent else { return .nobody }
      try follow(known, value)
      return .user(known.key)
    }
    guard let email = confirmedAddress else { return .unverified }
    let users = try session.all(
      """
      SELECT u.key, u.deleted_at IS NULL FROM users AS u
      WHERE u.email = \(email) AND NOT \(sql: DerivedUser.isPlaceholder("u")) ORDER BY u.deleted_at IS NULL DESC
      """
    ) { (key: $0.integer(at: 0), isCurrent: $0.flag(1)) }
    guard let user = users.first else { return try settings.provisions ? .user(make(email, value)) : .nobody }
    guard user.isCurrent else { return .nobody }
    if try hasAnotherAccount(user.key) {
      try Audit.note("sso.refuse", by: nil, subject: user.key, filters: "reason=other_account", at: machineNow, session)
      return .otherAccount(user.key)
    }
    try link(user.key, value, email)
    try Audit.note("sso.link", by: nil, subject: user.key, at: machineNow, session)
    return .user(user.key)
  }

  /// The address, if it is verified or trusted.
  private var confirmedAddress: String? {
    guard let email = person.email, !email.isEmpty, person.isVerified ?? settings.trustsEmail else { return nil }
    return email
  }

  private func hasAnotherAccount(_ user: Int) throws -> Bool {
    let prefix = settings.issuer + " "
    let length = SQLText(raw: String(prefix.unicodeScalars.count))
    return try session.number(
      """
      SELECT count(*) FROM identities
      WHERE user_key = \(user) AND kind = 'oidc' AND substr(value, 1, \(sql: length)) = \(prefix)
      """) > 0
  }

  private func link(_ user: Int, _ value: String, _ email: String?) throws {
    try Identity.set("oidc", value, of: user, session)
    try session.run("UPDATE identities SET seen_address = \(email) WHERE kind = 'oidc' AND value = \(value)")
  }
}

// The address of an account changed at the provider.

extension SingleSignOnAccount {
  private struct Known {
    let key: Int
    let isCurrent: Bool
    let email: String
    /// The provider's last known address.
    let seen: String?
    /// Whether a directory provisions this user; its values take precedence.
    let isOfDirectory: Bool
  }

  private func known(_ value: String) throws -> Known? {
    try session.first(
      """
      SELECT u.key, u.deleted_at IS NULL, u.email, i.seen_address, d.user_key IS NOT NULL
      FROM identities AS i JOIN users AS u ON u.key = i.user_key LEFT JOIN directory_users AS d ON d.user_key = u.key
      WHERE i.kind = 'oidc' AND i.value = \(value)
      """
    ) { row in
      Known(
        key: row.integer(at: 0), isCurrent: row.flag(1), email: row.text(at: 2), seen: row.text(3),
        isOfDirectory: row.flag(4))
    }
  }

  /// Updates the user's address after it changed at the provider, unless it is taken, invalid, or owned by a directory.
  /// The sign-in succeeds either way.
  private func follow(_ user: Known, _ value: String) throws {
    guard let email = confirmedAddress, email != user.seen ?? user.email else { return }
    try session.run("UPDATE identities SET seen_address = \(email) WHERE kind = 'oidc' AND value = \(value)")
    if email == user.email { return }
    let isTaken = try EmailAddress.isTaken(email, session)
    guard !user.isOfDirectory, !isTaken, EmailAddress.normalized(email) == email,
      var row = try RecordRow(user: user.key, session)
    else { return try note("sso.address-kept", user.key) }
    row.set("email", .text(email))
    var importSession = try ImportSession(session, of: .sso)
    try importSession.add(InMemoryRecords(.users, [row]))
    try importSession.finish()
    try note("sso.address", user.key)
    if canMail { try EmailNotification.add(.address, to: user.key, at: user.email, now: machineNow, session) }
  }

  private func note(_ action: String, _ user: Int) throws {
    try Audit.note(action, by: nil, subject: user, at: machineNow, session)
  }
}

// Creating a user for an unknown account.

extension SingleSignOnAccount {
  private func make(_ email: String, _ value: String) throws -> Int {
    let name = PersonName(
      given: person.givenName, family: person.familyName, whole: person.name ?? person.givenName, email: email)
    let row: RecordRow
    do { row = try .user(channel: "sso", email: email, name, now: now) } catch {
      throw SingleSignOnError.refused("The provider's e-mail address or names are not valid.")
    }
    var importSession = try ImportSession(session, of: .sso)
    let key = try importSession.add(user: row, session)
    try importSession.finish()
    try link(key, value, email)
    try Audit.note("member.create", by: nil, subject: key, filters: "way=sso", at: machineNow, session)
    return key
  }
}
