package import DatabaseAccess

/// One row of a standings table: a user's progress in a course, program, path…; the user key is not included.
package protocol Standing: Sendable {
  static var table: String { get }
  /// In the order of `values`; the first ones identify the course, session, tag…
  static var columns: [String] { get }
  var values: [Int?] { get }
}

/// All of a user's standings except the overall one, which SQL computes from the facts and from these.
package struct UserStandings: Sendable {
  package let courses: [CourseStanding]
  package let questions: [QuestionStanding]
  package let tags: [TagStanding]
  package let blocks: [BlockStanding]
  package let programs: [ProgramStanding]
  package let steps: [StepStanding]
  package let paths: [PathStanding]
  /// In the order of the attempts, which store them.
  package let supersessions: [Supersession]

  package init(_ facts: UserFacts, _ curriculum: Curriculum) {
    courses = CourseStanding.all(facts.attempts)
    questions = QuestionStanding.all(facts.answers)
    tags = TagStanding.all(facts, curriculum)
    supersessions = Supersession.all(facts.attempts)
    let counted = SessionFacts(facts)
    let programs = ProgramProgress.all(counted, curriculum)
    blocks = programs.flatMap(\.blocks)
    self.programs = programs.map(\.standing)
    let paths = PathProgress.all(counted, facts.pathSessions, programs, curriculum)
    steps = paths.flatMap(\.steps)
    self.paths = paths.map(\.standing)
  }

  /// Appends the rows of every table, each prefixed with the user's key, in the order of `types`.
  package func pack(_ user: Int, into tables: inout [PackedRows]) {
    tables[0].append(user, courses)
    tables[1].append(user, questions)
    tables[2].append(user, tags)
    tables[3].append(user, blocks)
    tables[4].append(user, programs)
    tables[5].append(user, steps)
    tables[6].append(user, paths)
  }

  package static let types: [any Standing.Type] = [
    CourseStanding.self, QuestionStanding.self, TagStanding.self, BlockStanding.self, ProgramStanding.self,
    StepStanding.self, PathStanding.self,
  ]
}

extension PackedRows {
  fileprivate mutating func append(_ user: Int, _ standings: [some Standing]) {
    for standing in standings {
      beginRow()
      append(user)
      for value in standing.values { append(value) }
    }
  }
}
