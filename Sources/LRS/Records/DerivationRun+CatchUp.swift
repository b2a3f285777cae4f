package import DatabaseAccess
package import Records

/// What an import of people, identities, courses or activities changes in derived records (xapi.md §4.4).
extension DerivationRun {
  private static let actorsAtOnce = 1_000

  /// Derives again what follows from imported records of these kinds, where they have changed.
  package static func catchUp(
    after kinds: [RecordKind], _ session: any SQLSession, _ settings: DerivationSettings
  ) throws {
    let followed: [RecordKind] = [.users, .identities, .courses]
    guard kinds.contains(where: { followed.contains($0) }), try session.hasRows("statement_actors") else { return }
    var run = try DerivationRun(session, settings)
    try run?.catchUp(withPeople: kinds.contains(.users) || kinds.contains(.identities))
  }

  private mutating func catchUp(withPeople: Bool) throws {
    let index = ReadIndex(session: session, actors: actors)
    var changes = try withPeople ? movedActors(index) : ReadIndex.Changes()
    if withPeople { changes.users.formUnion(try withOtherInstructors()) }
    let inputs = try changedInputs()
    changes.activities.merge(inputs) { first, _ in first }
    changes.structural.formUnion(inputs.keys)
    changes.users.formUnion(try traces.users(.course, inputs.values))
    // Questions and posts name the course by the id of its record.
    subjects.formUnion(try traces.details(.asked, inputs.values))
    subjects.formUnion(try traces.details(.placed, inputs.values))
    if !inputs.isEmpty { try keepInputs() }
    guard !changes.users.isEmpty || !changes.activities.isEmpty else { return }
    try derive(changes, index)
    try DerivedRecordWriter(session).run()
  }

  private func movedActors(_ index: ReadIndex) throws -> ReadIndex.Changes {
    var (changes, last) = (ReadIndex.Changes(), "")
    while true {
      let some = try session.all(
        """
        SELECT hash, kind, value FROM statement_actors WHERE hash > \(last) ORDER BY hash LIMIT \(Self.actorsAtOnce)
        """
      ) { (hash: $0.text(at: 0), kind: IdentityKind(rawValue: $0.text(at: 1)), value: $0.text(at: 2)) }
      guard let end = some.last?.hash else { return changes }
      let identifiers = some.compactMap { row in row.kind.map { ActorIdentifier(kind: $0, value: row.value) } }
      for move in try actors.note(Set(identifiers), searchesAll: true) { changes.add(try index.moveStatements(of: move)) }
      last = end
    }
  }

  /// The learners whose instructors are other users than before.
  private func withOtherInstructors() throws -> Set<String> {
    var (learners, last) = (Set<String>(), "")
    while true {
      let some = try session.all(
        """
        SELECT subject, min(iri), min(coalesce(detail, '')), max(coalesce(detail, '')) FROM learner_traces
        WHERE kind = \(TraceKind.instructor.rawValue) AND subject > \(last)
        GROUP BY subject ORDER BY subject LIMIT \(Self.actorsAtOnce)
        """
      ) { (hash: $0.text(at: 0), iri: ID(text: $0.text(at: 1)), users: [$0.text(at: 2), $0.text(at: 3)]) }
      guard let end = some.last?.hash else { return learners }
      let identifiers = Set(some.compactMap { ActorIdentifier(subject: $0.iri) })
      let named = try self.learners.platforms.users(of: identifiers, actors)
      let changed = some.filter { row in
        let user = ActorIdentifier(subject: row.iri).flatMap { named[$0] }?.text ?? ""
        return row.users.contains { !$0.equalsBytes(of: user) }
      }
      learners.formUnion(try traces.users(.instructor, changed.map(\.iri)))
      last = end
    }
  }

  /// The courses and activities of the platform.
  private static let inputs: SQLText = """
    SELECT 'course' AS kind, c.id, coalesce(c.url, '') AS target, 0 AS required FROM courses AS c
    WHERE NOT EXISTS (SELECT 1 FROM derived_records AS d
      WHERE d.kind = 'courses' AND d.user_id = '' AND d.id = c.id AND d.state <> 'imported')
    UNION ALL SELECT 'activity', a.id, a.course, a.required FROM activities AS a
    """

  /// The IRIs of activities that belong to another course than before, and of courses whose records or activities have
  /// changed; by hash.
  private func changedInputs() throws -> [String: ID] {
    let former: SQLText = "SELECT kind, id, target, required FROM derivation_inputs"
    var (iris, courses): (Set<ID>, Set<String>) = ([], [])
    for difference in [
      "SELECT * FROM (\(sql: Self.inputs)) AS n EXCEPT \(sql: former)" as SQLText,
      "\(sql: former) EXCEPT SELECT * FROM (\(sql: Self.inputs)) AS n",
    ] {
      try session.each(difference) { row in
        iris.insert(ID(text: row.text(at: 1)))
        iris.insert(ID(text: row.text(at: 2)))
        courses.insert(row.text(at: row.text(at: 0) == "course" ? 1 : 2))
      }
    }
    if courses.isEmpty { return [:] }
    try session.each("SELECT url FROM courses WHERE url IS NOT NULL AND id \(anyOf: courses.sorted())") {
      iris.insert(ID(text: $0.text(at: 0)))
    }
    try session.each("SELECT id FROM activities WHERE course \(anyOf: courses.sorted())") {
      iris.insert(ID(text: $0.text(at: 0)))
    }
    let digests = iris.map(\.text).filter { $0.startsWithBytes(of: "sha256:") }.map { String($0.dropFirst(7)) }
    iris.formUnion(try KnownActivities(session).iris(digests).values)
    return Dictionary(iris.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// To be called whenever all records have been derived from the present courses and activities.
  func keepInputs() throws {
    try session.run("DELETE FROM derivation_inputs")
    try session.run(
      "INSERT INTO derivation_inputs (kind, id, target, required) SELECT * FROM (\(sql: Self.inputs)) AS n")
  }
}
