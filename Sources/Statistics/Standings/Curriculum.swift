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
    try session.each("SELECT owner_key, member_key FROM question_tags") {
      questionTags[$0.integer(at: 0), default: []].append($0.integer(at: 1))
    }
    try session.each("SELECT owner_key, member_key FROM assessment_tags") {
      assessmentTags[$0.integer(at: 0), default: []].append($0.integer(at: 1))
    }
  }

  private mutating func readBlocks(_ session: any SQLSession) throws {
    var programs: [Int: [Block]] = [:]
    let reader = RowReader { row in
      (
        program: row.integer(at: "program_key"), position: row.integer(at: "position"), item: Item(&row),
        isMandatory: row.flag("mandatory")
      )
    }
    try session.each("SELECT \(sql: reader.columns) FROM program_blocks ORDER BY program_key, position") {
      let row = reader.read($0)
      guard let item = row.item else { return }
      programs[row.program, default: []].append(
        Block(position: row.position, item: item, isMandatory: row.isMandatory))
    }
    try session.each("SELECT key, program_key FROM program_sessions") {
      blocks[$0.integer(at: 0)] = programs[$0.integer(at: 1)] ?? []
    }
  }

  private mutating func readSteps(_ session: any SQLSession) throws {
    var paths: [Int: [Step]] = [:]
    let reader = RowReader { row in
      (
        path: row.integer(at: "path_key"), position: row.integer(at: "position"), item: StepItem(&row),
        isMandatory: row.flag("mandatory")
      )
    }
    try session.each("SELECT \(sql: reader.columns) FROM path_steps ORDER BY path_key, position") {
      let row = reader.read($0)
      guard let item = row.item else { return }
      paths[row.path, default: []].append(Step(position: row.position, item: item, isMandatory: row.isMandatory))
    }
    try session.each("SELECT key, path_key FROM path_sessions") {
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
