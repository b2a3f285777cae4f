import Access
import Hummingbird
import Statistics

/// A user's attempts on a course; with `session=program:ID` or `path:ID`, only those made in that session.
enum AttemptsPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let (id, course, query) = (try visit.parameter("id"), try visit.parameter("course"), try visit.query())
    let narrowing = try CourseAttempts.Narrowing(query)
    let request = try SectionRequest("attempts", CourseAttempts.columns, query, rowsAPage: SectionRequest.many)
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read { [view = request.view] in
      try CourseAttempts(
        user: id, course: course, narrowed: narrowing, in: scope, at: visit.moment, view, $0)
    }
    visit.audit("user.attempts.view", subject: found.subject.key, rows: found.attempts.count)
    var page = DrillDown(
      visit: visit, subject: found.subject, title: found.course.name, kind: visit.language("drill_attempts"),
      section: narrowing.map { $0.isProgram ? .programs : .paths } ?? .courses)
    let path = "\(found.subject.page)/courses/\(Query.encoded(course))/attempts"
    var links = try await view(course, visit)
    if let session = found.session {
      let folder = narrowing?.isProgram == true ? "programs" : "paths"
      page.between = [(session.name, "\(found.subject.page)/\(folder)/\(Query.encoded(session.id))")]
      links.insert(Link(title: visit.language("drill_all_attempts"), href: path), at: 0)
    }
    let programs = SectionLinks(cells: ["program": program(found)])
    return try page.response(
      SectionTable(found.attempts, request.view, visit, query, path: path, links: programs), links: links)
  }

  /// The link to the program session of an attempt, on the user's pages.
  private static func program(_ found: CourseAttempts) -> SectionLinks.Address {
    { row in
      guard case .text(let session)? = found.attempts.cell("program_session", of: row) else { return nil }
      return "\(found.subject.page)/programs/\(Query.encoded(session))"
    }
  }

  private static func view(_ course: String, _ visit: WebRequest) async throws -> [Link] {
    let address = try await visit.address(of: .course, course)
    return address.map { [Link(title: visit.language("view"), href: $0)] } ?? []
  }
}

extension CourseAttempts.Narrowing {
  static let parameters: Parameters = ["session"]

  /// - Throws: `BadRequest` unless it is `program:ID` or `path:ID`.
  init?(_ query: Query) throws {
    guard let text = query["session"] else { return nil }
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count) {
    case ("program", 2): self = .program(parts[1])
    case ("path", 2): self = .path(parts[1])
    default: throw BadRequest("session", "is neither program:ID nor path:ID")
    }
  }
}
