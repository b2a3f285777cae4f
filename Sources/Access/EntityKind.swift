/// The kinds of entities that have a page (`pages.md`), the targets of *View*. Raw values are the paths.
package enum EntityKind: String, Sendable, CaseIterable {
  case programSession = "program-sessions"
  case pathSession = "path-sessions"
  case course = "courses"
  case question = "questions"
  case group = "groups"
  case tag = "tags"

  package var table: String {
    switch self {
    case .programSession: "program_sessions"
    case .pathSession: "path_sessions"
    case .course: "courses"
    case .question: "questions"
    case .group: "groups"
    case .tag: "tags"
    }
  }

  /// The table that relates users to entities for the entity page, its entity column, and the condition under which a
  /// row `f` counts: open enrolments, players, open memberships, standings.
  package var belonging: (table: String, column: String, counts: String) {
    switch self {
    case .programSession: ("enrolments", "program_session_key", "f.unenrolled_at IS NULL")
    case .pathSession: ("enrolments", "path_session_key", "f.unenrolled_at IS NULL")
    case .course: ("course_standings", "course_key", "true")
    case .question: ("question_standings", "question_key", "true")
    case .group: ("memberships", "group_key", "f.until IS NULL")
    case .tag: ("tag_standings", "tag_key", "true")
    }
  }

  /// The column with its name; with `_key`, that of its sort key.
  package var nameColumn: String { self == .question ? "statement" : "name" }
}

extension Viewer.Roles {
  /// Whether the viewer may open any pages and the list of this kind; `EntityAccess` decides which pages.
  package func opens(_ kind: EntityKind) -> Bool {
    switch kind {
    case .programSession, .pathSession: opensThingsOfUsers || instructs
    case .course, .question: opensThingsOfUsers || isAuthor
    case .group, .tag: opensThingsOfUsers
    }
  }

  /// Whether pages of this kind may show the viewer users who are not theirs: an author's players, or the users of an
  /// instructor's sessions.
  package func ownsPages(of kind: EntityKind) -> Bool {
    switch kind {
    case .programSession, .pathSession: instructs
    case .course, .question: isAuthor
    case .group, .tag: false
    }
  }

  /// Whether the viewer may open entities of their users. Managers may not.
  var opensThingsOfUsers: Bool { seesEverybody || administersGroups || coaches }
}
