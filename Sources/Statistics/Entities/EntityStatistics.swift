package import Access
package import DatabaseAccess

/// An entity that a viewer may open.
package struct Entity: Sendable {
  package let kind: EntityKind
  package let key: Int
  package let id: String
  package let name: String

  /// - Throws: `AccessDenied.notFound`, for an unknown id as for an entity that the viewer may not open.
  package init(_ kind: EntityKind, id: String, for viewer: Viewer, _ session: any SQLSession) throws {
    let access = EntityAccess(kind, of: viewer)
    let found =
      try access.openable([id], session).isEmpty
      ? nil
      : session.first("SELECT t.key, t.\(raw: kind.nameColumn) FROM \(raw: kind.table) AS t WHERE t.id = \(id)") {
        ($0.integer(at: 0), $0.text(at: 1))
      }
    guard let (key, name) = found else { throw AccessDenied.notFound }
    self.kind = kind
    self.key = key
    self.id = id
    self.name = name
  }
}

/// Everything on an entity's page, over the visible users who are not deleted.
package struct EntityStatistics: Sendable {
  package let thing: Entity
  /// Facts about the entity itself.
  package internal(set) var details: [Detail] = []
  package internal(set) var figures: [Figure] = []
  package internal(set) var sections: [Section] = []
  /// Of a question: how it was asked.
  package internal(set) var question: AskedQuestion?
  /// Of a group: the number of users in it or in a group below it; nil if there is none.
  package internal(set) var usersBelow: Int?
  /// The users, each with their standing.
  package let roster: Roster

  package struct Detail: Sendable {
    /// `program`, `starts_at` and so on.
    package let key: String
    package let value: Cell
    /// An entity to link to.
    package var thing: (kind: EntityKind, id: String)?
    /// A user to link to.
    package var person: Person?

    init(_ key: String, _ value: Cell, _ thing: (EntityKind, String)? = nil) {
      self.key = key
      self.value = value
      self.thing = thing.map { (kind: $0.0, id: $0.1) }
    }

    init(_ key: String, _ person: Person) {
      self.key = key
      value = .text(person.name)
      self.person = person
    }
  }

  /// A number over the users and, if it is a sum, its mean per user.
  package struct Figure: Sendable {
    package let statistic: Statistic
    package let value: Cell
    package var perUser: Cell?
  }

  /// Ids of the sections on the page of such an entity.
  package static func sections(of kind: EntityKind) -> [String] {
    switch kind {
    case .programSession: ["blocks", "levels", "results"]
    case .pathSession: ["statuses", "levels", "results"]
    case .course: ["levels", "results"]
    case .question: ["choices", "responses", "by_try"]
    case .group: ["subgroups"]
    case .tag: []
    }
  }

  package init(_ kind: EntityKind, id: String, for viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    let thing = try Entity(kind, id: id, for: viewer, session)
    self.init(thing, for: viewer, now: now)
    switch kind {
    case .programSession: try readProgramSession(session)
    case .pathSession: try readPathSession(session)
    case .course: try readCourse(session)
    case .question: try readQuestion(viewer, session)
    case .group: try readGroup(viewer, session)
    case .tag: try readTag(session)
    }
  }

  /// Only the users, for their file.
  package init(_ thing: Entity, for viewer: Viewer, now: Int) {
    self.thing = thing
    let population = Population(.thing(thing.kind, thing.key, of: viewer))
    roster =
      switch thing.kind {
      case .programSession: Roster(.programs, of: thing.key, population, now: now)
      case .pathSession: Roster(.paths, of: thing.key, population, now: now)
      case .course: Roster(.courses, of: thing.key, population, now: now)
      case .question: Roster(.questions, of: thing.key, population, now: now)
      case .group: .group(thing.key, population)
      case .tag: Roster(.tags, of: thing.key, population, now: now)
      }
  }

  /// The population's certificates that name the session.
  func certificates(_ column: String, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM certificates AS c JOIN user_standings AS u ON u.user_key = c.user_key
      WHERE c.\(raw: column) = \(thing.key) AND \(sql: roster.population.condition)
      """)
  }
}
