import Access
import DatabaseAccess

/// Which rows of a table are read, and how they are computed.
struct RowFilter: Sendable {
  /// A condition on a column of user keys.
  let users: @Sendable (String) -> SQLText
  /// The key of the session, course, question or tag that the rows are about; nil for all.
  var entity: Int?
  /// Whether a row about a session needs an open enrolment; otherwise `entity` has a row for each of the users.
  var isEnrolled = true
  /// Which facts count. Standings of sessions cover all facts; chosen sessions narrow the rows.
  var selection = Selection.everything
  /// The instant at which statuses are evaluated.
  var now = 0

  init(of user: VisibleUser, about entity: Int? = nil, now: Int = 0) {
    users = { "\(raw: $0) = \(user.key)" }
    self.entity = entity
    self.now = now
  }

  /// - Parameter population: the statement joins it; here it limits what is summed.
  init(of population: Population, _ selection: Selection, now: Int) {
    let keys = population.keys
    users = { column in keys.map { "\(raw: column) IN (\(sql: $0))" } ?? "true" }
    self.selection = selection
    self.now = now
  }

  /// The rows about an entity of the users in a scope.
  init(about entity: Int, in scope: Scope, now: Int) {
    users = { scope.holds($0) }
    self.entity = entity
    self.now = now
  }

  /// A condition on `e`, a row of `enrolments`: the users, and the sessions of a kind.
  func enrolments(in kind: FactSource.Kind) -> SQLText {
    let session = "e.\(kind.session)"
    let entity: SQLText? = entity.map { "\(raw: session) = \($0)" }
    let chosen: SQLText? = selection.sessions.map {
      "\(raw: session) \(anyOf: kind == .program ? $0.programs : $0.paths)"
    }
    return ([users("e.user_key")] + [entity, chosen].compactMap { $0 }).joined(separator: " AND ")
  }
}
