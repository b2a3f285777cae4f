package import DatabaseAccess
import Records

// Derived records follow what other records say about people and courses (xapi.md §4.4). An import notes what has
// changed in `derivation_changes` (`Staging`).

extension DerivationRun {
  /// Whether derived records do not follow yet what other records say, or all statements.
  package static func isBehind(_ session: any SQLSession, _ settings: DerivationSettings) throws -> Bool {
    try session.hasRows("derivation_changes") && DerivationRun(session, settings) != nil
  }

  /// Derives again what follows from records that have changed; from all statements, if they arrived before the platform
  /// had an owner.
  package static func catchUp(_ session: any SQLSession, _ settings: DerivationSettings) throws {
    guard try session.hasRows("derivation_changes") else { return }
    if try !changes("all", session).isEmpty {
      var rederivation = try Rederivation(session, settings, writesIdentities: true)
      try rederivation?.write()
    } else {
      var run = try DerivationRun(session, settings)
      try run?.catchUp()
    }
  }

  /// Notes that statements are stored from which nothing is derived yet.
  static func noteAll(_ session: any SQLSession) throws {
    try session.run("INSERT INTO derivation_changes (kind, id) VALUES ('all', '') ON CONFLICT DO NOTHING")
  }

  private static let changesAtOnce = 1_000

  private static func changes(_ kind: String, after last: String? = nil, _ session: any SQLSession) throws -> [String] {
    let rest: SQLText = last.map { "id > \($0)" } ?? "true"
    return try session.all(
      """
      SELECT id FROM derivation_changes WHERE kind = \(kind) AND \(sql: rest) ORDER BY id LIMIT \(changesAtOnce)
      """
    ) { $0.text(at: 0) }
  }

  private mutating func catchUp() throws {
    let index = ReadIndex(session: session, actors: actors)
    var changes = ReadIndex.Changes()
    try follow("identity", index, &changes) { id in ActorIdentifier(identity: id).map { [$0] } ?? [] }
    try follow("address", index, &changes) { address in
      [
        ActorIdentifier(kind: .mbox, value: address),
        ActorIdentifier(kind: .sha1, value: HexDigest.sha1("mailto:" + address.asciiLowercased)),
      ]
    }
    if try !Self.changes("courses", session).isEmpty { try followCourses(&changes) }
    try session.run("DELETE FROM derivation_changes")
    guard !changes.users.isEmpty || !changes.activities.isEmpty else { return }
    try derive(changes, index)
    try DerivedRecordWriter(session).run()
  }

  /// Moves the statements of actors who are other users now, and finds the learners that other users instruct now.
  /// - Parameter identifiers: the actors that a noted change concerns.
  private func follow(
    _ kind: String, _ index: ReadIndex, _ changes: inout ReadIndex.Changes,
    _ identifiers: (String) -> [ActorIdentifier]
  ) throws {
    var last: String?
    while true {
      let noted = try Self.changes(kind, after: last, session)
      guard let end = noted.last else { return }
      let named = Set(noted.flatMap(identifiers))
      let moves = try actors.note(try actors.known(named), addresses: kind == "address" ? noted : [])
      for move in moves { changes.add(try index.moveStatements(of: move)) }
      changes.users.formUnion(try learnersOfOthers(named))
      last = end
    }
  }

  /// The learners whose instructor one of these identifiers is, if it named another user before.
  private func learnersOfOthers(_ identifiers: Set<ActorIdentifier>) throws -> Set<ID> {
    let hashes = Dictionary(identifiers.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
    let noted = try session.all(
      """
      SELECT subject, min(coalesce(detail, '')), max(coalesce(detail, '')) FROM learner_traces
      WHERE kind = \(TraceKind.instructor.rawValue) AND subject \(anyOf: hashes.keys.sorted()) GROUP BY subject
      """
    ) { (hash: $0.text(at: 0), users: [$0.text(at: 1), $0.text(at: 2)]) }
    if noted.isEmpty { return [] }
    let named = try learners.platforms.users(of: Set(noted.compactMap { hashes[$0.hash] }), actors)
    let changed = noted.compactMap { row -> ActorIdentifier? in
      guard let identifier = hashes[row.hash] else { return nil }
      let user = named[identifier]?.text ?? ""
      return row.users.contains { !$0.equalsBytes(of: user) } ? identifier : nil
    }
    return try traces.users(.instructor, changed.map(\.subject))
  }

  /// What changed about courses and activities.
  private mutating func followCourses(_ changes: inout ReadIndex.Changes) throws {
    let inputs = try changedInputs()
    changes.activities.merge(inputs) { first, _ in first }
    changes.structural.formUnion(inputs.keys)
    changes.users.formUnion(try traces.users(.course, inputs.values))
    // Questions and posts name the course by the id of its record.
    subjects.formUnion(try traces.details(.asked, inputs.values))
    subjects.formUnion(try traces.details(.placed, inputs.values))
    if !inputs.isEmpty { try keepInputs() }
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
