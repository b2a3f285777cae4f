/// What a *View* leads to: things that have a page of their own (`pages.md`). Raw values are the paths.
package enum ThingKind: String, Sendable, CaseIterable {
  case programSession = "program-sessions"
  case pathSession = "path-sessions"
  case course = "courses"
  case group = "groups"
  case tag = "tags"

  package var table: String {
    switch self {
    case .programSession: "program_sessions"
    case .pathSession: "path_sessions"
    case .course: "courses"
    case .group: "groups"
    case .tag: "tags"
    }
  }

  /// A table of who belongs to which thing, that of the thing's page, and the condition under which a row `f` of it
  /// counts: open enrolments, players, open memberships, standings.
  package var belonging: (table: String, column: String, counts: String) {
    switch self {
    case .programSession: ("enrolments", "program_session_key", "f.unenrolled_at IS NULL")
    case .pathSession: ("enrolments", "path_session_key", "f.unenrolled_at IS NULL")
    case .course: ("course_standings", "course_key", "true")
    case .group: ("memberships", "group_key", "f.until IS NULL")
    case .tag: ("tag_standings", "tag_key", "true")
    }
  }

  /// Whether a user has one row at most per thing in that table; enrolments and memberships may be several.
  package var belongsOnce: Bool { self == .course || self == .tag }
}

extension Viewer.Roles {
  /// Whether pages of such things, and the list of them, may open at all; which ones is the matter of `ThingAccess`.
  package func opens(_ kind: ThingKind) -> Bool {
    switch kind {
    case .programSession, .pathSession: opensThingsOfUsers || instructs
    case .course: opensThingsOfUsers || isAuthor
    case .group, .tag: opensThingsOfUsers
    }
  }

  /// Roles that open the things of their users. A manager opens none.
  var opensThingsOfUsers: Bool { seesEverybody || administersGroups || coaches }
}
