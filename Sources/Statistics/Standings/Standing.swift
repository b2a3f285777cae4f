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
  /// - Parameter affected: limits the rows; nil: all.
  package func pack(_ user: Int, only affected: AffectedStandings? = nil, into tables: inout [PackedRows]) {
    let keys = affected?.keys
    tables[0].append(user, courses, keys?[0])
    tables[1].append(user, questions, keys?[1])
    tables[2].append(user, tags, keys?[2])
    tables[3].append(user, blocks, keys?[3])
    tables[4].append(user, programs, keys?[4])
    tables[5].append(user, steps, keys?[5])
    tables[6].append(user, paths, keys?[6])
  }

  package static let types: [any Standing.Type] = [
    CourseStanding.self, QuestionStanding.self, TagStanding.self, BlockStanding.self, ProgramStanding.self,
    StepStanding.self, PathStanding.self,
  ]
}

extension PackedRows {
  /// - Parameter keys: the first values of the standings to append; nil: all.
  fileprivate mutating func append(_ user: Int, _ standings: [some Standing], _ keys: Set<Int>?) {
    for standing in standings {
      let values = standing.values
      if let keys, let key = values[0], !keys.contains(key) { continue }
      beginRow()
      append(user)
      for value in values { append(value) }
    }
  }
}
