import Access
import Calendar
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
  var selection: Selection
  /// The instant at which statuses are evaluated.
  var now: Int { selection.moment.now }

  init(of user: VisibleUser, about entity: Int? = nil, at moment: Moment) {
    users = { "\(raw: $0) = \(user.key)" }
    self.entity = entity
    selection = Selection(at: moment)
  }

  /// - Parameter population: the statement joins it; here it limits what is summed.
  init(of population: Population, _ selection: Selection) {
    let keys = population.keys
    users = { column in keys.map { "\(raw: column) IN (\(sql: $0))" } ?? "true" }
    self.selection = selection
  }

  /// The rows about an entity of the users in a scope.
  init(about entity: Int, in scope: Scope, at moment: Moment) {
    users = { scope.holds($0) }
    self.entity = entity
    selection = Selection(at: moment)
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
