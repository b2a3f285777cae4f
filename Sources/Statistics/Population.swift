package import Access
package import DatabaseAccess

/// A set of users: those in a scope, current or deleted, narrowed by filters. Different filters intersect; values
/// within one filter are a union; an unknown id adds no user.
package struct Population: Sendable {
  package let scope: Scope
  package var tab: Tab
  /// Words of a name or an email address.
  package var search: String?
  /// The users that the search may find, from an index (`narrow(bySearch:)`); nil: it was not read.
  var candidates: SearchCandidates?
  /// Ids of groups: users with an open membership in one of them.
  package var groups: [String] = []
  /// Whether a membership in a group below one of them counts too.
  package var includesSubgroups = false
  /// Ids of users.
  package var users: [String] = []
  /// Key of a manager: their direct reports.
  package var manager: Int?
  /// Users with an enrolment, open or closed, in one of them.
  package var sessions: Selection.Sessions?
  /// Users created in this period.
  package var createdIn = Period.allTime
  /// Further conditions on `u`, a row of `user_standings`.
  package var conditions: [SQLText] = []

  package enum Tab: String, Sendable, CaseIterable {
    case current, deleted
  }

  package init(_ scope: Scope, tab: Tab = .current) {
    self.scope = scope
    self.tab = tab
  }

  /// Whether it includes every user of its tab.
  package var isWhole: Bool {
    scope.isEverybody && search == nil && groups.isEmpty && users.isEmpty && manager == nil
      && sessions == nil && createdIn == .allTime && conditions.isEmpty
  }

  /// A condition on `u`, a row of `user_standings`.
  package var condition: SQLText {
    // Few candidates are looked up by key: the sign keeps SQLite, which cannot know their number, from reading an index
    // that begins with `deleted` instead.
    let whole: [SQLText?] = [
      "\(raw: candidates?.areFew == true ? "+" : "")u.deleted = \(tab == .deleted ? 1 : 0)",
      scope.users.map { "u.user_key IN (\(sql: $0))" },
    ]
    return (whole.compactMap { $0 } + filters).joined(separator: " AND ")
  }

  /// What narrows the scope and the tab: conditions on `u`.
  var filters: [SQLText] {
    let filters: [SQLText?] = [
      SearchWords(search)?.condition(onUser: "u"), candidates?.condition,
      groups.isEmpty ? nil : inGroups,
      users.isEmpty ? nil : "u.id \(anyOf: users)",
      manager.map(Self.managed),
      sessions.map(Self.enrolled),
      createdIn == .allTime ? nil : made,
    ]
    return filters.compactMap { $0 } + conditions
  }

  /// The condition on groups; empty without chosen groups.
  var groupFilter: [SQLText] { groups.isEmpty ? [] : [inGroups] }

  /// Ids of the first `count` users, by last name, first name, id.
  package func first(_ count: Int, _ session: any SQLSession) throws -> [String] {
    try session.all(
      """
      SELECT u.id FROM user_standings AS u WHERE \(sql: condition)
      ORDER BY u.last_name_key, u.first_name_key, u.id LIMIT \(count)
      """
    ) { $0.text(at: 0) }
  }

  package func count(_ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) FROM user_standings AS u WHERE \(sql: condition)")
  }

  /// The number of users, at most `limit`.
  func count(upTo limit: Int, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM (SELECT 1 AS found FROM user_standings AS u WHERE \(sql: condition) LIMIT \(limit)) AS n
      """)
  }

  /// A SELECT of the users' keys; nil if that is every user, so that queries can omit the filter.
  package var keys: SQLText? {
    isWhole ? nil : "SELECT u.user_key FROM user_standings AS u WHERE \(sql: condition)"
  }

  /// The membership is open, or was open when its user was deleted.
  private var inGroups: SQLText {
    let named: SQLText = "g.id \(anyOf: groups)"
    let chosen: SQLText = includesSubgroups ? "g.key \(anyKeyOf: GroupsBelow.keys(named))" : named
    return """
      u.user_key IN (SELECT m.user_key FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
        JOIN users AS p ON p.key = m.user_key
        WHERE \(sql: chosen) AND (m.until IS NULL OR m.until >= p.deleted_at))
      """
  }

  private var made: SQLText {
    "u.user_key IN (SELECT c.key FROM users AS c WHERE \(sql: createdIn.contains("c.created_at")))"
  }

  private static func managed(by manager: Int) -> SQLText {
    "u.user_key IN (SELECT m.user_key FROM managers AS m WHERE m.manager_key = \(manager) AND m.until IS NULL)"
  }

  private static func enrolled(in sessions: Selection.Sessions) -> SQLText {
    """
    u.user_key IN (SELECT e.user_key FROM enrolments AS e WHERE e.program_session_key \(anyOf: sessions.programs)
      OR e.path_session_key \(anyOf: sessions.paths))
    """
  }
}
