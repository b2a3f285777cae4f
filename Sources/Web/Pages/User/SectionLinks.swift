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

  /// The links of a section of an entity's page: names lead to the entities' pages, and counts of users to the list of
  /// these users.
  /// - Parameter path: the path of the page.
  static func thing(
    _ section: Section, _ things: EntityLinks, _ language: Language, path: String
  ) -> SectionLinks {
    let entity: Address = { row in thing(in: section, row).flatMap { things.address(of: $0.kind, $0.id) } }
    func users(_ column: String, _ narrowing: @escaping (Section.Row) -> Query?) -> [String: Address] {
      [column: { row in narrowing(row).flatMap { usersAddress(path, $0, counted: section.cell(column, of: row)) } }]
    }
    switch section.id {
    case "choices":
      let correct = language("answer_is_correct")
      return SectionLinks(details: ["choice": { section.cell("is_correct", of: $0) == .flag(true) ? correct : nil }])
    case "levels": return SectionLinks(cells: users("users") { level($0.id).map { Query(conditions: $0) } })
    case "statuses": return SectionLinks(cells: users("users") { Query(conditions: ["status:is:\($0.id)"]) })
    // The last row counts the answers from that one on, of which a user may have several.
    case "by_try":
      return SectionLinks(
        cells: users("answers") { row in
          Int(row.id).flatMap { $0 < EntityStatistics.lastTry ? Query(conditions: ["answers:ge:\($0)"]) : nil }
        })
    case "results":
      return SectionLinks(cells: users("users") { Query([("group", $0.id)]) }.merging(["group": entity]) { $1 })
    case "subgroups":
      let members: Address = { row in
        entity(row).flatMap { usersAddress($0, Query([]), counted: section.cell("members", of: row)) }
      }
      return SectionLinks(cells: ["name": entity, "members": members])
    case "blocks": return SectionLinks(cells: ["name": entity])
    default: return SectionLinks()
    }
  }

  /// The list of the users that a number counts.
  /// - Parameters:
  ///   - path: the page with the list.
  ///   - value: the number; a count of 0 has no list.
  static func usersAddress(_ path: String, _ narrowing: Query, counted value: Cell?) -> String? {
    value == .count(0) ? nil : narrowing.text(after: path) + "#users"
  }

  /// The conditions that select the users of a level of progress (`Roster.levels`).
  private static func level(_ id: String) -> [String]? {
    switch id {
    case "0": ["progress:lt:1"]
    case "1": ["progress:ge:1", "progress:lt:25"]
    case "2": ["progress:ge:25", "progress:lt:50"]
    case "3": ["progress:ge:50", "progress:lt:75"]
    case "4": ["progress:ge:75", "progress:lt:100"]
    case "5": ["progress:eq:100"]
    default: nil
    }
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
