import DatabaseAccess
import Records

/// Which statements are read, whose they are, and which activities they name (xapi.md §3.3).
struct ReadIndex {
  let session: any SQLSession
  let actors: ActorRegistry

  /// What reading some statements again has changed.
  struct Changes {
    /// Users with other statements than before, or with the same ones in another way.
    var users: Set<ID> = []
    var activities: [String: ID] = [:]
    var structural: Set<String> = []

    mutating func add(_ other: Changes) {
      users.formUnion(other.users)
      activities.merge(other.activities) { first, _ in first }
      structural.formUnion(other.structural)
    }
  }

  /// Reads statements again that are new, void, or have another copy.
  func update(_ keys: [Int]) throws -> Changes {
    var changes = Changes()
    let statements = try StatementLoader(session).statements(keys)
    for move in try actors.note(Set(statements.values.map(\.actor))) where !move.isNew {
      changes.add(try moveStatements(of: move))
    }
    changes.add(try replace(keys, statements))
    return changes
  }

  /// Statements that are read at a time where there may be many.
  static let statementsAtOnce = 2_000

  /// The earlier statements of an actor that belongs to another user now.
  func moveStatements(of move: ActorRegistry.Move) throws -> Changes {
    var changes = Changes()
    if let former = move.former { changes.users.insert(ID(text: former)) }
    // The hash of an identifier is also the subject of the traces of learners that the actor instructed.
    try session.each(
      """
      SELECT DISTINCT user_id FROM learner_traces
      WHERE kind = \(TraceKind.instructor.rawValue) AND subject = \(move.actor)
      """
    ) { changes.users.insert(ID(text: $0.text(at: 0))) }
    let keys = try session.all("SELECT statement_key FROM read_statements WHERE actor = \(move.actor)") {
      $0.integer(at: 0)
    }
    for start in stride(from: 0, to: keys.count, by: Self.statementsAtOnce) {
      let some = Array(keys[start..<min(keys.count, start + Self.statementsAtOnce)])
      changes.add(try replace(some, try StatementLoader(session).statements(some)))
    }
    return changes
  }

  private func replace(_ keys: [Int], _ statements: [Int: ReadStatement]) throws -> Changes {
    let former = try session.all("SELECT actor FROM read_statements WHERE statement_key \(anyOf: keys)") {
      $0.text(at: 0)
    }
    let removed = try session.all(
      "SELECT activity, role, position FROM activity_mentions WHERE statement_key \(anyOf: keys)"
    ) { row in
      ActivityMention(
        activity: row.text(at: 0), iri: ID(text: ""), position: row.text(at: 2), definition: [:],
        proves: row.integer(at: 1) >= 2)
    }
    if !former.isEmpty {
      try session.run("DELETE FROM activity_mentions WHERE statement_key \(anyOf: keys)")
      try session.run("DELETE FROM read_statements WHERE statement_key \(anyOf: keys)")
    }
    let added = try insert(statements)
    let updated = try KnownActivities(session).update(removing: removed, adding: added)
    let affected = try actors.users(ofActors: Set(former).union(statements.values.map(\.actor.hash)))
    return Changes(users: affected, activities: updated.activities, structural: updated.structural)
  }

  /// - Returns: the activities of statements that do not wait for their actor.
  private func insert(_ statements: [Int: ReadStatement]) throws -> [ActivityMention] {
    if statements.isEmpty { return [] }
    let reads = try session.insertion(into: "read_statements", columns: ["statement_key", "actor", "position"])
    for (key, statement) in statements {
      try reads.run([.integer(key), .text(statement.actor.hash), .text(statement.position)])
    }
    try reads.finish()
    let hashes = Set(statements.values.map(\.actor.hash)).sorted()
    let known = Set(
      try session.all(
        "SELECT hash FROM statement_actors WHERE hash \(anyOf: hashes) AND user_id IS NOT NULL"
      ) { $0.text(at: 0) })
    let rows = try session.insertion(
      into: "activity_mentions", columns: ["activity", "role", "position", "statement_key"])
    var added: [ActivityMention] = []
    for (key, statement) in statements where known.contains(statement.actor.hash) {
      for mention in statement.mentions {
        try rows.run([.text(mention.activity), .integer(mention.role), .text(mention.position), .integer(key)])
        added.append(mention)
      }
    }
    try rows.finish()
    return added
  }

  /// The users with statements that name one of these activities.
  func users(naming activities: some Sequence<String>) throws -> Set<ID> {
    Set(
      ids: try session.all(
        """
        SELECT DISTINCT a.user_id FROM activity_mentions AS m
        JOIN read_statements AS r ON r.statement_key = m.statement_key JOIN statement_actors AS a ON a.hash = r.actor
        WHERE m.activity \(anyOf: Array(activities)) AND a.user_id IS NOT NULL
        """
      ) { $0.text(at: 0) })
  }
}
