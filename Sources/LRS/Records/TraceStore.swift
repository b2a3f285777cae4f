import DatabaseAccess
import Records

/// The table of traces.
struct TraceStore {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  /// By user. Kinds must not be looked up in an index: SQLite would read all traces of these kinds.
  func stored(_ kinds: [TraceKind], of users: [ID]) throws -> [ID: Set<LearnerTrace>] {
    var traces: [ID: Set<LearnerTrace>] = [:]
    try session.each(
      """
      SELECT user_id, kind, iri, position, detail FROM learner_traces
      WHERE user_id \(anyOf: users.map(\.text)) AND kind || '' \(anyOf: kinds.map(\.rawValue))
      """
    ) { row in
      guard let kind = TraceKind(rawValue: row.text(at: 1)) else { return }
      let trace = LearnerTrace(kind, ID(text: row.text(at: 2)), row.text(at: 3), row.text(4).map { ID(text: $0) })
      traces[ID(text: row.text(at: 0)), default: []].insert(trace)
    }
    return traces
  }

  /// Replaces the traces of a user that differ.
  func replace(_ former: Set<LearnerTrace>, with traces: Set<LearnerTrace>, of user: ID) throws {
    for trace in former.subtracting(traces) {
      try session.run(
        """
        DELETE FROM learner_traces WHERE kind = \(trace.kind.rawValue) AND subject = \(trace.iri.subject)
        AND position = \(trace.position) AND user_id = \(user.text)
        """)
    }
    let added = traces.subtracting(former)
    if added.isEmpty { return }
    let rows = try session.insertion(
      into: "learner_traces", columns: ["kind", "subject", "position", "user_id", "iri", "detail"])
    for trace in added {
      try rows.run([
        .text(trace.kind.rawValue), .text(trace.iri.subject), .text(trace.position), .text(user.text),
        .text(trace.iri.text), trace.detail.map { SQLValue.text($0.text) } ?? .null,
      ])
    }
    try rows.finish()
  }

  struct Row {
    let user: ID
    let trace: LearnerTrace
  }

  /// The first one in the order of statements, or the last one.
  func first(_ kind: TraceKind, _ iri: ID, after position: String = "", isLast: Bool = false) throws -> Row? {
    try session.first(
      """
      SELECT user_id, position, detail FROM learner_traces
      WHERE kind = \(kind.rawValue) AND subject = \(iri.subject) AND position >= \(position)
      ORDER BY position \(raw: isLast ? "DESC" : "ASC") LIMIT 1
      """
    ) { row in
      let detail = row.text(2).map { ID(text: $0) }
      return Row(user: ID(text: row.text(at: 0)), trace: LearnerTrace(kind, iri, row.text(at: 1), detail))
    }
  }

  func exists(_ kind: TraceKind, _ iri: ID) throws -> Bool { try first(kind, iri) != nil }

  /// The users with a trace of a kind for one of these.
  func users(_ kind: TraceKind, _ iris: some Sequence<ID>) throws -> Set<ID> {
    Set(
      ids: try session.all(
        """
        SELECT DISTINCT user_id FROM learner_traces
        WHERE kind = \(kind.rawValue) AND subject \(anyOf: iris.map(\.subject))
        """
      ) { $0.text(at: 0) })
  }

  /// The details of all traces of a kind for one of these.
  func details(_ kind: TraceKind, _ iris: some Sequence<ID>) throws -> Set<ID> {
    Set(
      try session.all(
        """
        SELECT DISTINCT detail FROM learner_traces
        WHERE kind = \(kind.rawValue) AND subject \(anyOf: iris.map(\.subject)) AND detail IS NOT NULL
        """
      ) { ID(text: $0.text(at: 0)) })
  }
}

/// The post that an object is, as far as other records depend on it.
struct PostState: Equatable {
  let author: ID
  /// Of the statement.
  let position: String
  let course: ID
  /// The position of the first deletion after it.
  let deletion: String?
}

extension TraceStore {
  func post(_ object: ID) throws -> PostState? {
    guard let row = try first(.post, object) else { return nil }
    return PostState(
      author: row.user, position: row.trace.position, course: row.trace.detail ?? ID(text: ""),
      deletion: try first(.deletion, object, after: row.trace.position)?.trace.position)
  }
}
