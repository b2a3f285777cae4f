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
    try session.each(
      """
      SELECT program_key, position, course_key, assessment_key, classroom_key, mandatory
      FROM program_blocks ORDER BY program_key, position
      """
    ) { row in
      guard let item = Item(row, from: 2) else { return }
      programs[row.integer(at: 0), default: []].append(
        Block(position: row.integer(at: 1), item: item, isMandatory: row.flag(5)))
    }
    try session.each("SELECT key, program_key FROM program_sessions") {
      blocks[$0.integer(at: 0)] = programs[$0.integer(at: 1)] ?? []
    }
  }

  private mutating func readSteps(_ session: any SQLSession) throws {
    var paths: [Int: [Step]] = [:]
    try session.each(
      """
      SELECT path_key, position, course_key, assessment_key, classroom_key, program_session_key, mandatory
      FROM path_steps ORDER BY path_key, position
      """
    ) { row in
      guard let item = Item(row, from: 2).map(StepItem.item) ?? row.integer(5).map(StepItem.programSession) else {
        return
      }
      paths[row.integer(at: 0), default: []].append(
        Step(position: row.integer(at: 1), item: item, isMandatory: row.flag(6)))
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

  /// Reads three columns, one of which is not null: course, assessment, classroom.
  init?(_ row: any SQLRow, from column: Int) {
    if let course = row.integer(column) {
      self = .course(course)
    } else if let assessment = row.integer(column + 1) {
      self = .assessment(assessment)
    } else if let classroom = row.integer(column + 2) {
      self = .classroom(classroom)
    } else {
      return nil
    }
  }
}
