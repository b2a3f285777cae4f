package import DatabaseAccess
package import Store

/// The standings that some facts affect: courses, questions and so on, by key. A user's facts on anything else do not
/// matter to them.
package struct AffectedStandings: Sendable {
  package private(set) var courses: Set<Int> = []
  package private(set) var questions: Set<Int> = []
  package private(set) var assessments: Set<Int> = []
  package internal(set) var tags: Set<Int> = []
  package internal(set) var programSessions: Set<Int> = []
  package internal(set) var pathSessions: Set<Int> = []

  package init() {}

  private static var sets: [(column: String, set: WritableKeyPath<Self, Set<Int>>)] {
    [
      ("course_key", \.courses), ("question_key", \.questions), ("assessment_key", \.assessments),
      ("program_session_key", \.programSessions), ("path_session_key", \.pathSessions),
    ]
  }

  /// Adds what facts name.
  /// - Parameter offset: the number of columns that the rows have before those of the table.
  package mutating func add(_ facts: PackedRows, of table: FactTable, offset: Int = 0) {
    var row = PackedRow(facts)
    for (name, set) in Self.sets {
      guard let column = table.columns.firstIndex(of: name) else { continue }
      for index in 0..<facts.count {
        row.move(to: facts.range(index))
        if let key = row.integer(column + offset) { self[keyPath: set].insert(key) }
      }
    }
  }

  /// Whether a program or path session is affected.
  package var hasSessions: Bool { !programSessions.isEmpty || !pathSessions.isEmpty }

  /// The values of the first column that identify the affected rows of each standings table, in the order of
  /// `UserStandings.types`.
  package var keys: [Set<Int>] {
    [courses, questions, tags, programSessions, programSessions, pathSessions, pathSessions]
  }

  /// The facts that the affected standings are computed from, as a condition on the rows of a table; nil if there are
  /// none.
  func facts(of table: FactTable) -> SQLText? {
    var conditions: [SQLText] = []
    func add(_ keys: Set<Int>, _ column: String) {
      if !keys.isEmpty, table.columns.contains(column) { conditions.append("\(raw: column) \(anyOf: keys.sorted())") }
    }
    for (column, set) in Self.sets { add(self[keyPath: set], column) }
    for (owner, links) in [("question_key", "question_tags"), ("assessment_key", "assessment_tags")]
    where !tags.isEmpty && table.columns.contains(owner) {
      conditions.append(
        "\(raw: owner) IN (SELECT owner_key FROM \(raw: links) WHERE member_key \(anyOf: tags.sorted()))")
    }
    return conditions.isEmpty ? nil : conditions.joined(separator: " OR ")
  }

  /// Adds the paths that have an affected program session as a step, and the program sessions that are steps of
  /// affected paths.
  mutating func addSteps(_ steps: [Int: [Curriculum.Step]]) {
    let programs = steps.mapValues { Set($0.compactMap(\.programSession)) }
    for (path, programs) in programs where !programs.isDisjoint(with: programSessions) { pathSessions.insert(path) }
    for path in pathSessions { programSessions.formUnion(programs[path] ?? []) }
  }

  /// Adds the tags of affected questions and assessments.
  mutating func addTags(_ session: any SQLSession) throws {
    for (owners, links) in [(questions, "question_tags"), (assessments, "assessment_tags")] where !owners.isEmpty {
      try session.eachOfFew(
        "SELECT DISTINCT member_key FROM \(raw: links) WHERE owner_key \(anyOf: owners.sorted())"
      ) { tags.insert($0.integer(at: 0)) }
    }
  }
}

extension Curriculum.Step {
  fileprivate var programSession: Int? { if case .programSession(let session) = item { session } else { nil } }
}
