import Access
import Records
import Statistics

/// The links of a section's rows, and the secondary texts of its cells.
struct SectionLinks {
  typealias Address = (Section.Row) -> String?

  /// Links by column key.
  var cells: [String: Address] = [:]
  /// The link to the entity's own page, in a separate column.
  var view: Address = { _ in nil }
  /// A second, muted line, by column key.
  var details: [String: Address] = [:]

  /// The links of a section of a user's page.
  /// - Parameters:
  ///   - subject: the user.
  ///   - paths: ids of the path sessions whose steps can be opened.
  static func user(
    _ section: Section, of subject: Subject, paths: Set<ID>, _ things: EntityLinks
  ) -> SectionLinks {
    func below(_ folder: String, _ ending: String = "") -> Address {
      { "\(subject.page)/\(folder)/\(Query.encoded($0.id))\(ending)" }
    }
    func thing(_ kind: EntityKind) -> Address { { things.address(of: kind, $0.id) } }
    return switch UserSection(rawValue: section.id) {
    case .certificates: SectionLinks(cells: ["path_session": steps(section, subject.page, paths)])
    case .paths: SectionLinks(cells: ["name": below("paths")], view: thing(.pathSession))
    case .programs: SectionLinks(cells: ["name": below("programs")], view: thing(.programSession))
    case .courses: SectionLinks(cells: ["attempts": below("courses", "/attempts")], view: thing(.course))
    case .questions: SectionLinks(cells: ["statement": below("questions")])
    case .tags: SectionLinks(cells: records(section, of: subject), view: thing(.tag))
    case nil: SectionLinks()
    }
  }

  /// The links of a section of an entity's page: names lead to the entities' pages.
  static func thing(_ section: Section, _ things: EntityLinks, _ language: Language) -> SectionLinks {
    if section.id == "choices" {
      let correct = language("answer_is_correct")
      return SectionLinks(details: ["choice": { section.cell("is_correct", of: $0) == .flag(true) ? correct : nil }])
    }
    guard let name = section.columns.first(where: { $0.kind == .text })?.key else { return SectionLinks() }
    return SectionLinks(cells: [name: { row in thing(in: section, row).flatMap { things.address(of: $0.kind, $0.id) } }]
    )
  }

  /// The entity that a row names.
  static func thing(in section: Section, _ row: Section.Row) -> (kind: EntityKind, id: String)? {
    switch section.id {
    case "results", "subgroups": (.group, row.id)
    case "blocks": if case .text(let course)? = section.cell("course", of: row) { (.course, course) } else { nil }
    default: nil
    }
  }

  /// Links numbers to the records behind them.
  private static func records(_ section: Section, of subject: Subject) -> [String: Address] {
    let numbers = section.columns.compactMap { column in column.statistic.map { (column.key, $0) } }
    return Dictionary(uniqueKeysWithValues: numbers).mapValues { statistic in
      { EvidencePage.path(of: statistic, user: subject.id, tag: $0.id) }
    }
  }

  private static func steps(_ section: Section, _ path: String, _ paths: Set<ID>) -> Address {
    { row in
      guard case .text(let id)? = section.cell("path_session_id", of: row), paths.contains(id) else { return nil }
      return "\(path)/paths/\(Query.encoded(id))"
    }
  }
}
