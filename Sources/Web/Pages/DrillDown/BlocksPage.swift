import Access
import Hummingbird
import Statistics

/// The blocks of a program session and the steps of a path session, with a user's progress.
enum BlocksPage {
  static func program(_ visit: WebRequest) async throws -> Response {
    let (id, session, query) = (try visit.parameter("id"), try visit.parameter("session"), try visit.query())
    let request = try SectionRequest("blocks", ProgramBlocks.columns, query, rowsAPage: SectionRequest.many)
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read { [view = request.view] in
      try ProgramBlocks(user: id, session: session, in: scope, at: visit.moment, view, $0)
    }
    visit.audit("user.program.view", subject: found.subject.key)
    let title = found.program.rows.first?.name ?? ""
    let page = DrillDown(
      visit: visit, subject: found.subject, title: title, kind: visit.language("drill_program"), section: .programs)
    let path = "\(found.subject.page)/programs/\(Query.encoded(session))"
    let things = try await things(found.blocks, visit)
    let links = links(found.blocks, found.subject, narrowed: "program:\(session)", things, visit)
    return try page.response(
      SectionTable(found.blocks, request.view, visit, query, path: path, links: links),
      tiles: DrillDown.tiles(found.program, without: ["name"], visit),
      links: try await view(.programSession, session, visit))
  }

  static func path(_ visit: WebRequest) async throws -> Response {
    let (id, session, query) = (try visit.parameter("id"), try visit.parameter("session"), try visit.query())
    let request = try SectionRequest("steps", PathSteps.columns, query, rowsAPage: SectionRequest.many)
    let scope = Scope.page(of: try visit.viewer)
    let found = try await visit.read { [view = request.view] in
      try PathSteps(user: id, session: session, in: scope, at: visit.moment, view, $0)
    }
    visit.audit("user.path.view", subject: found.subject.key)
    let row = found.path.rows.first
    let names = ["name", "session_name"].compactMap { key in
      row.flatMap { found.path.cell(key, of: $0) }.flatMap(visit.shown.value)
    }
    let page = DrillDown(
      visit: visit, subject: found.subject, title: names.joined(separator: " · "), kind: visit.language("drill_path"),
      section: .paths)
    let path = "\(found.subject.page)/paths/\(Query.encoded(session))"
    let things = try await things(found.steps, visit)
    let links = links(found.steps, found.subject, narrowed: "path:\(session)", things, visit)
    return try page.response(
      SectionTable(found.steps, request.view, visit, query, path: path, links: links),
      tiles: DrillDown.tiles(found.path, without: ["name", "session_name"], visit),
      links: try await view(.pathSession, session, visit))
  }

  /// The number of attempts links to the attempts made in this session; a step that is a program links to its blocks.
  private static func links(
    _ blocks: Section, _ subject: Subject, narrowed: String, _ things: EntityLinks, _ visit: WebRequest
  ) -> SectionLinks {
    func text(_ key: String, _ row: Section.Row) -> String { self.text(key, row, blocks) }
    let attempts: SectionLinks.Address = { row in
      guard case .count(let count)? = blocks.cell("attempts", of: row), count > 0 else { return nil }
      let course = Query.encoded(text("item", row))
      return "\(subject.page)/courses/\(course)/attempts?session=\(Query.encoded(narrowed))"
    }
    let program: SectionLinks.Address = { row in
      text("kind", row) == "program" ? "\(subject.page)/programs/\(Query.encoded(text("item", row)))" : nil
    }
    let kind: SectionLinks.Address = { row in
      let kind = visit.language("block_\(text("kind", row))")
      let isMandatory = blocks.cell("mandatory", of: row) == .flag(true)
      return isMandatory ? kind : visit.language("block_optional", ["kind": kind])
    }
    let view: SectionLinks.Address = { row in
      kinds[text("kind", row)].flatMap { things.address(of: $0, text("item", row)) }
    }
    return SectionLinks(cells: ["attempts": attempts, "name": program], view: view, details: ["name": kind])
  }

  /// The kinds of blocks that have their own pages.
  private static let kinds: [String: EntityKind] = ["course": .course, "program": .programSession]

  private static func text(_ key: String, _ row: Section.Row, _ blocks: Section) -> String {
    if case .text(let text)? = blocks.cell(key, of: row) { text } else { "" }
  }

  private static func things(_ blocks: Section, _ visit: WebRequest) async throws -> EntityLinks {
    let viewer = try visit.viewer
    let items = blocks.rows.compactMap { row in
      kinds[text("kind", row, blocks)].map { (kind: $0, id: text("item", row, blocks)) }
    }
    let ids = Dictionary(grouping: items, by: \.kind).mapValues { $0.map(\.id) }
    return try await visit.read { try EntityLinks(ids, for: viewer, $0) }
  }

  private static func view(_ thing: EntityKind, _ id: String, _ visit: WebRequest) async throws -> [Link] {
    let address = try await visit.address(of: thing, id)
    return address.map { [Link(title: visit.language("view"), href: $0)] } ?? []
  }
}
