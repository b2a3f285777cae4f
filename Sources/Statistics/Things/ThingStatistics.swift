package import Access
package import DatabaseAccess

/// A thing that a viewer may open.
package struct Thing: Sendable {
  package let kind: ThingKind
  package let key: Int
  package let id: String
  package let name: String

  /// - Throws: `AccessDenied.notFound` for an unknown id and for a thing that is not the viewer's to open alike.
  package init(_ kind: ThingKind, id: String, for viewer: Viewer, _ session: any SQLSession) throws {
    let access = ThingAccess(kind, of: viewer)
    let found = try session.first(
      "SELECT t.key, t.name FROM \(raw: kind.table) AS t WHERE t.id = \(id) AND \(sql: access.condition)"
    ) { ($0.integer(at: 0), $0.text(at: 1)) }
    guard let (key, name) = found else { throw AccessDenied.notFound }
    self.kind = kind
    self.key = key
    self.id = id
    self.name = name
  }
}

/// All that a thing's page shows, over the users who are within the viewer's scope there and not deleted.
package struct ThingStatistics: Sendable {
  package let thing: Thing
  /// What is told of the thing itself.
  package internal(set) var details: [Detail] = []
  package internal(set) var figures: [Figure] = []
  package internal(set) var sections: [Section] = []
  /// The users, each with where they stand.
  package let roster: Roster

  package struct Detail: Sendable {
    /// `program`, `starts_at` and the like.
    package let key: String
    package let value: Section.Cell
    /// A thing that it names.
    package var thing: (kind: ThingKind, id: String)?
    /// Somebody whom it names.
    package var person: Person?

    init(_ key: String, _ value: Section.Cell, _ thing: (ThingKind, String)? = nil) {
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

  /// A number over the users, and, where it is a sum, how much of it there is per user.
  package struct Figure: Sendable {
    package let statistic: Statistic
    /// Nil: no value.
    package let value: StatisticValue?
    package var perUser: StatisticValue?
  }

  /// Ids of the sections that the page of such a thing has.
  package static func sections(of kind: ThingKind) -> [String] {
    switch kind {
    case .programSession: ["blocks", "levels", "results"]
    case .pathSession: ["statuses", "levels", "results"]
    case .course: ["levels", "results"]
    case .group: ["subgroups"]
    case .tag: []
    }
  }

  package init(_ kind: ThingKind, id: String, for viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    let thing = try Thing(kind, id: id, for: viewer, session)
    try self.init(thing, for: viewer, now: now, session)
    switch kind {
    case .programSession: try readProgramSession(session)
    case .pathSession: try readPathSession(session)
    case .course: try readCourse(session)
    case .group: try readGroup(viewer, session)
    case .tag: try readTag(session)
    }
  }

  /// The users alone, for their file.
  package init(_ thing: Thing, for viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    self.thing = thing
    let population = Population(.thing(thing.kind, thing.key, of: viewer))
    roster =
      switch thing.kind {
      case .programSession: try .programSession(thing.key, population, session)
      case .pathSession: .pathSession(thing.key, population, now)
      case .course: .course(thing.key, population)
      case .group: .group(thing.key, population)
      case .tag: .tag(thing.key, population)
      }
  }

  /// Certificates of the population that name the session.
  func certificates(_ column: String, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM certificates AS c JOIN user_standings AS u ON u.user_key = c.user_key
      WHERE c.\(raw: column) = \(thing.key) AND \(sql: roster.population.condition)
      """)
  }
}
