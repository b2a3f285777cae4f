import Access
import Calendar
import DatabaseAccess
import Records
import Statistics

/// Conditions that select the users of a *Summary*'s row in reports of other types.
struct SummaryConditions: Sendable {
  private let dimensions: [SummaryDimension]
  /// Texts that a condition does not tell from others among the rows, since it folds them; for each dimension.
  private let alike: [Set<[UInt8]>]
  private let columns: [CustomReport.Kind: [ConditionColumn]]
  private let time: LocalTime
  private let now: Int

  private static let kinds: [CustomReport.Kind] = [.generalStats, .courseAttempts, .certificates]

  init(_ table: SummaryTable, for viewer: Viewer, _ request: ReportQuery, _ session: any SQLSession) throws {
    dimensions = table.dimensions
    (time, now) = (request.time, request.now)
    columns = Dictionary(
      uniqueKeysWithValues: try Self.kinds.map { ($0, try ConditionColumn.all($0, for: viewer, session)) })
    alike = table.dimensions.indices.map { place in
      let names = Set(table.rows.map { Array($0.by[place].plainName.utf8) })
      let folded = Dictionary(grouping: names) { Array(sortKey(String(decoding: $0, as: UTF8.self)).utf8) }
      return Set(folded.values.filter { $0.count > 1 }.flatMap(\.self))
    }
  }

  /// A condition on a user's field or managers; nil if none selects exactly the users of the value.
  /// - Parameter place: that of the dimension.
  func condition(_ place: Int, _ member: SummaryMember) -> String? {
    let key = dimensions[place] == .manager ? "managers" : dimensions[place].key
    let value = member.plainName
    let text: String
    if member.id == nil {
      text = "\(key):empty"
    } else if case .date(let day) = member.name {
      text = "\(key):on:\(Instant.dateText(day))"
    } else {
      guard !alike[place].contains(Array(value.utf8)), !value.utf8.contains(UInt8(ascii: "|")) else { return nil }
      text = "\(key):is:\(value)"
    }
    return read([text], .generalStats)?.first?.column.key.equalsBytes(of: key) == true ? text : nil
  }

  /// Whether a type of report reads the conditions as *General stats* does, except those on its own ids.
  func areSame(_ texts: [String], _ kind: CustomReport.Kind) -> Bool {
    guard let own = read(texts, kind) else { return false }
    return zip(texts, own).allSatisfy { text, condition in
      if condition.column.kind == .id { return true }
      guard let known = read([text], .generalStats)?.first else { return false }
      return known.column.isOfUser == condition.column.isOfUser
        && known.column.key.equalsBytes(of: condition.column.key)
    }
  }

  private func read(_ texts: [String], _ kind: CustomReport.Kind) -> [Condition]? {
    try? Condition.all(texts, among: columns[kind] ?? [], time, now: now)
  }
}

extension ConditionColumn {
  /// Whether its value does not depend on the selected facts.
  var isOfUser: Bool {
    switch place {
    case .user, .person: true
    case .statistic, .row: false
    }
  }
}
