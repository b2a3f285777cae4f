import Access
import Hummingbird
import Statistics
import Support

/// The API of the details behind the rows of a user's statistics: all rows, in the order of the pages.
enum DrillDownAPI {
  static func program(_ visit: WebRequest) async throws -> Response {
    let (id, session) = (try visit.parameter("id"), try visit.parameter("session"))
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read {
      try ProgramBlocks(user: id, session: session, in: scope, at: visit.moment, .whole, $0)
    }
    visit.audit("user.program.view", subject: found.subject.key)
    return JSONValue(found).response()
  }

  static func attempts(_ visit: WebRequest) async throws -> Response {
    let (id, course) = (try visit.parameter("id"), try visit.parameter("course"))
    let narrowing = try CourseAttempts.Narrowing(try visit.query())
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read {
      try CourseAttempts(user: id, course: course, narrowed: narrowing, in: scope, at: visit.moment, .whole, $0)
    }
    visit.audit("user.attempts.view", subject: found.subject.key, rows: found.attempts.count)
    return JSONValue(found).response()
  }

  static func answers(_ visit: WebRequest) async throws -> Response {
    let (id, question) = (try visit.parameter("id"), try visit.parameter("question"))
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read {
      try QuestionAnswers(user: id, question: question, in: scope, at: visit.moment, .whole, $0)
    }
    visit.audit("user.answers.view", subject: found.subject.key, rows: found.answers.count)
    return JSONValue(found).response()
  }
}

extension JSONValue {
  /// The session's row of the section *Programs*, and its blocks.
  init(_ program: ProgramBlocks) {
    let own = program.program.rows.first.map { Self.members($0, of: program.program) } ?? []
    self = .object(own + [("blocks", JSONValue(program.blocks))])
  }

  init(_ attempts: CourseAttempts) {
    self = [
      "course": .string(attempts.course.id), "name": .string(attempts.course.name),
      "attempts": JSONValue(attempts.attempts),
    ]
  }

  init(_ answers: QuestionAnswers) {
    self = [
      "question": .string(answers.question.id), "statement": .string(answers.question.name),
      "answers": JSONValue(answers.answers),
    ]
  }
}
