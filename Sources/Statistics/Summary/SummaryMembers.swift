import Calendar
import DatabaseAccess

/// A custom field by which a *Summary* divides users.
struct SummaryField {
  let key: Int
  let title: String
  let isDate: Bool

  /// - Returns: nil for another dimension.
  /// - Throws: `SummaryFault` for an unknown field.
  init?(of dimension: SummaryDimension, _ session: any SQLSession) throws {
    guard case .custom(let id) = dimension else { return nil }
    let found = try session.first("SELECT key, title, type FROM custom_fields WHERE id = \(id)") { row in
      (key: row.integer(at: 0), title: row.text(at: 1), type: row.text(at: 2))
    }
    guard let found else { throw SummaryFault.unknownField(id) }
    key = found.key
    title = found.title
    isDate = found.type == "date"
  }
}

extension SummaryHeading {
  init(_ dimension: SummaryDimension, _ field: SummaryField?) {
    key = dimension.key
    title = field?.title ?? dimension.heading ?? ""
    isDate = field?.isDate ?? (dimension == .time(.day) || dimension == .time(.week))
  }
}

/// Reads ids and names of a *Summary*'s members.
struct SummaryMembers {
  private let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  func members(
    _ values: [SQLValue], of dimension: SummaryDimension, _ field: SummaryField?
  ) throws -> [SummaryMember] {
    let named = try things(values.compactMap(\.integer), dimension)
    let texts = values.compactMap(\.text).map { text -> SummaryMember in
      let day = field?.isDate == true ? Instant.days(text) : nil
      return SummaryMember(value: .text(text), id: text, name: day.map { .date($0) } ?? .text(text))
    }
    return named + texts + (values.contains(.null) ? [.none] : [])
  }

  private func things(_ keys: [Int], _ dimension: SummaryDimension) throws -> [SummaryMember] {
    let select: SQLText
    switch dimension {
    case .group: select = "SELECT t.key, t.id, t.name, o.name FROM groups AS t LEFT JOIN groups AS o ON o.id = t.parent"
    case .manager: select = "SELECT t.key, t.id, t.email, NULL FROM users AS t"
    case .course: select = "SELECT t.key, t.id, t.name, NULL FROM courses AS t"
    case .programSession:
      select = """
        SELECT t.key, t.id, t.name, o.name FROM program_sessions AS t JOIN programs AS o ON o.key = t.program_key
        """
    case .pathSession:
      select = "SELECT t.key, t.id, t.name, o.name FROM path_sessions AS t JOIN paths AS o ON o.key = t.path_key"
    default: return []
    }
    return try session.all("\(sql: select) WHERE t.key \(anyOf: keys)") { row in
      SummaryMember(value: row.value(0), id: row.text(at: 1), name: .text(row.text(at: 2)), owner: row.text(3))
    }
  }

  /// Each group with itself and each group above it, by key.
  /// - Parameter chosen: the groups above; nil: all.
  func groupsAbove(_ chosen: [Int]?) throws -> [(group: Int, above: Int)] {
    if let chosen {
      return try session.all(
        """
        WITH RECURSIVE below (above, key, id) AS (
          SELECT g.key, g.key, g.id FROM groups AS g WHERE g.key \(anyOf: chosen)
          UNION SELECT b.above, g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)
        SELECT key, above FROM below
        """
      ) { (group: $0.integer(at: 0), above: $0.integer(at: 1)) }
    }
    let groups = try session.all("SELECT key, id, parent FROM groups") { row in
      (key: row.integer(at: 0), id: Array(row.text(at: 1).utf8), parent: row.text(2).map { Array($0.utf8) })
    }
    let byID = Dictionary(uniqueKeysWithValues: groups.map { ($0.id, $0) })
    return groups.flatMap { group in
      var above = [group.key]
      var next = group.parent.flatMap { byID[$0] }
      while let parent = next, !above.contains(parent.key) {
        above.append(parent.key)
        next = parent.parent.flatMap { byID[$0] }
      }
      return above.map { (group.key, $0) }
    }
  }
}
