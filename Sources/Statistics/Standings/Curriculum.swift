package import DatabaseAccess

/// What standings are computed against: blocks and steps of sessions, and tags.
package struct Curriculum: Sendable {
  /// Program session → the blocks of its program, by position.
  package var blocks: [Int: [Block]] = [:]
  /// Path session → the steps of its path, by position.
  package var steps: [Int: [Step]] = [:]
  package var questionTags: [Int: [Int]] = [:]
  package var assessmentTags: [Int: [Int]] = [:]

  package init() {}

  package struct Block: Sendable {
    let position: Int
    let item: Item
    let isMandatory: Bool
  }

  package struct Step: Sendable {
    let position: Int
    let item: StepItem
    let isMandatory: Bool
  }

  package enum StepItem: Sendable {
    case item(Item)
    case programSession(Int)

    /// - Returns: nil if all columns are null.
    fileprivate init?(_ row: inout NamedColumns) {
      let (item, programSession) = (Item(&row), row.integer("program_session_key"))
      guard let step = item.map(Self.item) ?? programSession.map(Self.programSession) else { return nil }
      self = step
    }
  }

  package init(_ session: any SQLSession) throws {
    try readBlocks(session)
    try readSteps(session)
    questionTags = try Self.tags("question_tags", session)
    assessmentTags = try Self.tags("assessment_tags", session)
  }

  /// Reads only what the affected standings depend on. Adds to them: the paths that have an affected program session as
  /// a step, the program sessions that are steps of affected paths, and the tags of affected questions and assessments.
  /// - Parameter paths: the path sessions in which the users have or had an enrolment.
  package init(of affected: inout AffectedStandings, among paths: Set<Int>, _ session: any SQLSession) throws {
    if affected.hasSessions {
      try readSteps(session, "key \(anyOf: paths.union(affected.pathSessions).sorted())")
      affected.addSteps(steps)
      try readBlocks(session, "key \(anyOf: affected.programSessions.sorted())")
    }
    try affected.addTags(session)
    if affected.tags.isEmpty { return }
    let named: SQLText = "member_key \(anyOf: affected.tags.sorted())"
    questionTags = try Self.tags("question_tags", session, named)
    assessmentTags = try Self.tags("assessment_tags", session, named)
  }

  private static func tags(
    _ table: String, _ session: any SQLSession, _ condition: SQLText = "true"
  ) throws -> [Int: [Int]] {
    var tags: [Int: [Int]] = [:]
    try session.eachOfFew("SELECT owner_key, member_key FROM \(raw: table) WHERE \(sql: condition)") {
      tags[$0.integer(at: 0), default: []].append($0.integer(at: 1))
    }
    return tags
  }

  /// - Parameter sessions: a condition on program sessions.
  private mutating func readBlocks(_ session: any SQLSession, _ sessions: SQLText = "true") throws {
    var programs: [Int: [Block]] = [:]
    let reader = RowReader { row in
      (
        program: row.integer(at: "program_key"), position: row.integer(at: "position"), item: Item(&row),
        isMandatory: row.flag("mandatory")
      )
    }
    try session.eachOfFew(
      """
      SELECT \(sql: reader.columns) FROM program_blocks
      WHERE program_key IN (SELECT program_key FROM program_sessions WHERE \(sql: sessions))
      ORDER BY program_key, position
      """
    ) {
      let row = reader.read($0)
      guard let item = row.item else { return }
      programs[row.program, default: []].append(
        Block(position: row.position, item: item, isMandatory: row.isMandatory))
    }
    try session.eachOfFew("SELECT key, program_key FROM program_sessions WHERE \(sql: sessions)") {
      blocks[$0.integer(at: 0)] = programs[$0.integer(at: 1)] ?? []
    }
  }

  /// - Parameter sessions: a condition on path sessions.
  private mutating func readSteps(_ session: any SQLSession, _ sessions: SQLText = "true") throws {
    var paths: [Int: [Step]] = [:]
    let reader = RowReader { row in
      (
        path: row.integer(at: "path_key"), position: row.integer(at: "position"), item: StepItem(&row),
        isMandatory: row.flag("mandatory")
      )
    }
    try session.eachOfFew(
      """
      SELECT \(sql: reader.columns) FROM path_steps
      WHERE path_key IN (SELECT path_key FROM path_sessions WHERE \(sql: sessions)) ORDER BY path_key, position
      """
    ) {
      let row = reader.read($0)
      guard let item = row.item else { return }
      paths[row.path, default: []].append(Step(position: row.position, item: item, isMandatory: row.isMandatory))
    }
    try session.eachOfFew("SELECT key, path_key FROM path_sessions WHERE \(sql: sessions)") {
      steps[$0.integer(at: 0)] = paths[$0.integer(at: 1)] ?? []
    }
  }
}

/// Something that can be learned, with its key.
package enum Item: Hashable, Sendable {
  case course(Int)
  case assessment(Int)
  case classroom(Int)

  /// - Returns: nil if all columns are null.
  fileprivate init?(_ row: inout NamedColumns) {
    let course = row.integer("course_key").map(Self.course)
    let assessment = row.integer("assessment_key").map(Self.assessment)
    let classroom = row.integer("classroom_key").map(Self.classroom)
    guard let item = course ?? assessment ?? classroom else { return nil }
    self = item
  }
}
