import DatabaseAccess

/// The setup steps missing before anyone can see anything, each with its command.
struct FirstSteps: Sendable {
  private let users: Int
  private let hasMemberships: Bool
  private let administrators: Int
  private let owner: String?
  private let ownerHasPassword: Bool

  init(_ session: any SQLSession) throws {
    let owners = Self.holders("m.role = 'owner'")
    users = try session.number("SELECT count(*) FROM users WHERE deleted_at IS NULL")
    owner = try session.first("SELECT u.email \(sql: owners) ORDER BY u.key") { $0.text(at: 0) }
    administrators = try session.number("SELECT count(*) \(sql: Self.holders("m.role = 'admin' AND g.parent IS NULL"))")
    ownerHasPassword =
      try session.number("SELECT count(*) \(sql: owners) AND u.key IN (SELECT user_key FROM passwords)") > 0
    hasMemberships =
      try session.number(
        """
        SELECT count(*) FROM (SELECT m.user_key FROM memberships AS m
          WHERE m.until IS NULL AND m.role <> 'owner' LIMIT 1) AS m
        """) > 0
  }

  private static func holders(_ role: SQLText) -> SQLText {
    """
    FROM memberships AS m JOIN users AS u ON u.key = m.user_key JOIN groups AS g ON g.key = m.group_key
    WHERE m.until IS NULL AND u.deleted_at IS NULL AND \(sql: role)
    """
  }

  var hasOwner: Bool { owner != nil }

  var noOwner: String {
    administrators > 0 ? "This platform has no owner yet." : "This platform has no owner yet: nobody can see any user."
  }

  /// Messages after an import; empty if nothing is missing.
  /// - Parameter store: the option for this store, such as ` --store x.sqlite`.
  func lines(store: String = "") -> [String] {
    var lines: [String] = []
    if !hasOwner {
      lines.append("\(noOwner) Name one of the users: tallybook user owner ADDRESS\(store)")
    } else if !ownerHasPassword, let owner {
      lines.append("The owner, \(owner), has no password yet: tallybook user password \(owner)\(store)")
    }
    if users > 1, !hasMemberships {
      lines.append(
        "No user is in a group. The owner sees everybody; coaches and administrators see the members of their groups: "
          + "import groups.csv and memberships.csv for them.")
    }
    return lines
  }
}

extension StoreOptions {
  /// The option for this store; empty if it is the default or set by the environment.
  var asArgument: String {
    let usual = [.standard, Environment.text("TALLYBOOK_STORE").map(StoreAddress.init)]
    return usual.contains(store) ? "" : " --store \(store.shown.shellQuoted)"
  }
}

extension String {
  /// Quoted as a single shell word, if necessary.
  var shellQuoted: String {
    let isPlain = !isEmpty && utf8.allSatisfy { $0 > 0x2A && $0 < 0x7B && !";<>?[]^`\\=".utf8.contains($0) }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
