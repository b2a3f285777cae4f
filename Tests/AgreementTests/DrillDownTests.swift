import Access
import DatabaseAccess
import ReferenceModel
import Statistics
import Support
import Testing

@testable import Web

/// The drill-downs behind the rows of a user's page agree with the reference on random platforms, and with the rows.
@Suite struct DrillDownTests {
  @Test(arguments: [UInt64(3), 14, 25, 36, 47, 58, 69, 80, 91, 102])
  func `Blocks, steps, attempts and answers are those of the reference, and nothing else is found`(seed: UInt64)
    async throws
  {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    let (reference, moment) = (world.reference, world.product.moment)
    for user in reference.users.map(\.id) {
      for session in reference.programSessions.keys.sorted() + ["no-such"] {
        let found = try await world.found {
          try ProgramBlocks(user: user, session: session, in: $0, at: moment, .whole, $1)
        }
        expect(found.map(JSONValue.init), reference.blocks(of: user, in: session), "\(seed): \(user) in \(session)")
      }
      for session in reference.pathSessions.keys.sorted() {
        let found = try await world.found {
          try PathSteps(user: user, session: session, in: $0, at: moment, .whole, $1)
        }
        let steps = reference.steps(of: user, in: session)
        expect(found.map { JSONValue($0.steps) }, steps, "\(seed): \(user) in \(session)")
      }
      for course in reference.courses.map(\.id) + ["no-such"] {
        let found = try await world.found {
          try CourseAttempts(user: user, course: course, narrowed: nil, in: $0, at: moment, .whole, $1)
        }
        let attempts = reference.attempts(of: user, on: course)
        expect(found.map(JSONValue.init), attempts, "\(seed): \(user) on \(course)")
      }
      for question in reference.questions.keys.sorted() + ["no-such"] {
        let found = try await world.found {
          try QuestionAnswers(user: user, question: question, in: $0, at: moment, .whole, $1)
        }
        let answers = reference.answers(of: user, to: question)
        expect(found.map(JSONValue.init), answers, "\(seed): \(user) to \(question)")
      }
    }
  }

  @Test(arguments: [UInt64(7), 21, 33]) func `A block's number of attempts is that of the attempts it opens`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    let moment = world.product.moment
    var opened = 0
    for user in world.reference.users.map(\.id) {
      for session in world.reference.programSessions.keys.sorted() {
        let found = try await world.found {
          try ProgramBlocks(user: user, session: session, in: $0, at: moment, .whole, $1)
        }
        guard let blocks = found?.blocks else { continue }
        for row in blocks.rows {
          guard case .count(let count)? = blocks.cell("attempts", of: row), count > 0,
            case .text(let course)? = blocks.cell("item", of: row)
          else { continue }
          let attempts = try await world.found {
            try CourseAttempts(
              user: user, course: course, narrowed: .program(session), in: $0, at: moment, .whole, $1)
          }
          #expect(attempts?.attempts.count == count, "\(user), \(course) in \(session)")
          let expected = world.reference.attempts(of: user, on: course, in: .program(session))
          expect(attempts.map(JSONValue.init), expected, "\(user), \(course) in \(session)")
          opened += 1
        }
      }
    }
    #expect(opened > 0)
  }

  /// The order is implemented twice, in SQL for long lists and in Swift; both follow rule 8.
  @Test(arguments: [UInt64(5), 16, 27, 38]) func `Statements sort as sections do, by every column, and page by page`(
    seed: UInt64
  ) async throws {
    let world = try await RandomWorld(seed: seed, isSmall: true)
    var compared = 0
    for user in world.reference.users.map(\.id) {
      for section in [UserSection.courses, .questions] {
        let whole = try #require(try await world.section(section, of: user, .whole))
        for column in section.table.columns where column.isShown {
          for descending in [false, true] {
            var sorted = whole
            sorted.sort(by: column.key, descending: descending)
            let view = SectionView(sort: column.key, descending: descending)
            let found = try await world.section(section, of: user, view)
            #expect(found?.rows.map(\.id) == sorted.rows.map(\.id), "\(seed), \(user): \(section) by \(column.key)")
            compared += sorted.rows.count
          }
        }
        try await expectPages(section, of: user, whole, world)
      }
    }
    #expect(compared > 100)
  }

  private func expectPages(_ section: UserSection, of user: String, _ whole: Section, _ world: RandomWorld) async throws
  {
    var ids: [String] = []
    for number in 1...(max(1, whole.count + 2) / 3 + 1) {
      let view = SectionView(page: .init(number: number, size: 3))
      let page = try #require(try await world.section(section, of: user, view))
      #expect(page.count == whole.count && page.rows.count <= 3)
      if ids.count < whole.count {
        ids += page.rows.map(\.id)
      } else {
        // A page past the end shows the last page.
        #expect(page.rows.last?.id == whole.rows.last?.id)
      }
    }
    #expect(ids == whole.rows.map(\.id), "\(section) of \(user)")
  }

  private func expect(_ found: JSONValue?, _ expected: ExactJSON?, _ place: Comment) {
    // The reference has no booleans.
    let text = found?.text.replacing("\"mandatory\":true", with: "\"mandatory\":\"true\"")
      .replacing("\"mandatory\":false", with: "\"mandatory\":\"false\"")
    let json = text.map { (try? ExactJSON(parsing: $0))?.compareForm ?? "no JSON" }
    #expect(equalByCodePoint(json ?? "404", expected?.compareForm ?? "404"), place)
  }
}

extension RandomWorld {
  /// As the owner sees it; nil for "not found".
  func found<Found: Sendable>(
    _ find: @escaping @Sendable (Scope, any SQLSession) throws -> Found
  ) async throws -> Found? {
    try await product.asking(owner) { viewer, session in
      do { return try find(.page(of: viewer), session) } catch AccessDenied.notFound { return nil }
    }
  }

  func section(_ section: UserSection, of user: String, _ view: SectionView) async throws -> Section? {
    try await found { [moment = product.moment] scope, session in
      let subject = try Subject(id: user, in: scope, session)
      return try section.table.section(of: subject.user, view, at: moment, session)
    }
  }
}
